"""What layout makes: lines of styled text that know no colours, no widget and no screen."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aishtui.chat.lazy_dataclass import dataclass


class Look(NamedTuple):
    """How text looks, by name: `names` are component classes (later ones on top), without their prefix.

    `href` is a link's cleaned target; `fold` names what a click on the text opens or closes.
    """

    names: tuple[str, ...] = ()
    href: str = ""
    fold: str = ""

    def plus(self, name: str) -> "Look":
        return self if name in self.names else self._replace(names=(*self.names, name))


PLAIN = Look()
CODE = Look(("code",))
CODE_BAR = Look(("code", "code-bar"))
"""The blank cell left of code: a bar in a theme that has no background for code."""


class Span(NamedTuple):
    """A piece of a line. `copied` is what it stands for in the source where that is not its text."""

    text: str
    look: Look = PLAIN
    copied: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the pane. `fill` is the look of the cells right of its text.

    `end` is what follows it in a copy: a newline, or where the line was wrapped the space (or nothing) that was there.
    """

    spans: tuple[Span, ...] = ()
    fill: Look = PLAIN
    end: str = "\n"

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def fold(self) -> str:
        """What a click or a key on it opens or closes, if anything."""
        return next((span.look.fold for span in self.spans if span.look.fold), "")


BLANK = Line()


def ornament(text: str, look: Look = PLAIN) -> Span:
    """A span that is drawn and never copied: gutters, borders, headers."""
    return Span(text, look, "")


def chrome(spans: Iterable[Span], fill: Look = PLAIN) -> Line:
    """A line that is drawn and never copied."""
    return Line(tuple(span._replace(copied="") for span in spans), fill, "")


def copied_text(line: Line, start: int = 0, stop: int | None = None) -> str:
    """What copying the characters `start` to `stop` of a line gives, without its `end`."""
    parts: list[str] = []
    at = 0
    for text, _, copied in line.spans:
        after = at + len(text)
        inside = at >= start and (stop is None or after <= stop)
        if copied is not None:
            # A mark that stands for something else is copied whole or not at all.
            parts.append(copied if inside else "")
        else:
            parts.append(text[max(0, start - at) : None if stop is None else max(0, stop - at)])
        at = after
    return "".join(parts)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` with neighbours of the same look joined, so that equal text gives equal spans however it was cut."""
    out: list[Span] = []
    for span in spans:
        if not span.text and not span.copied:
            continue
        if out and span.copied is None and out[-1].copied is None and out[-1].look == span.look:
            out[-1] = Span(out[-1].text + span.text, span.look)
        else:
            out.append(span)
    return tuple(out)
