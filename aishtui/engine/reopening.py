"""Opening a conversation of the history in a tab: which path it shows, and whom its next prompt asks."""

from collections.abc import Mapping, Sequence

from aishtui.chat.branches import newest_leaf_below
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab


def leaf_through(conversation: Conversation, message_id: str | None, shown_leaf: str | None = None) -> str | None:
    """The end of the path to be shown: through `message_id` if it is there, the one that is shown already where that
    goes through it, else the newest one below it; without it what is shown, else the path to the newest message."""
    if message_id is not None and message_id in conversation.messages:
        if any(message.id == message_id for message in conversation.path(shown_leaf)):
            return shown_leaf
        return newest_leaf_below(conversation, message_id)
    return shown_leaf or max(conversation.messages, default=None)


def tab_for(conversation: Conversation, message_id: str | None, tabs: Sequence[Tab]) -> Tab | None:
    """Which of the conversation's tabs is to show the message: one that does so already (the one in front
    before others), else one in which nothing is being written: its path changes. A column of a comparison shows nothing
    else for that. None: it needs a tab of its own."""
    ordered = sorted(tabs, key=lambda tab: not tab.active)
    paths = [(tab, conversation.path(tab.leaf_id)) for tab in ordered]
    for tab, path in paths:
        if message_id is None or any(message.id == message_id for message in path):
            return tab
    free = ((tab, path) for tab, path in paths if tab.column is None)
    return next((tab for tab, path in free if all(message.status.ended for message in path)), None)


def preset_for(path: Sequence[Message], presets: Mapping[str, Preset], otherwise: Preset) -> Preset:
    """The preset of the newest answer on the path, or a bare one of its model where that preset is gone or has become
    another model's."""
    facts = next((message.facts for message in reversed(path) if message.facts is not None), None)
    if facts is None or not facts.asked_model:
        return otherwise
    named = presets.get(facts.preset or "")
    return named if named is not None and named.model == facts.asked_model else Preset.of_model(facts.asked_model)
