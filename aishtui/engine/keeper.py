"""Where the engine has things kept: the store, or nowhere (`ask --no-save`)."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol, TypeVar

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.catalog import Catalog
from aishtui.chat.history import Choices, Found, Mark, Unseen, Wanted
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.past_prompts import PastPrompts
from aishtui.chat.portable.kept import Imported, KeptConversation, Named
from aishtui.chat.tabs import Tab
from aishtui.chat.tree_news import TreeNews
from aishtui.chat.waits import Waits

T = TypeVar("T")


class Keeper(Protocol):
    """What the engine needs of a store. Every call returns at once; its future says when it is on disk."""

    def add_turn(
        self, conversation: Conversation, messages: Sequence[Message], origin: str = "workbench"
    ) -> Future[None]: ...

    def journal(self, answer_id: str, seq: int, text: str, thinking: str) -> Future[None]: ...

    def journal_facts(self, answer_id: str, facts: AnswerFacts) -> Future[None]: ...

    def end_answer(self, message: Message, unseen: bool = False) -> Future[None]: ...

    def save_tabs(self, tabs: Sequence[Tab]) -> Future[None]: ...

    def release_tabs(self) -> Future[None]: ...

    def conversation(self, conversation_id: str) -> Future[Conversation | None]: ...

    def comparison(self, comparison_id: str) -> Future[tuple[Message, ...]]: ...

    def tree_news(self, conversation_id: str, known: Collection[str]) -> Future[TreeNews]: ...

    def recover(self) -> Future[tuple[str, ...]]: ...

    def handed_in(self) -> Future[None]: ...

    def history(self, wanted: Wanted, limit: int, after: Mark | None = None) -> Future[Found]: ...

    def history_choices(self) -> Future[Choices]: ...

    def preview(self, conversation_id: str, message_id: str | None = None) -> Future[tuple[Message, ...]]: ...

    def comparison_preview(self, comparison_id: str) -> Future[tuple[Message, ...]]: ...

    def rename(self, conversation_id: str, title: str) -> Future[None]: ...

    def pin(self, conversation_id: str, on: bool) -> Future[None]: ...

    def delete_conversations(self, ids: Sequence[str]) -> Future[str]: ...

    def restore_conversations(self, ids: Sequence[str]) -> Future[None]: ...

    def delete_messages(self, ids: Sequence[str]) -> Future[str]: ...

    def restore_messages(self, ids: Sequence[str]) -> Future[None]: ...

    def unseen(self) -> Future[tuple[Unseen, ...]]: ...

    def being_written(self) -> Future[frozenset[str]]: ...

    def mark_seen(self, answer_ids: Sequence[str]) -> Future[None]: ...

    def conversation_ids(self, after: str, limit: int) -> Future[tuple[str, ...]]: ...

    def kept_conversation(self, conversation_id: str) -> Future[KeptConversation | None]: ...

    def conversations_called(self, name: str, limit: int) -> Future[tuple[Named, ...]]: ...

    def import_conversation(self, kept: KeptConversation, durable: bool = True) -> Future[Imported]: ...

    def last_backend(self, asked_model: str) -> Future[str | None]: ...

    def usual_waits(self, asked_model: str) -> Future[Waits]: ...

    def cloud_backends(self, prefixes: Sequence[str]) -> Future[Mapping[str, str]]: ...

    def remember_prompt(self, text: str) -> Future[None]: ...

    def find_prompts(self, typed: str, limit: int) -> Future[PastPrompts]: ...

    def save_catalog(self, catalog: Catalog) -> Future[None]: ...

    def load_catalog(self, endpoint_url: str, most_chars: int | None = None) -> Future[Catalog | None]: ...


class KeepsNothing:
    """The keeper of those who asked for nothing to be kept."""

    def add_turn(
        self, conversation: Conversation, messages: Sequence[Message], origin: str = "workbench"
    ) -> Future[None]:
        return _done(None)

    def journal(self, answer_id: str, seq: int, text: str, thinking: str) -> Future[None]:
        return _done(None)

    def journal_facts(self, answer_id: str, facts: AnswerFacts) -> Future[None]:
        return _done(None)

    def end_answer(self, message: Message, unseen: bool = False) -> Future[None]:
        return _done(None)

    def save_tabs(self, tabs: Sequence[Tab]) -> Future[None]:
        return _done(None)

    def release_tabs(self) -> Future[None]:
        return _done(None)

    def conversation(self, conversation_id: str) -> Future[Conversation | None]:
        return _done(None)

    def comparison(self, comparison_id: str) -> Future[tuple[Message, ...]]:
        return _done(())

    def tree_news(self, conversation_id: str, known: Collection[str]) -> Future[TreeNews]:
        return _done(TreeNews())

    def recover(self) -> Future[tuple[str, ...]]:
        return _done(())

    def handed_in(self) -> Future[None]:
        return _done(None)

    def history(self, wanted: Wanted, limit: int, after: Mark | None = None) -> Future[Found]:
        return _done(Found())

    def history_choices(self) -> Future[Choices]:
        return _done(Choices())

    def preview(self, conversation_id: str, message_id: str | None = None) -> Future[tuple[Message, ...]]:
        return _done(())

    def comparison_preview(self, comparison_id: str) -> Future[tuple[Message, ...]]:
        return _done(())

    def rename(self, conversation_id: str, title: str) -> Future[None]:
        return _done(None)

    def pin(self, conversation_id: str, on: bool) -> Future[None]:
        return _done(None)

    def delete_conversations(self, ids: Sequence[str]) -> Future[str]:
        return _done("")

    def restore_conversations(self, ids: Sequence[str]) -> Future[None]:
        return _done(None)

    def delete_messages(self, ids: Sequence[str]) -> Future[str]:
        return _done("")

    def restore_messages(self, ids: Sequence[str]) -> Future[None]:
        return _done(None)

    def unseen(self) -> Future[tuple[Unseen, ...]]:
        return _done(())

    def being_written(self) -> Future[frozenset[str]]:
        return _done(frozenset())

    def mark_seen(self, answer_ids: Sequence[str]) -> Future[None]:
        return _done(None)

    def conversation_ids(self, after: str, limit: int) -> Future[tuple[str, ...]]:
        return _done(())

    def kept_conversation(self, conversation_id: str) -> Future[KeptConversation | None]:
        return _done(None)

    def conversations_called(self, name: str, limit: int) -> Future[tuple[Named, ...]]:
        return _done(())

    def import_conversation(self, kept: KeptConversation, durable: bool = True) -> Future[Imported]:
        return _done(Imported(kept.conversation.id, left_out="nothing is kept in this run"))

    def last_backend(self, asked_model: str) -> Future[str | None]:
        return _done(None)

    def usual_waits(self, asked_model: str) -> Future[Waits]:
        return _done(Waits())

    def cloud_backends(self, prefixes: Sequence[str]) -> Future[Mapping[str, str]]:
        return _done({})

    def remember_prompt(self, text: str) -> Future[None]:
        return _done(None)

    def find_prompts(self, typed: str, limit: int) -> Future[PastPrompts]:
        return _done(PastPrompts())

    def save_catalog(self, catalog: Catalog) -> Future[None]:
        return _done(None)

    def load_catalog(
        self,
        endpoint_url: str,
        most_chars: int | None = None,
    ) -> Future[Catalog | None]:
        return _done(None)


def _done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future
