"""The pane in a running app: what it shows, where it stays, what it costs."""

import asyncio
import re
import sys
import time
from dataclasses import replace

from textual.geometry import Region
from textual.pilot import Pilot

from aishtui.chat.answers import AnswerDelta, AnswerView, Cursor, Stage, Status
from aishtui.pane.document import Document
from aishtui.pane.markdown import MarkdownRenderer
from tests.pane.pane_app import FACTS, PaneApp, answer, delta, prompt, shown, view


async def until(pilot: Pilot[None], condition) -> None:
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.005)
    raise AssertionError("the condition never came true")


async def ready(pilot: Pilot[None]) -> None:
    """Wait until Markdown is loaded, which is after the first paint."""
    pane = pilot.app.pane
    await until(pilot, lambda: isinstance(pane._renderer, MarkdownRenderer))


def talk(turns: int) -> list:
    return [
        message
        for turn in range(turns)
        for message in (prompt(2 * turn, f"question {turn}"), answer(2 * turn + 1, f"Answer **{turn}**.\n\n- a\n- b"))
    ]


async def test_a_restored_conversation_shows_its_end():
    document = Document()
    document.load(talk(50))
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        rows = shown(app.pane)
        assert rows[-1] == " first 0.4 s · 42 tok/s · 312 tok · 7.9 s · complete"
        assert " Answer 49." in rows
        assert " deep · qwen-coder-7b-32k → boltzmann" in rows


async def test_text_is_there_before_markdown_is_loaded():
    document = Document()
    document.load([answer(1, "It is **bold**.")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        assert any("bold" in row for row in shown(app.pane))
        await ready(pilot)
        assert " It is bold." in shown(app.pane)


async def test_a_streamed_answer_is_followed_to_its_end():
    document = Document()
    document.load([prompt(0, "count")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        document.add(answer(1, "", Status.WRITING))
        app.pane.document_changed()
        text = ""
        for number in range(60):
            piece = f"{number}. line {number}\n"
            document.grow(delta(1, piece, len(text)))
            text += piece
            app.pane.document_changed()
        await until(pilot, lambda: " 59. line 59" in shown(app.pane))
        document.end(answer(1, text))
        app.pane.document_changed()
        await until(pilot, lambda: shown(app.pane)[-1].endswith("complete"))
        assert shown(app.pane)[-3:-1] == [" 59. line 59", ""]


async def test_reading_above_stays_put_while_the_answer_grows():
    document = Document()
    document.load(talk(20))
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        document.add(answer(100, "", Status.WRITING))
        app.pane.document_changed()
        app.pane.scroll_lines(-30)
        before = shown(app.pane)
        assert not document.following
        document.grow(delta(100, "one\n\ntwo\n\nthree\n\n"))
        app.pane.document_changed()
        await until(pilot, lambda: document.new_lines > 0)
        assert shown(app.pane)[:-1] == before[:-1]
        assert "new lines, End to follow" in shown(app.pane)[-1]
        await until(pilot, lambda: len(app.follow_changes) >= 2)
        assert app.follow_changes[0] == (False, 0)
        app.pane.follow_end()
        assert document.following
        assert document.new_lines == 0
        assert " three" in shown(app.pane)


async def test_the_stage_is_shown_until_text_comes():
    document = Document()
    document.load([prompt(0, "hi"), answer(1, "", Status.WRITING)])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        document.grow(delta(1, "", stage=Stage.WAITING))
        app.pane.document_changed()
        await until(pilot, lambda: any("boltzmann answered, waiting for the model" in row for row in shown(app.pane)))
        assert app.pane._clock is not None
        document.end(answer(1, "", Status.STOPPED))
        app.pane.document_changed()
        await until(pilot, lambda: app.pane._clock is None)
        assert any("stopped by you" in row for row in shown(app.pane))


async def test_switching_documents_keeps_each_reader_s_place():
    first, second = Document(), Document()
    first.load(talk(30))
    second.load(talk(3))
    app = PaneApp(first)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.scroll_lines(-37)
        place = shown(app.pane)
        app.pane.document = second
        assert second.following
        assert shown(app.pane) != place
        app.pane.document = first
        assert shown(app.pane) == place


async def test_keys_move_through_the_conversation_and_back():
    document = Document()
    document.load(talk(30))
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        end = shown(app.pane)
        await pilot.press("pageup", "pageup", "up", "up", "down", "down", "pagedown", "pagedown")
        assert shown(app.pane) == end
        await pilot.press("home")
        assert shown(app.pane)[0].startswith(" you")
        assert " question 0" in shown(app.pane)
        await pilot.press("end")
        assert document.following


async def test_the_wheel_scrolls_line_by_line():
    document = Document()
    document.load(talk(30))
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        before = shown(app.pane)
        app.pane._scroll_up_for_pointer(animate=False)
        await pilot.pause()
        after = shown(app.pane)
        moved = next(step for step in range(1, 5) if after[step:] == before[:-step])
        assert moved in (1, 2, 3)
        assert not document.following


async def test_nothing_slow_is_loaded_before_the_first_paint():
    code = (
        "import sys, aishtui.pane.transcript, aishtui.pane.document, aishtui.pane.code_blocks\n"
        "print([name for name in ('markdown_it', 'pygments', 'httpx') if name in sys.modules])"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out.decode().strip() == "[]"


async def test_a_hidden_document_takes_text_and_lays_out_nothing():
    shown_one, hidden = Document(), Document()
    hidden.load([prompt(0, "hi"), answer(1, "", Status.WRITING)])
    app = PaneApp(shown_one)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        for number in range(50):
            hidden.grow(delta(1, f"line {number:02}\n\n", 9 * number))
        assert not any(entry.laid_out for entry in hidden.entries())
        assert app.pane._clock is None
        app.pane.document = hidden
        assert " line 49" in shown(app.pane)
        assert app.pane._clock is not None


async def test_frames_wait_while_the_terminal_is_behind():
    document = Document()
    document.load([prompt(0, "hi"), answer(1, "", Status.WRITING)])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        open_ = False
        app.pane.output_wait = lambda: 0.0 if open_ else 0.01
        document.grow(delta(1, "it waits"))
        app.pane.document_changed()
        await pilot.pause()
        await pilot.pause()
        assert " it waits" not in shown(app.pane)
        open_ = True
        await until(pilot, lambda: " it waits" in shown(app.pane))


async def test_a_burst_of_changes_is_two_frames_at_most():
    document = Document()
    document.load([prompt(0, "hi"), answer(1, "", Status.WRITING)])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.frames_per_second = 1
        frames = 0
        for number in range(500):
            document.grow(delta(1, f"{number:03} ", 4 * number))
            before = app.pane._governor._began
            app.pane.document_changed()
            frames += app.pane._governor._began != before
        assert frames <= 2


async def test_a_new_width_keeps_the_reader_near_the_same_line():
    document = Document()
    document.load([*talk(10), answer(90, "".join(f"Part{n:03} is a few words long. " for n in range(300)))])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.scroll_lines(-80)
        await pilot.pause()

        def first_part() -> int:
            return int(re.search(r"Part(\d+)", " ".join(shown(app.pane)))[1])

        before = first_part()
        assert 50 < before < 250
        await pilot.resize_terminal(90, 25)
        await until(pilot, lambda: app.pane.size.width > 80)
        assert abs(first_part() - before) < 10
        assert not document.following


async def test_a_growing_pane_stays_at_the_end():
    document = Document()
    document.load(talk(40))
    app = PaneApp(document)
    async with app.run_test(size=(60, 12)) as pilot:
        await ready(pilot)
        await pilot.resize_terminal(60, 30)
        await until(pilot, lambda: app.pane.size.height == 30)
        await pilot.pause()
        assert document.following
        assert shown(app.pane)[-1].endswith("complete")
        await pilot.resize_terminal(60, 12)
        await until(pilot, lambda: app.pane.size.height == 12)
        await pilot.pause()
        assert document.following
        assert shown(app.pane)[-1].endswith("complete")


async def test_a_long_prompt_is_folded_and_a_click_opens_it():
    document = Document()
    document.load([prompt(0, "\n".join(f"row {n}" for n in range(100)))])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        rows = shown(app.pane)
        fold = rows.index(" [+] … 100 lines, 689 B  Enter opens")
        assert fold == 9
        await pilot.click(app.pane, offset=(3, fold))
        await until(pilot, lambda: shown(app.pane)[1:19] == [f" row {n}" for n in range(18)])
        assert document.new_lines == 0


async def test_enter_and_o_open_and_close_what_is_folded():
    document = Document()
    document.load([prompt(0, "\n".join(f"row {n}" for n in range(14))), answer(1, "Yes.", thinking="first")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 30)) as pilot:
        await ready(pilot)
        app.pane.focus()
        await pilot.press("enter")
        assert " row 13" in shown(app.pane)
        assert " [-] fold 14 lines, 87 B  Enter closes" in shown(app.pane)
        await pilot.press("o")
        assert " row 13" not in shown(app.pane)
        await pilot.press("alt+up", "o")
        assert "▌│ first" in shown(app.pane)
        assert "▌[-] thought for 0.0 s · 5 characters  o closes" in shown(app.pane)
        assert " [+] … 14 lines, 87 B" in shown(app.pane)
        assert app.activated == []
        app.screen.set_focus(None)
        await until(pilot, lambda: not any("closes" in row for row in shown(app.pane)))


async def test_what_opens_at_the_end_opens_below_the_line_that_was_opened():
    document = Document()
    document.load([*talk(10), prompt(90, "\n".join(f"row {n}" for n in range(100))), answer(91, "Yes.")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        before = shown(app.pane)
        app.pane.toggle_fold("m00090", "text")
        assert shown(app.pane)[:8] == before[:8]
        assert not document.following
        assert document.new_lines == 0
        app.pane.toggle_fold("m00090", "text")
        assert shown(app.pane) == before
        assert document.following


async def test_the_clock_is_due_when_the_second_of_the_answer_changes():
    document = Document()
    document.load([prompt(0, "hi"), answer(1, "", Status.WRITING)])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        sent = time.monotonic() - 41.7
        waiting = AnswerView("m00001", "c", Status.WRITING, Stage.WAITING, FACTS, since=sent, sent_at=sent)
        document.grow(AnswerDelta(waiting))
        app.pane.document_changed()
        await until(pilot, lambda: app.pane._clock is not None)
        assert abs((app.pane._clock_due - sent) % 1) < 1e-6
        await until(pilot, lambda: any("0:42" in row for row in shown(app.pane)))
        assert time.monotonic() - sent < 42.5 or time.monotonic() - sent > 43
        assert abs((app.pane._clock_due - sent) % 1) < 1e-6


async def test_thinking_is_folded_to_one_line_and_opens():
    document = Document()
    document.load([answer(1, "Yes.", thinking="first\nsecond")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        assert shown(app.pane)[1:3] == [" [+] thought for 0.0 s · 12 characters  Enter opens", " Yes."]
        app.pane.toggle_fold("m00001", "thinking")
        head = " [-] thought for 0.0 s · 12 characters  Enter closes"
        assert shown(app.pane)[1:6] == [head, " │ first", " │ second", "", " Yes."]
        await pilot.click(app.pane, offset=(3, 1))
        await until(pilot, lambda: shown(app.pane)[2] == " Yes.")


async def test_thinking_is_opened_while_it_streams_and_grows():
    document = Document()
    document.load([prompt(0, "hi"), answer(1, "", Status.WRITING)])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        document.grow(delta(1, "", stage=Stage.THINKING, thinking="first"))
        app.pane.document_changed()
        await until(pilot, lambda: "[+] thinking" in shown(app.pane)[4])
        await pilot.click(app.pane, offset=(3, 4))
        await until(pilot, lambda: shown(app.pane)[5] == " │ first")
        document.grow(AnswerDelta(view(1, Stage.THINKING), "", "\nsecond", Cursor(0, 12)))
        app.pane.document_changed()
        await until(pilot, lambda: shown(app.pane)[5:7] == [" │ first", " │ second"])
        await pilot.click(app.pane, offset=(3, 4))
        await until(pilot, lambda: "[+] thinking" in shown(app.pane)[4] and "first" not in " ".join(shown(app.pane)))


async def test_the_message_cursor_moves_and_activates():
    document = Document()
    document.load(talk(10))
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        await pilot.press("alt+up")
        assert app.pane.message_under_cursor == document.messages[-1]
        assert shown(app.pane)[-1].startswith("▌")
        await pilot.press("alt+up", "alt+up", "enter")
        assert app.pane.message_under_cursor == document.messages[-3]
        await until(pilot, lambda: app.activated == [document.messages[-3].id])
        await pilot.press("alt+down", "alt+down", "alt+down")
        assert app.pane.message_under_cursor == document.messages[-1]
        assert document.following


async def test_a_selection_across_messages_copies_sources():
    document = Document()
    document.load([prompt(0, "a question\twith a tab"), answer(1, "An **answer** that is longer than one line. " * 3)])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        await pilot.mouse_down(app.pane, offset=(1, 0))
        await pilot.hover(app.pane, offset=(30, 6))
        await pilot.mouse_up(app.pane, offset=(30, 8))
        await until(pilot, lambda: app.pane.text_selection is not None)
        assert app.pane.selected_text() == "\n\n".join(message.text for message in document.messages)
        assert app.screen.get_selected_text() == app.pane.selected_text()


async def test_two_clicks_select_a_word_and_three_the_text_of_the_message():
    document = Document()
    text = "See 漢字 at **https://e.org/a?b=c**, and `src/main.rs`.\n\n- an item" + " that is long" * 5
    document.load([prompt(0, "a question"), answer(1, text, thinking="hm"), prompt(2, "another")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        row = next(y for y, line in enumerate(shown(app.pane)) if "See" in line)

        async def clicked(at: int, times: int, y: int = row) -> str:
            await pilot.click(app.pane, offset=(at, y), times=times)
            await pilot.pause()
            return app.pane.selected_text()

        assert shown(app.pane)[row] == " See 漢字 at https://e.org/a?b=c, and src/main.rs."
        for cell, word in (
            (1, "See"),
            (3, "See"),
            (5, "漢字"),
            (8, "漢字"),
            (13, "https://e.org/a?b=c"),
            (41, "src/main.rs"),
        ):
            assert await clicked(cell, 2) == word
        assert await clicked(4, 2) == ""
        assert await clicked(55, 2) == ""
        assert await clicked(5, 3) == text
        assert await clicked(5, 3, row - 2) == text
        assert await clicked(5, 3, 1) == "a question"
        assert await clicked(5, 2, 2) == ""
        assert await clicked(5, 1) == ""


async def test_part_of_an_answer_copies_without_wrap_newlines():
    document = Document()
    text = "An answer that is longer than one line of the pane, so it is wrapped."
    document.load([answer(1, text)])
    app = PaneApp(document)
    async with app.run_test(size=(40, 20)) as pilot:
        await ready(pilot)
        await pilot.mouse_down(app.pane, offset=(4, 1))
        await pilot.hover(app.pane, offset=(10, 2))
        await pilot.mouse_up(app.pane, offset=(10, 2))
        await until(pilot, lambda: app.pane.text_selection is not None)
        assert app.pane.selected_text() in text
        assert app.pane.selected_text().startswith("answer that")


async def test_switching_the_theme_recolours_what_is_shown():
    document = Document()
    document.load([answer(1, "# Title")])
    app = PaneApp(document)
    async with app.run_test(size=(40, 10)) as pilot:
        await ready(pilot)

        def title_colour() -> object:
            rows = app.pane.render_lines(Region(0, 0, 40, 10))
            return next(segment.style.color for segment in rows[1] if "Title" in segment.text)

        before = title_colour()
        app.theme = "paper"
        await until(pilot, lambda: title_colour() != before)


async def test_the_welcome_is_shown_until_there_is_a_message():
    document = Document()
    document.welcome = "# Hello\n\nTry **this**."
    app = PaneApp(document)
    async with app.run_test(size=(40, 10)) as pilot:
        await ready(pilot)
        assert shown(app.pane)[:3] == [" Hello", "", " Try this."]
        assert document.empty
        document.add(prompt(0, "hi"))
        app.pane.document_changed()
        await until(pilot, lambda: " hi" in shown(app.pane))
        assert " Hello" not in shown(app.pane)


async def test_a_failed_answer_says_why_and_what_to_do():
    document = Document()
    failed = replace(answer(1, "half"), status=Status.FAILED, facts=replace(FACTS, error="no credits\x1b[31m left"))
    document.load([failed])
    app = PaneApp(document)
    async with app.run_test(size=(80, 10)) as pilot:
        await ready(pilot)
        assert shown(app.pane)[1:4] == [" half", "", " no credits␛[31m left"]
        assert shown(app.pane)[4].endswith("failed   F7 goes on, F6 asks again")
