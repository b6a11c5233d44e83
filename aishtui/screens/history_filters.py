"""The filters of the history as a menu, for those who do not know how they are typed."""

from aishtui.chat.history import Choices, Order, Wanted
from aishtui.chat.history_line import values_of
from aishtui.widgets.menu_list import MenuRow

Chosen = tuple[str, str | None]
"""A filter and its value: empty takes it away, None asks for one in another menu."""

_TITLES = {"preset": "Preset", "model": "Model", "backend": "Backend", "since": "Since", "before": "Before"}
_DATES = {
    "today": "Today",
    "yesterday": "Yesterday",
    "7d": "7 days ago",
    "30d": "30 days ago",
    "365d": "A year ago",
}


def filter_rows(wanted: Wanted, line: str) -> list[tuple[MenuRow, Chosen]]:
    """What can be filtered by, with what is set now; each filter that is set can be taken away."""
    set_now = {"preset": wanted.preset, "model": wanted.model, "backend": wanted.backend}
    rows: list[tuple[MenuRow, Chosen]] = [
        (MenuRow(key, f"{_TITLES[name]} …", set_now.get(name, "")), (name, None))
        for key, name in (("p", "preset"), ("m", "model"), ("b", "backend"))
    ]
    rows += [
        (MenuRow(key, f"{_TITLES[name]} …", "", 1), (name, None)) for key, name in (("s", "since"), ("e", "before"))
    ]
    rows.append(_switch("i", "Pinned ones only", wanted.pinned, "is", "pinned"))
    rows.append(_switch("d", "Deleted ones", wanted.deleted, "is", "deleted"))
    rows.append(_switch("c", "Comparisons only", wanted.compared is True, "is", "compared"))
    rows.append(_switch("n", "No comparisons", wanted.compared is False, "-is", "compared"))
    rows.append(_switch("o", "Best first", wanted.order is Order.RELEVANCE, "sort", "best"))
    if line.strip():
        rows.append((MenuRow("x", "Clear the line", "", 3), ("", "")))
    return rows


def value_rows(key: str, wanted: Wanted, choices: Choices) -> list[tuple[MenuRow, Chosen]]:
    """The values of one filter, and none."""
    if key in ("since", "before"):
        rows: list[tuple[MenuRow, Chosen]] = [
            (MenuRow("", words, value), (key, value)) for value, words in _DATES.items()
        ]
        is_set = bool(wanted.since if key == "since" else wanted.before)
    else:
        rows = [(MenuRow("", value), (key, value)) for value in values_of(key, choices)]
        is_set = bool({"preset": wanted.preset, "model": wanted.model, "backend": wanted.backend}[key])
    return [*rows, (MenuRow("x", "Any", "", 1), (key, ""))] if is_set else rows


def value_title(key: str) -> str:
    return _TITLES[key]


def _switch(key: str, label: str, on: bool, name: str, value: str) -> tuple[MenuRow, Chosen]:
    return MenuRow(key, label, "on" if on else "", 2), (name, "" if on else value)
