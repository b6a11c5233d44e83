"""All conversations that are kept, those in no tab too: listed, searched, named, pinned, deleted and had back."""

from collections.abc import Sequence
from concurrent.futures import Future

from aishtui.chat.history import Choices, Found, Mark, Unseen, Wanted
from aishtui.chat.messages import Message
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.keeper import Keeper


class Archive:
    """Every method returns at once; the futures fail with StoreError. Any thread."""

    def __init__(self, keeper: Keeper, book: ConversationBook) -> None:
        self._keeper = keeper
        self._book = book

    def find(self, wanted: Wanted, limit: int, after: Mark | None = None) -> Future[Found]:
        """A page of the conversations that fit, `after` the page before."""
        return self._keeper.history(wanted, limit, after)

    def choices(self) -> Future[Choices]:
        """What there is to filter by."""
        return self._keeper.history_choices()

    def preview(self, conversation_id: str, message_id: str | None = None) -> Future[tuple[Message, ...]]:
        """The turns around a message, or the newest ones, without the conversation being opened."""
        return self._keeper.preview(conversation_id, message_id)

    def comparison_preview(self, comparison: str) -> Future[tuple[Message, ...]]:
        """The newest round of a comparison: its prompt, and below it the answer of each column."""
        return self._keeper.comparison_preview(comparison)

    def last_backend(self, model: str) -> Future[str | None]:
        """Who answered the newest prompt to a model, as far as it was said."""
        return self._keeper.last_backend(model)

    def rename(self, conversation_id: str, title: str) -> Future[None]:
        self._book.rename(conversation_id, title)
        return self._keeper.rename(conversation_id, title)

    def pin(self, conversation_id: str, on: bool) -> Future[None]:
        return self._keeper.pin(conversation_id, on)

    def delete(self, conversation_ids: Sequence[str]) -> Future[str]:
        """Out of the history, until `restore`."""
        return self._keeper.delete_conversations(conversation_ids)

    def restore(self, conversation_ids: Sequence[str]) -> Future[None]:
        return self._keeper.restore_conversations(conversation_ids)

    def unseen(self) -> Future[tuple[Unseen, ...]]:
        """The answers that ended while no screen could show them."""
        return self._keeper.unseen()

    def being_written(self) -> Future[frozenset[str]]:
        """The conversations in which an answer is being written, here or in another aishtui."""
        return self._keeper.being_written()

    def mark_seen(self, answer_ids: Sequence[str]) -> Future[None]:
        return self._keeper.mark_seen(answer_ids)
