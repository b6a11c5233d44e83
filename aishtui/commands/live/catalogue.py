"""Point: the catalogue, counted as local and cloud."""

from aishtui.chat.catalog import Catalog
from aishtui.chat.wording import plural
from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import span

POINT = "catalogue"

_REFUSED = (401, 403)
_EMPTY = (
    "No backend is awake, or the broker knows none. Presets can be asked all the same; `-m MODEL` names a model for "
    "the other points."
)


async def check(run: Run) -> Finding:
    if run.no_catalog is not None:
        if run.no_catalog.status in _REFUSED:
            run.stopped = POINT  # so it would be with every question
        return not_ok(POINT, run.no_catalog.problem, run.no_catalog.cure)
    assert run.catalog is not None
    if not run.catalog.entries:
        return not_ok(POINT, f"it lists no model{_left_out(run.catalog)}", _EMPTY)
    return ok(POINT, f"{_counted(run, run.catalog)}, after {span(run.catalog_s)}{_not_served(run, run.catalog)}")


def _counted(run: Run, catalog: Catalog) -> str:
    cloud = sum(run.is_cloud(entry.id) for entry in catalog.entries)
    local = len(catalog.entries) - cloud
    return f"{plural(len(catalog.entries), 'model')}: {local} local, {cloud} cloud by prefix{_left_out(catalog)}"


def _left_out(catalog: Catalog) -> str:
    return f"; left out: {plural(catalog.skipped, 'model')} without a usable id" if catalog.skipped else ""


def _not_served(run: Run, catalog: Catalog) -> str:
    names = [preset.name for preset in run.presets if not catalog.serves(preset.model)]
    return f"; of your presets not served now: {', '.join(names)}" if names else ""
