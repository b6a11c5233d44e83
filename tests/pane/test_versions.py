"""Versions of messages in their headers, and going to one."""

from datetime import date

from aishtui.chat.branches import Version
from aishtui.pane import parts
from aishtui.pane.document import Document
from tests.pane.pane_app import FACTS, PaneApp, answer, prompt, shown
from tests.pane.test_transcript import ready, until


def test_the_version_stands_behind_the_name() -> None:
    assert parts.answer_header(FACTS, True, 60, "‹2/3›").text == "deep ‹2/3› · qwen-coder-7b-32k → boltzmann"
    header = parts.user_header(prompt(0, "x"), 30, date(2030, 1, 1), "‹1/2›").text
    assert header.startswith("you ‹1/2› ")
    assert len(header) == 30
    assert parts.user_header(prompt(0, "x"), 6, date(2030, 1, 1), "‹1/2›").text == "you ‹…"


async def test_headers_follow_the_versions_there_are() -> None:
    document = Document()
    document.load([prompt(0, "hello"), answer(1, "Yes.")])
    document.show_versions({"m00001": Version(1, 2)})
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        assert shown(app.pane)[0].startswith(" you   ")
        assert shown(app.pane)[3].startswith(" deep ‹1/2› · qwen")
        document.show_versions({"m00000": Version(2, 2)})
        app.pane.document_changed()
        await until(pilot, lambda: shown(app.pane)[0].startswith(" you ‹2/2› "))
        assert shown(app.pane)[3].startswith(" deep · qwen")


async def test_another_branch_keeps_the_reader_where_both_agree() -> None:
    talk = [prompt(n, f"prompt {n}") if n % 2 == 0 else answer(n, "word\n\n" * 8) for n in range(12)]
    document = Document()
    document.load(talk)
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.scroll_to_top()
        before = shown(app.pane)
        document.replace_path([*talk[:11], answer(20, "another end")])
        app.pane.document_changed()
        await pilot.pause()
        assert shown(app.pane) == before
        app.pane.choose_message("m00020")
        await until(pilot, lambda: "▌another end" in shown(app.pane))
        message = app.pane.message_under_cursor
        assert message is not None
        assert message.id == "m00020"
        app.pane.leave_messages()
        await until(pilot, lambda: " another end" in shown(app.pane))
        assert app.pane.message_under_cursor is None


async def test_enter_on_a_chosen_message_is_for_its_actions_and_o_for_its_fold() -> None:
    document = Document()
    document.load([prompt(0, "hello"), answer(1, "Yes.", thinking="first")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        await pilot.press("alt+up", "enter")
        await until(pilot, lambda: app.activated == ["m00001"])
        assert "▌│ first" not in shown(app.pane)
        await pilot.press("o")
        await until(pilot, lambda: "▌│ first" in shown(app.pane))


async def test_enter_where_nothing_is_chosen_or_folded_asks_for_the_actions_of_no_message_by_name() -> None:
    document = Document()
    document.load([prompt(0, "hello"), answer(1, "Yes.")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.pane.focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.activated == [""])
