"""What of a conversation is a column's own: in the one tree all columns share, the others' answers are no versions of
its answers."""

from aishtui.chat.branches import below
from aishtui.chat.comparisons import Compared, place_of
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Column, Tab


def own_tree(conversation: Conversation, tab: Tab) -> Conversation:
    """For a column the tree without what other columns of its comparison were answered, and what stands below that;
    what it shows, or began with, is always its own. For any other tab the whole tree."""
    column = tab.column
    if column is None:
        return conversation
    own = {message.id for leaf in (tab.leaf_id, column.base_id) for message in conversation.path(leaf)}
    others = [id_ for id_, message in conversation.messages.items() if _of_another(message, column) and id_ not in own]
    return conversation.without(below(conversation, others)) if others else conversation


def place_in_column(conversation: Conversation, tab: Tab, old: Message) -> Compared | None:
    """Where in a comparison another answer in place of `old`, or to the prompt `old`, belongs: in a column of the same
    comparison to that column; None where the prompt was asked in none."""
    place = place_of(old)
    column = tab.column
    if column is None:
        return place
    if old.role is Role.USER:
        answers = (place_of(message) for message in conversation.messages.values() if message.parent_id == old.id)
        place = next((found for found in answers if found is not None and found.comparison == column.comparison), None)
    if place is None or place.comparison != column.comparison:
        return place
    return Compared(column.comparison, column.number, place.round)


def is_own_answer(tab: Tab, answer: Message) -> bool:
    """Whether nobody else was asked for it: in a column, that it is no other column's."""
    return tab.column is None or not _of_another(answer, tab.column)


def _of_another(message: Message, column: Column) -> bool:
    place = place_of(message)
    return place is not None and place.comparison == column.comparison and place.column != column.number
