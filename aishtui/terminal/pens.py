"""Pens: the ways a terminal can be told to write, and the shortest way from one to the next.

Textual begins and ends each stretch of text with a whole style; more than half of what it sends is that. Here only
what is different is said.
"""

from functools import lru_cache

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

_OFF = {
    **dict.fromkeys(("1", "2"), "22"),
    "3": "23",
    **dict.fromkeys(("4", "21"), "24"),
    **dict.fromkeys(("5", "6"), "25"),
    "7": "27",
    "8": "28",
    "9": "29",
}
"""What ends each attribute (ECMA-48, 8.3.117); for others everything is said anew."""

_SEEN_ON_BLANKS = frozenset(("4", "7", "9", "21", "51", "52", "53"))


class Pen(dict[str, "Cell"]):
    """Attributes, colours and link of a cell. `pen[character]` is the cell: the same one each time, so that cells can
    be compared by identity. There is one pen for each way to write (`PenBox`).

    Of a blank nothing is seen but its background, unless it is underlined or the like: all pens of that background
    share their blank cell, which is one of the pen `blank`, and that writes nothing else. None: this pen's blanks are
    its own.
    """

    __slots__ = ("attributes", "background", "blank", "foreground", "link")

    def __init__(
        self, attributes: frozenset[str], foreground: str, background: str, link: str, blank: "Pen | None" = None
    ) -> None:
        super().__init__()
        self.attributes = attributes
        self.foreground = foreground
        self.background = background
        self.link = link
        self.blank = blank
        if blank is not None:
            self[" "] = blank[" "]

    def __missing__(self, character: str) -> "Cell":
        cell = self[character] = (character, self)
        return cell

    def __hash__(self) -> int:  # type: ignore[override]  # by identity, unlike other dicts
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def unlined(self) -> "Pen":
        """The same colours, with nothing that is seen on blanks."""
        return Pen(self.attributes - _SEEN_ON_BLANKS, self.foreground, self.background, "")

    @property
    def is_blank(self) -> bool:
        """Whether its blanks are those of all pens of its background."""
        return self.blank is self

    def writes(self, other: "Pen") -> bool:
        """Whether what `other` writes looks the same from this one: itself, and blanks that all share."""
        return other is self or (other.is_blank and self.blank is other)

    def erases(self, in_colour: bool) -> bool:
        """Whether erased cells look like blanks of this pen; `in_colour`: the terminal erases in the background that is
        in use, and not in its own."""
        return self.blank is not None and (in_colour or not self.background)


Cell = tuple[str, Pen]
"""What stands in one place of the screen: a character with its marks, and its pen. The second half of a wide one is
an empty text."""


def _blank_pen(background: str) -> Pen:
    pen = Pen(frozenset(), "", background, "")
    pen.blank = pen
    return pen


_BLANKS = _blank_pen("")

DEFAULT = Pen(frozenset(), "", "", "", _BLANKS)
"""How a terminal writes that was told nothing."""

BLANK: Cell = DEFAULT[" "]


class PenBox:
    """The pens of one terminal, by the styles of what is drawn."""

    def __init__(self, colours: ColorSystem) -> None:
        self._colours = colours
        self._of_style: dict[Style, Pen] = {}
        self._of_look: dict[tuple[str, str], Pen] = {("", ""): DEFAULT}
        self._blanks = {"": _BLANKS}

    def pen(self, style: Style | None) -> Pen:
        if style is None:
            return DEFAULT
        pen = self._of_style.get(style)
        if pen is None:
            pen = self._of_style[style] = self._look(Strip.render_ansi(style, self._colours), _link(style))
        return pen

    def _look(self, codes: str, link: str) -> Pen:
        pen = self._of_look.get((codes, link))
        if pen is None:
            pen = self._of_look[codes, link] = self._new(*_parts(codes), link)
        return pen

    def _new(self, attributes: frozenset[str], foreground: str, background: str, link: str) -> Pen:
        if link or attributes & _SEEN_ON_BLANKS:
            return Pen(attributes, foreground, background, link)
        return Pen(attributes, foreground, background, "", self._blanks.setdefault(background, _blank_pen(background)))

    def __len__(self) -> int:
        return len(self._of_style)


def is_half(cell: Cell | None) -> bool:
    """The second half of a wide character."""
    return cell is not None and not cell[0]


def _link(style: Style) -> str:
    return f"id={style.link_id};{style.link}" if style.link else ""


def _parts(codes: str) -> tuple[frozenset[str], str, str]:
    """Attributes, foreground and background; the terminal's own colours are the same as none."""
    attributes, foreground, background = set[str](), "", ""
    rest = codes.split(";") if codes else []
    while rest:
        length = {"5": 3, "2": 5}[rest[1]] if rest[0] in ("38", "48") else 1
        code, number, rest = ";".join(rest[:length]), int(rest[0]), rest[length:]
        if 30 <= number <= 39 or 90 <= number <= 97:
            foreground = "" if number == 39 else code
        elif 40 <= number <= 49 or 100 <= number <= 107:
            background = "" if number == 49 else code
        else:
            attributes.add(code)
    return frozenset(attributes), foreground, background


def taken_up(pen: Pen) -> str:
    """Take up `pen`, whatever the terminal was told before."""
    return f"\x1b[{';'.join(('0', *_all_of(pen)))}m{_linking(pen)}"


@lru_cache(4096)
def changed(old: Pen, new: Pen) -> str:
    """Go on with `new` after `old`."""
    linking = _linking(new) if old.link != new.link else ""
    if (old.attributes, old.foreground, old.background) == (new.attributes, new.foreground, new.background):
        return linking
    anew = ";".join(("0", *_all_of(new))) if _all_of(new) else ""
    little = _differences(old, new)
    return f"\x1b[{anew if little is None or len(anew) < len(little) else little}m{linking}"


def _all_of(pen: Pen) -> tuple[str, ...]:
    return tuple(filter(None, (*sorted(pen.attributes), pen.foreground, pen.background)))


def _differences(old: Pen, new: Pen) -> str | None:
    """None: what has to end has no end of its own."""
    ended = old.attributes - new.attributes
    if not ended <= _OFF.keys():
        return None
    ends = {_OFF[code] for code in ended}
    begun = {code for code in new.attributes if code not in old.attributes or _OFF.get(code) in ends}
    foreground = () if old.foreground == new.foreground else (new.foreground or "39",)
    background = () if old.background == new.background else (new.background or "49",)
    return ";".join((*sorted(ends), *sorted(begun), *foreground, *background))


def _linking(pen: Pen) -> str:
    return f"\x1b]8;{pen.link or ';'}\x1b\\"
