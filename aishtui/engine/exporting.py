"""Exports: conversations out of the store, one at a time, as the text of a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aishtui.chat.portable.documents import comparison_document, document
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.kept_comparison import KeptComparison
from aishtui.engine.job import ExportOrder, Job, JobStopped, NothingToExport
from aishtui.engine.keeper import Keeper

_AT_ONCE = 1000


def export_text(
    keeper: Keeper, order: ExportOrder, job: Job, unsaved: Sequence[KeptConversation] = ()
) -> Iterator[str]:
    """The file in pieces. Blocks while it reads. `unsaved` are the wanted conversations as they are in memory: what the
    keeper does not have of them, or could not write yet, is in the file all the same. Raises NothingToExport before the
    first piece, JobStopped, and StoreError."""
    if order.comparison is not None:
        return comparison_document(order.form, _comparison(keeper, order.comparison, unsaved))
    return document(order.form, _conversations(keeper, order, job, unsaved), order.branches, order.leaf_id)


def _conversations(
    keeper: Keeper, order: ExportOrder, job: Job, unsaved: Sequence[KeptConversation]
) -> Iterator[KeptConversation]:
    """The first is read before anything is given out."""
    keeper.handed_in().result()  # what has ended on the screen a moment ago
    if order.conversation_id is not None:
        return iter((_one(keeper, order.conversation_id, next(iter(unsaved), None)),))
    return _all(keeper, job)


def _comparison(keeper: Keeper, comparison: str, unsaved: Sequence[KeptConversation]) -> KeptComparison:
    """All of it is in memory: its rounds go through all of its conversations."""
    keeper.handed_in().result()
    in_memory = {kept.conversation.id: kept for kept in unsaved}
    stored = (answer.conversation_id for answer in keeper.comparison(comparison).result())
    found = (_kept(keeper, id_, in_memory.get(id_)) for id_ in dict.fromkeys((*stored, *in_memory)))
    kept = KeptComparison.of(comparison, (one for one in found if one is not None))
    if not kept.rounds:
        raise NothingToExport(f"There is no answer of a comparison {comparison}; it may have been deleted.")
    return kept


def _one(keeper: Keeper, conversation_id: str, unsaved: KeptConversation | None) -> KeptConversation:
    kept = _kept(keeper, conversation_id, unsaved)
    if kept is None:
        raise NothingToExport(f"There is no conversation {conversation_id}; it may have been deleted.")
    if not kept.conversation.messages:
        raise NothingToExport("There is nothing in this conversation yet.")
    return kept


def _kept(keeper: Keeper, conversation_id: str, unsaved: KeptConversation | None) -> KeptConversation | None:
    kept = keeper.kept_conversation(conversation_id).result()
    return _brought_up(kept, unsaved) if kept is not None and unsaved is not None else kept or unsaved


def _brought_up(kept: KeptConversation, unsaved: KeptConversation) -> KeptConversation:
    """With what has ended in memory and not, or not yet, on the disk."""
    messages = dict(kept.conversation.messages)
    for id_, message in unsaved.conversation.messages.items():
        if message.status.ended and (id_ not in messages or not messages[id_].status.ended):
            messages[id_] = message
    return replace(kept, conversation=replace(kept.conversation, messages=dict(sorted(messages.items()))))


def _all(keeper: Keeper, job: Job) -> Iterator[KeptConversation]:
    ids = list(_ids(keeper))
    job.total = len(ids)
    for id_ in ids:
        if job.stopped:
            raise JobStopped
        kept = keeper.kept_conversation(id_).result()
        job.done += 1
        if kept is not None:  # it may have been deleted meanwhile
            yield kept


def _ids(keeper: Keeper) -> Iterator[str]:
    after = ""
    while some := keeper.conversation_ids(after, _AT_ONCE).result():
        yield from some
        after = some[-1]
