"""A search in the running pane: marks, steps, folds, and what arrives meanwhile."""

from itertools import groupby

from textual import on
from textual.geometry import Region

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.pane.document import Document
from aishtui.pane.finder import Found
from aishtui.pane.transcript import Transcript
from tests.pane.pane_app import PaneApp, answer, delta, prompt, shown
from tests.pane.test_transcript import ready, until


class SearchApp(PaneApp):
    def __init__(self, *messages: Message) -> None:
        document = Document()
        document.load(messages)
        super().__init__(document)
        self.told: list[Found | None] = []
        self.wanted = 0

    @on(Transcript.Searched)
    def hear(self, event: Transcript.Searched) -> None:
        self.told.append(event.found)

    @on(Transcript.SearchWanted)
    def asked(self) -> None:
        self.wanted += 1


def marked(pane: Transcript) -> list[str]:
    """What is drawn as a hit, from top to bottom, the present one in angle brackets."""
    hit = pane.get_component_rich_style("transcript--hit").bgcolor
    here = pane.get_component_rich_style("transcript--hit-here").bgcolor
    found: list[str] = []
    for row in pane.render_lines(Region(0, 0, pane.size.width, pane.size.height)):
        for look, segments in groupby(row, lambda segment: segment.style.bgcolor if segment.style else None):
            text = "".join(segment.text for segment in segments)
            if look in (hit, here):
                found.append(f"<{text}>" if look == here else text)
    return found


def talk(count: int) -> list[Message]:
    return [prompt(n, f"asked {n}") if n % 2 == 0 else answer(n, f"A **good** hit, {n}.") for n in range(count)]


async def test_hits_are_marked_in_view_and_unmarked_at_the_end():
    app = SearchApp(*talk(40))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        before = shown(app.pane)
        app.pane.find("good hit")
        await pilot.pause()
        assert marked(app.pane)[-1] == "<good hit>"
        assert set(marked(app.pane)[:-1]) == {"good hit"}
        assert app.told == [Found("good hit", 20, 20)]
        app.pane.end_search()
        await pilot.pause()
        assert marked(app.pane) == []
        assert app.told[-1] is None
        assert shown(app.pane) == before


async def test_n_and_capital_n_go_on_with_the_last_search_and_are_letters_before_it():
    app = SearchApp(*talk(40))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        await pilot.pause()
        assert "n" not in app.screen.active_bindings
        app.pane.find("good hit")
        await pilot.press("N")
        assert app.told[-1] == Found("good hit", 19, 20)
        app.pane.end_search()
        await pilot.press("N")
        assert app.told[-1] == Found("good hit", 18, 20)
        await pilot.press("n", "n")
        assert app.told[-1] == Found("good hit", 20, 20)
        assert len([text for text in marked(app.pane) if text.startswith("<")]) == 1


async def test_in_another_document_n_looks_for_the_same_words():
    app = SearchApp(*talk(10))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        app.pane.find("hit")
        other = Document()
        other.load([prompt(0, "hit hit")])
        app.pane.document = other
        assert not app.pane.searching
        await pilot.press("n")
        assert app.told[-1] == Found("hit", 2, 2)


async def test_slash_asks_what_to_look_for():
    app = SearchApp(*talk(4))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        await pilot.press("slash")
        assert app.wanted == 1


async def test_hits_in_what_arrives_are_counted_and_marked_in_the_next_frame():
    app = SearchApp(prompt(0, "go"), answer(1, "", Status.WRITING))
    text = "Here **a hit** and\na\nhit"
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.find("a hit")
        for at in range(0, len(text), 4):
            app.pane.document.grow(delta(1, text[at : at + 4], at))
            app.pane.document_changed()
        await until(pilot, lambda: app.told[-1:] == [Found("a hit", 0, 2)])
        assert marked(app.pane) == ["a hit", "a", "hit"]


async def test_a_hit_in_a_fold_opens_it_and_the_view_is_at_it():
    rows = "\n".join(f"row {n}" for n in range(60))
    app = SearchApp(prompt(99, rows), *talk(30))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.find("row 42")
        await pilot.pause()
        assert marked(app.pane) == ["<row 42>"]
        assert shown(app.pane)[20 // 3] == " row 42"


async def test_a_selection_lies_over_the_marks_and_copies_the_source():
    app = SearchApp(*talk(4))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.find("good hit")
        row = next(at for at, text in enumerate(shown(app.pane)) if "good hit" in text)
        await pilot.mouse_down(app.pane, offset=(3, row))
        await pilot.hover(app.pane, offset=(6, row))
        await pilot.mouse_up(app.pane, offset=(6, row))
        await pilot.pause()
        assert app.pane.selected_text() == "good"
        assert marked(app.pane) == [" hit", "<good hit>"]


async def test_half_pages_by_keys_of_the_pane():
    app = SearchApp(*talk(60))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        end = shown(app.pane)
        await pilot.press("ctrl+u")
        assert shown(app.pane)[9:] == end[:11]
        await pilot.press("alt+pageup", "ctrl+d")
        assert shown(app.pane)[9:] == end[:11]
        await pilot.press("alt+pagedown")
        assert shown(app.pane) == end
        assert app.pane.document.following
