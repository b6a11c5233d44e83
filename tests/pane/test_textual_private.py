"""The names of Textual that the pane needs and that are not promised by it."""

from textual.app import App, ComposeResult
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from aishtui.pane.textual_private import show_bar, show_position


def test_textual_still_has_what_is_needed():
    for name in ("virtual_size", "scroll_y", "scroll_target_y"):
        assert name in Widget._reactives
    for name in ("window_virtual_size", "window_size", "position"):
        assert name in ScrollBar._reactives


async def test_a_position_is_shown_without_a_new_layout_and_kept_by_the_next():
    class Bare(ScrollView):
        DEFAULT_CSS = "Bare { overflow-x: hidden; overflow-y: scroll; }"
        layouts = 0

        def refresh(self, *regions, layout=False, **more):
            self.layouts += layout
            return super().refresh(*regions, layout=layout, **more)

    class BareApp(App[None]):
        def compose(self) -> ComposeResult:
            yield Bare()

    app = BareApp()
    async with app.run_test(size=(40, 10)) as pilot:
        view = app.query_one(Bare)
        before = view.layouts
        show_position(view, view.size.width, 500, 300)
        show_bar(view)
        assert view.layouts == before
        await pilot.pause()
        assert (view.max_scroll_y, view.scroll_y, view.vertical_scrollbar.position) == (490, 300, 300)
        await pilot.resize_terminal(50, 10)
        await pilot.pause()
        assert view.scroll_y == 300
