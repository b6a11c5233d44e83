"""A list that is moved through while the line beside it keeps the focus, and the text beside it that is read."""

from typing import Protocol

from aishtui.widgets.text_reader import TextReader


class Movable(Protocol):
    def move(self, by: int) -> None: ...

    def move_page(self, direction: int) -> None: ...

    def go(self, index: int) -> None: ...


class ListMoving:
    """The actions of a screen that has both."""

    _list: Movable
    _text: TextReader

    def action_move(self, by: int) -> None:
        self._list.move(by)

    def action_page(self, direction: int) -> None:
        self._list.move_page(direction)

    def action_go(self, index: int) -> None:
        self._list.go(index)

    def action_read(self, rows: int) -> None:
        self._text.action_move(rows)
