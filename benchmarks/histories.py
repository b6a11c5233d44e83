"""Conversations that are there before the program starts, written into its own store by its own code."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Tab
from aishtui.engine.ids import IdSource
from aishtui.store.database import Store
from benchmarks.archives import Size, fill_archive
from benchmarks.broker import MODELS
from benchmarks.corpus import mixed

PROMPT_TOKENS, ANSWER_TOKENS = 60, 540
"""300 tokens for a message, on average."""
LAST_WORD = "Zhistory"
"""Ends the last answer: when it stands on the screen, the conversation is shown."""
_STAMP = "2026-01-01T12:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Turn:
    prompt: str
    answer: str


def turns(messages: int, seed: object) -> list[Turn]:
    """`messages` / 2 turns; the last answer ends with `LAST_WORD`."""
    count = messages // 2
    return [
        Turn(
            " ".join(mixed(PROMPT_TOKENS, f"{seed} prompt {n}").replace("#", "").split()),
            mixed(ANSWER_TOKENS, f"{seed} answer {n}", LAST_WORD if n == count - 1 else ""),
        )
        for n in range(count)
    ]


class Histories:
    """Data folders with open tabs, each filled once and copied for each run."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._seed = seed

    def turns(self, messages: int) -> list[Turn]:
        return turns(messages, self._seed)

    def archive(self, size: Size) -> Path:
        """A data folder with a large history, for all who do not change it, or change it a little."""
        filled = self._folder / f"archive-{size.conversations}-{size.messages}"
        if not filled.exists():
            fill_archive(filled, self._seed, size)
        return filled

    def copy_to(self, data_dir: Path, messages: int, tabs: int = 1) -> None:
        """`data_dir` as aishtui left it with so many tabs open, each with a conversation of so many messages."""
        filled = self._folder / f"{messages}-{tabs}"
        if not filled.exists():
            fill(filled, [self.turns(messages)] * tabs)
        shutil.copytree(filled, data_dir)


def fill(data_dir: Path, conversations: Sequence[Sequence[Turn]]) -> None:
    """Writes the conversations, each in a tab of its own, and gives the tabs up for whoever starts next."""
    store, ids = Store(data_dir), IdSource()
    store.start()
    problem = store.opened.result().problem
    if problem:
        raise RuntimeError(problem)
    tabs = []
    for position, conversation_turns in enumerate(conversations):
        conversation = Conversation(ids.new(), _STAMP, f"conversation {position}")
        messages = _messages(conversation.id, conversation_turns, ids)
        if messages:
            store.add_turn(conversation, messages).result()
        leaf = messages[-1].id if messages else None
        tabs.append(Tab(ids.new(), position, conversation.id, "fast", MODELS[0], leaf, active=position == 0))
    store.save_tabs(tabs).result()
    store.release_tabs().result()
    if not store.close(60):
        raise RuntimeError("the store did not finish")


def _messages(conversation_id: str, conversation_turns: Sequence[Turn], ids: IdSource) -> list[Message]:
    facts = AnswerFacts(
        preset="fast",
        asked_model=MODELS[0],
        answered_by="boltzmann",
        answered_by_from=AnsweredByFrom.HEADER,
        http_status=200,
        finish_reason="stop",
        first_token_s=0.4,
        total_s=6.0,
        tokens_out=ANSWER_TOKENS,
        tokens_per_s=96.0,
    )
    messages: list[Message] = []
    parent: str | None = None
    for turn in conversation_turns:
        prompt = Message(ids.new(), conversation_id, parent, Role.USER, turn.prompt, _STAMP)
        answer = Message(ids.new(), conversation_id, prompt.id, Role.ASSISTANT, turn.answer, _STAMP, facts=facts)
        messages += (prompt, answer)
        parent = answer.id
    return messages
