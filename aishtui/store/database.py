"""The store: every call returns a future at once, and SQLite is spoken to in two threads of its own."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.catalog import Catalog
from aishtui.chat.history import Choices, Found, Mark, Unseen, Wanted
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.past_prompts import PastPrompts
from aishtui.chat.portable.kept import Imported, KeptConversation, Named
from aishtui.chat.suites import SuiteAnswer
from aishtui.chat.tabs import Tab
from aishtui.chat.tree_news import TreeNews
from aishtui.chat.waits import Waits
from aishtui.store import (
    catalogs,
    comparisons,
    conversations,
    exporting,
    figures,
    history,
    importing,
    managing,
    open_tabs,
    preview,
    prompt_history,
    suites,
)
from aishtui.store.figures import ModelFigures
from aishtui.store.opening import RUN
from aishtui.store.recovery import take_over
from aishtui.store.threads import Threads
from aishtui.store.writer import Write


class Store(Threads):
    """Conversations, tabs, prompts and catalogues of one data folder, which several processes may share.

    Call `start` first and `close` last. Futures fail with StoreError only, cannot be cancelled, and a write is safe
    once its future is done; a read sees every write whose future was done before. A write that fails because of the
    disk is kept in memory and tried again before the next one. Where the database cannot be used at all, it works in a
    place aside, and goes back to the database as soon as it can.
    """

    # Conversations

    def add_turn(
        self, conversation: Conversation, messages: Sequence[Message], origin: str = "workbench"
    ) -> Future[None]:
        """Saves `messages` (a prompt, an answer that is WRITING) and the conversation's own row where it is new.

        On the disk when done. A WRITING answer belongs to this process; its text is what `journal` continues.
        """
        kept = tuple(messages)

        def save(database: sqlite3.Connection) -> None:
            if self._session is not None and self._session.presence is not None:
                self._session.presence.still_here()
            conversations.save_turn(database, conversation, kept, origin, self._owner)

        return self._write(Write(save, conversation=conversation.id, precious=True))

    def journal(self, answer_id: str, seq: int, text: str, thinking: str) -> Future[None]:
        """Appends what has arrived of an answer; `seq` counts upwards, gaps are allowed."""
        return self._write(
            Write(
                lambda database: conversations.save_piece(database, answer_id, seq, text, thinking),
                durable=False,
                subject=f"growing {answer_id}",
                precious=True,
            )
        )

    def journal_facts(self, answer_id: str, facts: AnswerFacts) -> Future[None]:
        """Saves what has become known of an answer that is WRITING, such as who answers."""
        return self._write(
            Write(
                lambda database: conversations.save_facts(database, answer_id, facts),
                durable=False,
                subject=f"growing {answer_id}",
                precious=True,
            )
        )

    def end_answer(self, message: Message, unseen: bool = False) -> Future[None]:
        """Saves the answer as it ended, whole, in place of its pieces. On the disk when done. `unseen`: no screen could
        show its end."""
        if message.status is Status.WRITING:
            raise ValueError(f"answer {message.id} has not ended")
        return self._write(
            Write(
                lambda database: conversations.save_end(database, message, unseen),
                replaces=f"growing {message.id}",
                conversation=message.conversation_id,
                precious=True,
            )
        )

    def conversation(self, conversation_id: str) -> Future[Conversation | None]:
        """The whole conversation; answers that are WRITING with what is on disk of them."""
        return self._read(lambda database: conversations.read_conversation(database, conversation_id))

    def comparison(self, comparison_id: str) -> Future[tuple[Message, ...]]:
        """Every answer of the comparison that is not deleted; what grows, with what is on disk of it."""
        return self._read(lambda database: comparisons.read_comparison(database, comparison_id))

    def newest_comparison(self, conversation_id: str | None = None) -> Future[str | None]:
        """The id of the newest comparison in a conversation, or of all; None where there is none."""
        return self._read(lambda database: comparisons.read_newest(database, conversation_id))

    def suite_answers(self, suite: str) -> Future[tuple[SuiteAnswer, ...]]:
        """Every answer of every run of the suite with this identity, without their texts, the deleted ones too."""
        return self._read(lambda database: suites.read_suite(database, suite))

    def tree_news(self, conversation_id: str, known: Collection[str]) -> Future[TreeNews]:
        """What of the conversation is there now, and the messages that are not `known`; it costs what is new."""
        ids = frozenset(known)
        return self._read(lambda database: conversations.read_tree_news(database, conversation_id, ids))

    def recover(self) -> Future[tuple[str, ...]]:
        """Ends as CUT_OFF what other processes were writing that have died meanwhile; the ids of those answers."""

        def bury(database: sqlite3.Connection) -> tuple[str, ...]:
            if self._session is None or self._session.aside:
                return ()
            return take_over(database, self.data_dir / RUN, self._owner, with_tabs=False).recovered

        return self._write(Write(bury))

    # History

    def history(self, wanted: Wanted, limit: int, after: Mark | None = None) -> Future[Found]:
        """Up to `limit` conversations, or hits of a search, with what a list says of each; `after` is the page before's
        `next`."""
        return self._read(lambda database: history.read_history(database, wanted, limit, after))

    def history_choices(self) -> Future[Choices]:
        """What the history can be filtered by."""
        return self._read(history.read_choices)

    def preview(self, conversation_id: str, message_id: str | None = None) -> Future[tuple[Message, ...]]:
        """The turns around a message, or the newest ones; of a very long message no more than its beginning."""
        return self._read(lambda database: preview.read_preview(database, conversation_id, message_id))

    def comparison_preview(self, comparison_id: str) -> Future[tuple[Message, ...]]:
        """The newest round of a comparison: its prompt and the answers, of a very long one its beginning."""
        return self._read(lambda database: preview.read_comparison_preview(database, comparison_id))

    def rename(self, conversation_id: str, title: str) -> Future[None]:
        return self._write(Write(lambda database: managing.rename(database, conversation_id, title)))

    def pin(self, conversation_id: str, on: bool) -> Future[None]:
        return self._write(Write(lambda database: managing.pin(database, conversation_id, on)))

    def delete_conversations(self, ids: Sequence[str]) -> Future[str]:
        """Takes them out of the history, until `restore_conversations`; the stamp they get."""
        kept = tuple(ids)
        return self._write(Write(lambda database: managing.delete(database, "conversations", kept)))

    def restore_conversations(self, ids: Sequence[str]) -> Future[None]:
        kept = tuple(ids)
        return self._write(Write(lambda database: managing.restore(database, "conversations", kept)))

    def delete_messages(self, ids: Sequence[str]) -> Future[str]:
        """Takes messages, a branch for example, out of their conversation, until `restore_messages`; the stamp."""
        kept = tuple(ids)
        return self._write(Write(lambda database: managing.delete(database, "messages", kept)))

    def restore_messages(self, ids: Sequence[str]) -> Future[None]:
        kept = tuple(ids)
        return self._write(Write(lambda database: managing.restore(database, "messages", kept)))

    def unseen(self) -> Future[tuple[Unseen, ...]]:
        """The answers that ended while no screen could show them."""
        return self._read(managing.read_unseen)

    def being_written(self) -> Future[frozenset[str]]:
        """The conversations in which this process or another is writing an answer now."""
        return self._read(managing.read_being_written)

    def mark_seen(self, answer_ids: Sequence[str]) -> Future[None]:
        kept = tuple(answer_ids)
        return self._write(Write(lambda database: managing.mark_seen(database, kept), durable=False))

    # Export and import

    def conversation_ids(self, after: str, limit: int) -> Future[tuple[str, ...]]:
        """The next `limit` ids behind `after`, without those of deleted conversations."""
        return self._read(lambda database: exporting.read_ids(database, after, limit))

    def kept_conversation(self, conversation_id: str) -> Future[KeptConversation | None]:
        """The conversation with what an export holds of it; None where there is none, or it is deleted."""
        return self._read(lambda database: exporting.read_kept(database, conversation_id))

    def conversations_called(self, name: str, limit: int) -> Future[tuple[Named, ...]]:
        """Those whose id is `name`, else begins with it, else whose title has it in it."""
        return self._read(lambda database: exporting.read_called(database, name, limit))

    def import_conversation(self, kept: KeptConversation, durable: bool = True) -> Future[Imported]:
        """Adds what of it is not here, in one transaction."""
        return self._write(
            Write(lambda database: importing.import_conversation(database, kept), durable=durable, precious=True)
        )

    # Tabs and prompts

    def save_tabs(self, tabs: Sequence[Tab]) -> Future[None]:
        """Replaces this process's tabs. Closing a tab keeps its conversation. What waits in a tab to be sent is nowhere
        else."""
        kept = tuple(tabs)
        return self._write(
            Write(
                lambda database: open_tabs.save_tabs(database, kept, self._owner),
                durable=any(tab.queue for tab in kept),
                subject="tabs",
                replaces="tabs",
                precious=True,
            )
        )

    def release_tabs(self) -> Future[None]:
        """Gives this process's tabs up to whoever starts next; its answers go on."""
        return self._write(Write(lambda database: open_tabs.release_tabs(database, self._owner)))

    def remember_prompt(self, text: str) -> Future[None]:
        return self._write(
            Write(lambda database: prompt_history.save_prompt(database, text), durable=False, precious=True)
        )

    def prompts(self, limit: int) -> Future[tuple[str, ...]]:
        """The newest `limit` prompts, newest first."""
        return self._read(lambda database: prompt_history.read_prompts(database, limit))

    def find_prompts(self, typed: str, limit: int) -> Future[PastPrompts]:
        """The newest `limit` prompts in which all the words stand that were typed, each text once."""
        return self._read(lambda database: prompt_history.find_prompts(database, typed, limit))

    # Models

    def last_backend(self, asked_model: str, before_id: str | None = None) -> Future[str | None]:
        """Who answered for `asked_model` last, by its headers' word; before the answer `before_id` if given."""
        return self._read(lambda database: figures.read_last_backend(database, asked_model, before_id))

    def usual_waits(self, asked_model: str) -> Future[Waits]:
        """How long the first token of `asked_model` usually takes."""
        return self._read(lambda database: figures.read_waits(database, asked_model))

    def cloud_backends(self, prefixes: Sequence[str]) -> Future[Mapping[str, str]]:
        """The backends that answered for models with one of these prefixes, each with one such model."""
        return self._read(lambda database: figures.read_cloud_backends(database, prefixes))

    def model_figures(self) -> Future[Mapping[str, ModelFigures]]:
        """Medians of the newest answers, by asked model."""
        return self._read(figures.read_model_figures)

    def save_catalog(self, catalog: Catalog) -> Future[None]:
        """Keeps the catalogue as the last known one of `catalog.endpoint`."""
        subject = f"catalog {catalog.endpoint}"
        return self._write(
            Write(
                lambda database: catalogs.save_catalog(database, catalog),
                durable=False,
                subject=subject,
                replaces=subject,
            )
        )

    def load_catalog(self, endpoint_url: str, most_chars: int | None = None) -> Future[Catalog | None]:
        return self._read(lambda database: catalogs.read_catalog(database, endpoint_url, most_chars))
