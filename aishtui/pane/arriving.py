"""Cleaning text that arrives in pieces: the same whatever the pieces are."""

from aishtui.chat.clean import clean_text


class Arriving:
    """Cleans pieces one by one; a carriage return at the end waits, for it may be half a line break."""

    def __init__(self) -> None:
        self._held = ""

    def clean(self, piece: str) -> str:
        piece = self._held + piece
        self._held = "\r" if piece.endswith("\r") else ""
        return clean_text(piece[:-1] if self._held else piece)

    def rest(self) -> str:
        """What was held back, now that nothing follows."""
        held, self._held = self._held, ""
        return clean_text(held)
