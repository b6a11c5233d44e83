"""What to say where a model is not there: the nearest that is."""

from aishtui.chat.catalog import Catalog
from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import NearestIds, or_list
from aishtui.chat.wording import sentences

NOT_FOUND, BAD_REQUEST = 404, 400


def with_nearest(problem: str, status: int, model: str, catalog: Catalog | None) -> str:
    """`problem`, a refusal in the server's words; where it is that `model` is not there, with the nearest ids of the
    catalogue, if the server has not named them itself."""
    # OpenRouter and LiteLLM say 400, and name the model.
    about_model = status == NOT_FOUND or (status == BAD_REQUEST and model in problem)
    if not about_model or catalog is None or catalog.serves(model):
        return problem
    near = NearestIds([entry.id for entry in catalog.entries]).to(model)
    if not near or any(id in problem for id in near):
        return problem
    return sentences(problem, f"The nearest it lists: {or_list(clean_line(id, 100) for id in near)}")
