"""The reader: its keys, its place, and what it draws."""

from textual.geometry import Region
from textual.widget import Widget

from aishtui.pane.wrapping import cells
from aishtui.widgets.reading_text import ReadingText
from aishtui.widgets.text_reader import TextReader
from tests.widgets.host import Host


def reading_of(lines: int, width: int = 5) -> ReadingText:
    reading = ReadingText()
    for number in range(lines):
        reading.line(f"{number:0{width}}")
    return reading


def rows_of(widget: Widget) -> list[str]:
    return [strip.text.strip() for strip in widget.render_lines(Region(0, 0, widget.size.width, widget.size.height))]


async def test_keys_move_by_rows_and_pages_and_stop_at_both_ends() -> None:
    reader = TextReader(reading_of(100))
    app = Host(lambda: [reader])
    async with app.run_test(size=(60, 20)) as pilot:
        reader.focus()
        await pilot.pause()
        assert rows_of(reader)[0] == "00000"
        await pilot.press("down", "down", "up")
        assert rows_of(reader)[0] == "00001"
        await pilot.press("pagedown")
        assert rows_of(reader)[0] == "00020"
        await pilot.press("end")
        assert rows_of(reader)[-1] == "00099"
        await pilot.press("down", "pagedown")
        assert rows_of(reader)[-1] == "00099"
        await pilot.press("pageup")
        assert rows_of(reader)[0] == "00061"
        await pilot.press("home", "up")
        assert rows_of(reader)[0] == "00000"


async def test_a_resize_keeps_what_is_read_at_the_top() -> None:
    reading = ReadingText()
    for number in range(200):
        reading.line(f"{number:03} " + "word " * 30)
    reader = TextReader(reading)
    app = Host(lambda: [reader])
    async with app.run_test(size=(100, 20)) as pilot:
        reader.focus()
        await pilot.press("pagedown", "pagedown", "pagedown")
        top = rows_of(reader)[0]
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert top.startswith(rows_of(reader)[0][:20])
        assert all(cells(row) <= 60 for row in rows_of(reader))


async def test_a_text_that_fits_is_whole() -> None:
    reader = TextReader(reading_of(3))
    app = Host(lambda: [reader])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert reader.whole
        assert [row for row in rows_of(reader) if row] == ["00000", "00001", "00002"]
