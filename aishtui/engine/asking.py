"""Beginning a turn: sending, editing, going on and asking again are all a new message below one that is there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.beginnings import ITSELF
from aishtui.chat.clean import clean_line
from aishtui.chat.comparisons import Compared
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.ids import IdSource
from aishtui.engine.live_answer import LiveAnswer
from aishtui.engine.turn import Turn
from aishtui.engine.turn_book import TurnBook

TITLE_LENGTH = 60


class NothingSent(Exception):
    """Nothing new is sent any more: aishtui is on its way out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt on its way: the ids by which its halves are addressed from now on."""

    prompt: Message
    answer: Message


class Asking:
    """Puts new messages into conversations and begins their turns. The engine holds its lock around every call."""

    def __init__(
        self, ids: IdSource, book: ConversationBook, turns: TurnBook, presets: Callable[[], Mapping[str, Preset]]
    ) -> None:
        self._ids = ids
        self._book = book
        self._turns = turns
        self._presets = presets

    def ask(
        self,
        conversation_id: str,
        parent_id: str | None,
        text: str,
        preset: Preset,
        origin: str,
        session: str = "",
        begins_at: str | None = None,
    ) -> Asked:
        """A prompt below `parent_id` (None: at the beginning) and its answer. What else stands there is its sibling.
        `session` is told to the server, as the same for all that belongs together; empty: the conversation.
        `begins_at` as in `put_prompt`."""
        prompt = self.put_prompt(conversation_id, parent_id, text, begins_at)
        return Asked(prompt, self._begin(_Wish(prompt, preset, origin, (prompt,), session)))

    def put_prompt(
        self, conversation_id: str, parent_id: str | None, text: str, begins_at: str | None = None
    ) -> Message:
        """A prompt that is sent to nobody yet, and stored with its first answer. `begins_at` is the message with which
        its request begins: None for what is said above it, or ITSELF."""
        id_ = self._ids.new()
        begins_at = id_ if begins_at == ITSELF else begins_at
        prompt = Message(id_, conversation_id, parent_id, Role.USER, text, now(), begins_at=begins_at)
        if parent_id is None and not self._book.get(conversation_id).title:
            self._book.rename(conversation_id, clean_line(text.strip().partition("\n")[0], TITLE_LENGTH))
        self._book.put(prompt)
        return prompt

    def compare(
        self, prompt: Message, preset: Preset, place: Compared, *, in_turn: bool, origin: str, session: str = ""
    ) -> Message:
        """An answer to `prompt` in a comparison, beside those of others; `in_turn`: it waits while the same backend
        gives another one."""
        return self._begin(_Wish(prompt, preset, origin, (prompt,), session, place, in_turn))

    def again(
        self,
        old: Message,
        preset: Preset | None,
        tab_preset: Preset,
        session: str = "",
        without: str = "",
        *,
        place: Compared | None = None,
        in_turn: bool = False,
        instead: Message | None = None,
    ) -> Message:
        """Another answer to the prompt of `old`, or one to `old` where it is a prompt: by `preset`, else by that of the
        old one, else by the tab's; where `without` is the name of a parameter, without that. `place` is where in a
        comparison it belongs. `instead` is a prompt that was put in place of that of `old`. Raises KeyError where
        the prompt is not there."""
        messages = self._book.get(old.conversation_id).messages
        prompt = instead or (old if old.role is Role.USER else messages[old.parent_id or ""])
        chosen = self.preset_again(old, preset, tab_preset)
        if without:
            chosen = replace(chosen, params={name: of for name, of in chosen.params.items() if name != without})
        return self._begin(_Wish(prompt, chosen, "workbench", (prompt,) if instead else (), session, place, in_turn))

    def preset_again(self, old: Message, preset: Preset | None, tab_preset: Preset) -> Preset:
        """Who is asked when it is asked again: `preset`, else that of the old answer, else the tab's."""
        return preset or self._preset_of(old, tab_preset) or tab_preset

    def _preset_of(self, old: Message, tab_preset: Preset) -> Preset | None:
        if old.facts is None:
            return None
        if old.facts.preset == tab_preset.name:
            return tab_preset  # which may send something else than its file says
        named = self._presets().get(old.facts.preset or "")
        return named if named is not None else Preset.of_model(old.facts.asked_model)

    def _begin(self, wish: "_Wish") -> Message:
        prompt, preset = wish.prompt, wish.preset
        facts = AnswerFacts(preset=preset.name, asked_model=preset.model)
        if wish.place is not None:
            place = wish.place
            facts = replace(facts, comparison=place.comparison, column=place.column, round=place.round)
        answer = Message(
            self._ids.new(),
            prompt.conversation_id,
            prompt.id,
            Role.ASSISTANT,
            "",
            now(),
            status=Status.WRITING,
            facts=facts,
        )
        live = LiveAnswer(answer.id, prompt.conversation_id, facts)
        after = self._turns.get(prompt.parent_id)
        session = wish.session or prompt.conversation_id
        new = (*wish.new, answer)
        turn = Turn(answer, preset, wish.origin, new, live, session, after, in_turn=wish.in_turn)
        # In this order: what is being written and belongs to no turn of ours is another aishtui's.
        self._turns.begin(turn)
        self._book.put(answer)
        return answer


@dataclass(frozen=True, slots=True)
class _Wish:
    """What an answer is begun with. `new` has to be on disk before it."""

    prompt: Message
    preset: Preset
    origin: str
    new: tuple[Message, ...]
    session: str
    place: Compared | None = None
    in_turn: bool = False


def now() -> str:
    """The stamp of what is made this moment."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
