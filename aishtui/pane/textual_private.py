"""The few names of Textual that are not public and that the pane needs.

Assigning `virtual_size` makes the whole screen lay out anew, and assigning `scroll_y` redraws the whole pane: once per
frame of a streaming answer either is most of the cost. A contract test says so when a version of Textual lacks one.
"""

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


def show_position(view: ScrollView, width: int, total: int, top: int) -> None:
    """Make `top` of `total` lines the view's position, without a new layout of the screen or a new drawing."""
    if view.virtual_size.height != total or view.virtual_size.width != width:
        view.set_reactive(Widget.virtual_size, Size(width, total))
    if view.scroll_y != top:
        view.set_reactive(Widget.scroll_y, float(top))
        view.set_reactive(Widget.scroll_target_y, float(top))


def show_bar(view: ScrollView, coarse: bool = False) -> None:
    """Have the scroll bar show the view's position; `coarse`: only where that moves it by an eighth of a cell, since
    its drawing costs more than that of a frame of text."""
    window, total, top = view.size.height, view.virtual_size.height, view.scroll_y
    bar = view.vertical_scrollbar
    if coarse and _thumb(bar.window_virtual_size, bar.window_size, bar.position) == _thumb(total, window, top):
        return
    bar.window_virtual_size, bar.window_size, bar.position = total, window, top


def _thumb(total: int, window: int, top: float) -> tuple[int, int]:
    """Where a bar's thumb begins and ends, in eighths of a cell: no terminal shows less."""
    if window <= 0 or total <= window:
        return 0, 0
    return round(8 * window * top / total), round(8 * window * (top + window) / total)
