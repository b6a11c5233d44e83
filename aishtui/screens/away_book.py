"""The answers that ended while nobody could see it, until somebody has."""

from collections.abc import Iterable, Sequence

from aishtui.chat.away import away_words
from aishtui.chat.history import Unseen
from aishtui.chat.messages import Message
from aishtui.engine.engine import Engine
from aishtui.widgets.tab_bar import TabState


class AwayBook:
    """`found` is what the start has found. What another aishtui, without a screen, has ended since belongs here too."""

    def __init__(self, engine: Engine, found: Sequence[Unseen]) -> None:
        self._engine = engine
        self._found = {unseen.answer_id: unseen for unseen in found}

    def next(self) -> Unseen | None:
        """The one that ended first of those that are left."""
        return next(iter(self._found.values()), None)

    def forget(self, answer_ids: Iterable[str]) -> None:
        """Nobody is led to these again in this run."""
        for answer_id in answer_ids:
            self._found.pop(answer_id, None)

    def state_of(self, conversation_id: str) -> TabState:
        """How the tab of a conversation stands that is not loaded yet: as its last answer ended that nobody saw."""
        ended = [unseen.status for unseen in self._found.values() if unseen.conversation_id == conversation_id]
        return _STATES.get(ended[-1], TabState.IDLE) if ended else TabState.IDLE

    def words(self, shown: str) -> str:
        """What is said at the start; `shown` is the conversation in front, to which nobody has to be led."""
        said = away_words(tuple(self._found.values()))
        elsewhere = sum(unseen.conversation_id != shown for unseen in self._found.values())
        if not elsewhere:
            return said
        return f"{said}. :away goes to {'it' if len(self._found) == 1 else 'the next of them'}"

    def looked_at(self, path: Sequence[Message]) -> None:
        """These messages are shown: what has ended of them is not told again, in no aishtui."""
        elsewhere = self._engine.ended_elsewhere
        if not self._found and not elsewhere:
            return
        seen = [message.id for message in path if message.id in self._found or message.id in elsewhere]
        if seen:
            self._engine.archive.mark_seen(seen)
            self.forget(seen)
            self._engine.seen_elsewhere(seen)


_STATES = {
    "complete": TabState.DONE,
    "stopped": TabState.STOPPED,
    "cut_off": TabState.CUT_OFF,
    "failed": TabState.FAILED,
}
