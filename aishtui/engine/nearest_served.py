"""What to say where a model is not there: the nearest that is."""

from aishtui.chat.catalog import Catalog
from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import NearestIds, or_list
from aishtui.chat.wording import sentences


def with_nearest(problem: str, model: str, catalog: Catalog | None) -> str:
    """`problem`, which says that `model` is not there, and the nearest ids of the catalogue, if the server has not
    named them itself."""
    if catalog is None or catalog.serves(model):
        return problem
    near = NearestIds([entry.id for entry in catalog.entries]).to(model)
    if not near or any(id in problem for id in near):
        return problem
    return sentences(problem, f"The nearest it lists: {or_list(clean_line(id, 100) for id in near)}")
