"""Text and thinking of one answer, told apart: what the loader said and what was cut in half is seen to here."""

from aishtui.chat.clean import clean_line
from aishtui.wire.deltas import Delta, Loading, TextDelta, ThinkingDelta
from aishtui.wire.loader import LoaderChatter
from aishtui.wire.surrogates import SurrogateJoiner
from aishtui.wire.think_tags import ThinkTags


class Spoken:
    """Takes what a stream says, appends to `out` what of it is the answer's. `out` may be changed from elsewhere."""

    def __init__(self, out: list[Delta]) -> None:
        self.text_length = 0
        self.thinking_length = 0
        self._out = out
        self._tags = ThinkTags()
        self._text = SurrogateJoiner()
        self._thinking = SurrogateJoiner()
        self._loader = LoaderChatter()
        self._loader_in_text = LoaderChatter()
        """Some proxies turn thinking into text, and the loader's with it."""
        self._anonymous = True
        self._loaded = False
        """Both loaders are over: asked once for every token."""

    def event(self, anonymous: bool) -> None:
        """Another event begins; `anonymous` if it names neither an id nor a model."""
        self._anonymous = anonymous
        self._loader.spoken(anonymous)
        self._loader_in_text.spoken(anonymous)

    def text(self, text: str) -> None:
        """What came as text, and may begin with thinking between tags."""
        if not self._loaded:
            text = self._without_chatter(self._loader_in_text, text)
        for is_thinking, piece in self._tags.feed(text):
            self._say(piece, is_thinking)

    def thinking(self, text: str) -> None:
        if not self._loader.over:
            text = self._without_chatter(self._loader, text)
        self._say(text, is_thinking=True)

    def end(self) -> None:
        """Appends what was held."""
        self.thinking(self._loader.end())
        self.text(self._loader_in_text.end())
        for is_thinking, piece in self._tags.end():
            self._say(piece, is_thinking)
        self._append(self._thinking.end(), is_thinking=True)
        self._append(self._text.end(), is_thinking=False)

    def _without_chatter(self, loader: LoaderChatter, text: str) -> str:
        text = loader.feed(text, self._anonymous)
        if loader.is_loading and loader.words:
            if self._out and isinstance(self._out[-1], Loading):
                self._out.pop()
            self._out.append(Loading(clean_line(loader.words)))
        self._loaded = self._loader_in_text.over
        return text

    def _say(self, text: str, is_thinking: bool) -> None:
        joiner = self._thinking if is_thinking else self._text
        self._append(joiner.feed(text), is_thinking)

    def _append(self, text: str, is_thinking: bool) -> None:
        """One delta for what follows on the last one: a chunk often carries many events."""
        if not text:
            return
        last = self._out[-1] if self._out else None
        if is_thinking:
            self.thinking_length += len(text)
            if isinstance(last, ThinkingDelta):
                self._out[-1] = ThinkingDelta(last.text + text)
            else:
                self._out.append(ThinkingDelta(text))
        else:
            self.text_length += len(text)
            if isinstance(last, TextDelta):
                self._out[-1] = TextDelta(last.text + text)
            else:
                self._out.append(TextDelta(text))
