"""The keys that move the conversation, also while the prompt has the focus."""

from aishtui.screens.board import Board


class Moving(Board):
    """The pane has keys of its own for the same while it has the focus."""

    def action_pane_page_up(self) -> None:
        self._pane.scroll_pages(-1)

    def action_pane_page_down(self) -> None:
        self._pane.scroll_pages(1)

    def action_pane_half_up(self) -> None:
        self._pane.scroll_pages(-0.5)

    def action_pane_half_down(self) -> None:
        self._pane.scroll_pages(0.5)

    def action_pane_line_up(self) -> None:
        self._pane.scroll_lines(-1)

    def action_pane_line_down(self) -> None:
        self._pane.scroll_lines(1)

    def action_pane_top(self) -> None:
        self._pane.scroll_to_top()

    def action_pane_end(self) -> None:
        self._pane.follow_end()

    def action_message_previous(self) -> None:
        self._pane.previous_message()

    def action_message_next(self) -> None:
        self._pane.next_message()
