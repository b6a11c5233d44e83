"""How it is said that a tab sends something else than its preset says."""

from aishtui.chat.tabs import Own, Tab
from aishtui.chat.wording import and_list

MARK = "+own"
_WORDS = {
    "model": "model",
    "system": "system prompt",
    "params": "parameters",
    "headers": "headers",
    "refuse_cloud_ids": "refusal of clouds",
}


def tab_name(tab: Tab) -> str:
    """`deep`, or `deep+own`."""
    return tab.preset if tab.own is None else f"{tab.preset}{MARK}"


def own_words(own: Own) -> str:
    """`system prompt and parameters`."""
    return and_list([_WORDS[name] for name in own.changed])
