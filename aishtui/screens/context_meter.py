"""How much of its model's context a tab would take with the next prompt: counted once for a path, then only the prompt
with each key."""

from collections.abc import Sequence

from aishtui.chat.answers import Status
from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.clean import clean_line
from aishtui.chat.context import ContextUse, Level, Taken, context_use, taken_by
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.engine.engine import Engine
from aishtui.widgets.status_words import StatusPart

MAY_BE_REFUSED = "it may be refused, or cut without a word"
"""What is more than the context."""
_KINDS = {Level.CALM: "plain", Level.NEAR: "surprise", Level.OVER: "bad"}
_RANKS = {Level.CALM: 2, Level.NEAR: 1, Level.OVER: 0}


@dataclass(frozen=True, slots=True)
class _Of:
    """What a count was made of: another path, another beginning, another preset or an answer's end make it another."""

    leaf_id: str | None
    status: Status | None
    begins_at: str | None
    system: str
    model: str


class ContextMeter:
    """Asks the engine, and counts anew only where there is something else to count."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._taken: dict[str, tuple[_Of, Taken]] = {}
        self._told: dict[str, Level] = {}
        self._entries: tuple[Catalog | None, dict[str, CatalogEntry]] = None, {}

    def use(self, tab: Tab, prompt_bytes: int) -> ContextUse | None:
        """With a prompt of so many bytes; None where the context is not known, or the conversation not loaded."""
        preset = self._engine.preset_of(tab)
        entry = self._entry(preset.model)
        if entry is None or entry.context_length is None:
            return None
        leaf = self._engine.message(tab.conversation_id, tab.leaf_id) if tab.leaf_id is not None else None
        status = leaf.status if leaf is not None else None
        of = _Of(tab.leaf_id, status, tab.begins_at, preset.system, preset.model)
        known = self._taken.get(tab.id)
        if known is None or known[0] != of:
            path = self._engine.path(tab.id)
            if path is None:
                return None
            known = self._taken[tab.id] = of, self._taken_by(tab, path, preset)
        return context_use(known[1], prompt_bytes, entry)

    def use_below(
        self,
        tab: Tab,
        path: Sequence[Message],
        prompt_bytes: int,
        begins_at: str | None = None,
        preset: Preset | None = None,
    ) -> ContextUse | None:
        """The same where the prompt is to stand below another path than the one that is shown, or its request is to
        begin elsewhere, or to go to another than the tab's preset."""
        preset = preset or self._engine.preset_of(tab)
        return context_use(self._taken_by(tab, path, preset, begins_at), prompt_bytes, self._entry(preset.model))

    def _taken_by(self, tab: Tab, path: Sequence[Message], preset: Preset, begins_at: str | None = None) -> Taken:
        return taken_by(path, preset.system, preset.model, begins_at or tab.begins_at)

    def fullest(self, tabs: Sequence[Tab], prompt_bytes: int) -> tuple[Tab, ContextUse] | None:
        """The tab that has least of its context left, of those that are asked."""
        uses = [(tab, self.use(tab, prompt_bytes)) for tab in tabs if tab.taking_part]
        known = [(tab, use) for tab, use in uses if use is not None]
        return max(known, key=lambda found: found[1].tokens / found[1].length, default=None)

    def news(self, tab: Tab, use: ContextUse) -> Level | None:
        """The level where it has risen since it was last asked for; a warning is for once."""
        before, self._told[tab.id] = self._told.get(tab.id, Level.CALM), use.level
        return use.level if use.level > before else None

    def _entry(self, model: str) -> CatalogEntry | None:
        catalog = self._engine.catalog
        if catalog is not self._entries[0]:
            self._entries = catalog, {entry.id: entry for entry in catalog.entries} if catalog is not None else {}
        return self._entries[1].get(model)


def status_part(use: ContextUse | None) -> tuple[StatusPart, ...]:
    """`about 1.2k of 32k`, in colour from where it matters; nothing where the context is not known."""
    return (StatusPart(str(use), _RANKS[use.level], _KINDS[use.level]),) if use is not None else ()


def warning(model: str, use: ContextUse, cure: str) -> str:
    """What is said once, when a conversation comes near the end of its context, or goes beyond it."""
    model = clean_line(model, 60)
    more = "more than the context of" if use.level is Level.OVER else "the context of"
    return f"This is {use} tokens, {more} {model}. {cure}"
