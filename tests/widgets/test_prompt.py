"""The prompt, driven by keys and pastes in a small app."""

import asyncio
from typing import TypeVar

from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from aishtui.widgets.bound_keys import TABLE, BoundKeys
from aishtui.widgets.prompt import Prompt
from tests.widgets.host import Host, text_of

M = TypeVar("M")


class PromptHost(Host):
    """Keeps what the prompt posts and which keys came through to the screen."""

    def __init__(self, burst_s: float = 0.0, keys: BoundKeys = TABLE) -> None:
        super().__init__(lambda: [Prompt(id="prompt", burst_s=burst_s, keys=keys)])
        self.passed: list[str] = []

    def on_mount(self) -> None:
        self.prompt.focus()

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        self.messages.append(message)

    def on_prompt_draft_changed(self, message: Prompt.DraftChanged) -> None:
        self.messages.append(message)

    def on_prompt_history_requested(self, message: Prompt.HistoryRequested) -> None:
        self.messages.append(message)

    def on_prompt_help_requested(self, message: Prompt.HelpRequested) -> None:
        self.messages.append(message)

    def on_prompt_tab_pressed(self, message: Prompt.TabPressed) -> None:
        self.messages.append(message)

    def on_key(self, event: events.Key) -> None:
        self.passed.append(event.key)

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    def posted(self, kind: type[M]) -> list[M]:
        return [message for message in self.messages if isinstance(message, kind)]

    @property
    def sent(self) -> list[str]:
        return [message.text for message in self.posted(Prompt.Submitted)]


async def paste(pilot: Pilot[None], text: str) -> None:
    app = pilot.app
    assert isinstance(app, PromptHost)
    app.prompt.post_message(events.Paste(text))
    await pilot.pause()


async def press_at(pilot: Pilot[None], *timed: tuple[str, float]) -> None:
    """Keys with the times they came at, in seconds."""
    app = pilot.app
    assert isinstance(app, PromptHost)
    for key, seconds in timed:
        event = events.Key(key, "\r" if key == "enter" else None)
        event.time = seconds
        app.prompt.post_message(event)
        await pilot.pause()


async def test_nothing_is_told_of_a_draft_after_it_was_sent() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        # All at once, as a slow line brings them: the prompt hears of its own changes only afterwards.
        for key in (":", "u", "enter"):
            app.prompt.post_message(events.Key(key, "\r" if key == "enter" else key))
        await pilot.pause()
        told = app.posted(Prompt.Submitted | Prompt.DraftChanged)  # type: ignore[arg-type]
        assert isinstance(told[-1], Prompt.Submitted)
        assert [m.text for m in app.posted(Prompt.DraftChanged)][-1:] == [":u"]


async def test_enter_sends_what_was_typed_and_leaves_the_text_to_the_screen() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("h", "i", "enter")
        assert [(m.text, m.typed) for m in app.posted(Prompt.Submitted)] == [("hi", True)]
        assert app.prompt.value == "hi"
        app.prompt.clear()
        assert app.prompt.value == ""


async def test_enter_on_nothing_or_blanks_sends_nothing() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("enter", "space", "ctrl+j", "enter")
        assert app.sent == []


async def test_every_newline_key_makes_a_new_line() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        for key in ("ctrl+j", "shift+enter", "shift+\r", "alt+enter"):
            app.prompt.clear()
            await pilot.press("a", key, "b", "enter")
        assert app.sent == ["a\nb"] * 4


async def test_a_backslash_before_enter_becomes_a_new_line() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("a", "backslash", "enter", "b", "enter")
        assert app.sent == ["a\nb"]


async def test_enter_within_a_burst_of_input_is_a_new_line_and_never_sends() -> None:
    app = PromptHost(burst_s=5.0)  # so long that a busy machine cannot part what belongs together
    async with app.run_test() as pilot:
        await press_at(pilot, ("l", 1.0), ("s", 1.001), ("enter", 1.002), ("x", 1.003), ("enter", 1.004))
        assert app.sent == []
        assert app.prompt.value == "ls\nx\n"
        await press_at(pilot, ("enter", 20.0))
        assert [(m.text, m.typed) for m in app.posted(Prompt.Submitted)] == [("ls\nx\n", False)]


async def test_enter_close_behind_one_letter_alone_still_sends() -> None:
    app = PromptHost(burst_s=0.03)
    async with app.run_test() as pilot:
        await press_at(pilot, ("o", 1.0), ("k", 1.2), ("enter", 1.21))
        while not app.sent:
            await pilot.pause(0.01)
        assert app.sent == ["ok"]


async def test_lines_of_one_letter_are_a_paste_like_others() -> None:
    app = PromptHost(burst_s=5.0)
    async with app.run_test() as pilot:
        await press_at(pilot, ("a", 1.0), ("enter", 1.001), ("b", 1.002), ("enter", 1.003))
        assert (app.prompt.value, app.sent) == ("a\nb\n", [])


class Slow(PromptHost):
    """Hands a key on long after it has come."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and event.key == "x":
            await asyncio.sleep(0.2)
        await super().on_event(event)


async def test_what_follows_an_enter_at_once_and_is_handed_on_late_keeps_it_from_sending() -> None:
    app = Slow(burst_s=0.03)
    async with app.run_test() as pilot:
        for number, key in enumerate(("l", "s", "enter", "x")):
            event = events.Key(key, key if len(key) == 1 else None)
            event.time = 1.0 + number / 1000
            app.post_message(event)
        while "x" not in app.prompt.value:
            await pilot.pause(0.01)
        assert (app.prompt.value, app.sent) == ("ls\nx", [])


async def test_one_line_and_its_enter_in_one_burst_are_sent_when_nothing_follows() -> None:
    app = PromptHost(burst_s=0.03)
    async with app.run_test() as pilot:
        await press_at(pilot, (":", 1.0), ("h", 1.001), ("i", 1.002), ("enter", 1.003))
        while not app.sent:
            await pilot.pause(0.01)
        assert [(m.text, m.typed) for m in app.posted(Prompt.Submitted)] == [(":hi", True)]


async def test_pasting_never_sends_even_with_enter_right_behind_it() -> None:
    app = PromptHost(burst_s=0.03)
    async with app.run_test() as pilot:
        event = events.Paste("rm -rf x\r\n")
        event.time = 5.0
        app.prompt.post_message(event)
        await press_at(pilot, ("enter", 5.01))
        assert app.sent == []
        assert app.prompt.value == "rm -rf x\n\n"


async def test_a_pasted_colon_is_not_typed_until_the_prompt_is_empty_again() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await paste(pilot, ":quit")
        await pilot.press("enter")
        assert [(m.text, m.typed) for m in app.posted(Prompt.Submitted)] == [(":quit", False)]
        await pilot.press("ctrl+u", "x", "enter")
        assert app.posted(Prompt.Submitted)[-1].typed
        for _ in range(10):
            if app.prompt.value != ":quit":
                await pilot.press("alt+z")
        await pilot.press("enter")
        assert app.posted(Prompt.Submitted)[-1].text == ":quit"
        assert not app.posted(Prompt.Submitted)[-1].typed


async def test_line_ends_of_a_paste_become_newlines() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await paste(pilot, "a\r\nb\rc")
        assert app.prompt.value == "a\nb\nc"


async def test_a_large_paste_folds_to_a_label_and_is_sent_whole() -> None:
    app = PromptHost()
    text = "\n".join(f"line {i}" for i in range(214))
    async with app.run_test() as pilot:
        await pilot.press("a", "space")
        await paste(pilot, text)
        assert app.prompt.text == "a [pasted 214 lines, 1.8 kB]"
        await pilot.press("enter")
        assert app.sent == [f"a {text}"]
        assert app.posted(Prompt.DraftChanged)[-1].text == f"a {text}"


async def test_undoing_many_lines_leaves_the_cursor_where_it_was_before_them() -> None:
    app = PromptHost()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("a", "b")
        await paste(pilot, "\n".join(map(str, range(15))))
        await pilot.press("alt+z")
        assert (app.prompt.value, app.prompt.cursor_location) == ("ab", (0, 2))
        await pilot.press("alt+y")
        assert app.prompt.cursor_location == (14, 2)
        await pilot.press("left", "alt+y")
        assert app.prompt.cursor_location == (14, 1)


async def test_a_megabyte_in_one_line_is_folded() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await paste(pilot, "x" * 1_000_000)
        assert app.prompt.text == "[pasted 1 line, 1.0 MB]"
        assert len(app.prompt.value) == 1_000_000


async def test_deleting_into_a_label_drops_the_paste_whole() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("a")
        await paste(pilot, "x" * 5000)
        await pilot.press("b", "left", "backspace")
        assert app.prompt.text == app.prompt.value == "ab"
        await pilot.press("alt+z")
        assert len(app.prompt.value) == 5002


async def test_typing_inside_a_label_goes_behind_it() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await paste(pilot, "x" * 5000)
        await pilot.press("left", "left", "y")
        assert app.prompt.value == "x" * 5000 + "y"


async def test_a_selection_that_cuts_a_label_takes_it_whole() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("a", "b")
        await paste(pilot, "x" * 5000)
        await pilot.press("home", "right", "shift+right", "shift+right", "shift+right", "delete")
        assert app.prompt.value == "a"


async def test_two_pastes_of_one_size_keep_their_own_texts() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await paste(pilot, "x" * 3000)
        await paste(pilot, "y" * 3000)
        assert app.prompt.text == "[pasted 1 line, 3.0 kB][pasted 1 line, 3.0 kB, no. 2]"
        assert app.prompt.value == "x" * 3000 + "y" * 3000


async def test_a_pasted_label_is_not_taken_for_the_paste_it_names() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await paste(pilot, "x" * 3000)
        await paste(pilot, "[pasted 1 line, 3.0 kB]")
        assert app.prompt.value == "x" * 3000 + "[pasted 1 line, 3.0 kB]"


async def test_control_characters_in_a_paste_are_sent_but_never_drawn() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await paste(pilot, "red \x1b[31m\u202eevil\x9b2J")
        assert app.prompt.text == "[pasted 1 line, 20 B, with control characters]"
        assert app.prompt.value == "red \x1b[31m\u202eevil\x9b2J"
        app.prompt.set_text("again \x1b]52;c;x\x07")
        await pilot.pause()
        assert "\x1b" not in "".join(text_of(app.prompt))
        assert app.prompt.value == "again \x1b]52;c;x\x07"


async def test_up_and_down_ask_for_history_only_where_nothing_would_be_lost() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("up", "down")
        assert [m.step for m in app.posted(Prompt.HistoryRequested)] == [-1, 1]
        app.prompt.set_text("older\nentry", from_history=True)
        await pilot.press("up")
        assert app.prompt.cursor_location[0] == 0
        await pilot.press("up")
        assert [m.step for m in app.posted(Prompt.HistoryRequested)] == [-1, 1, -1]
        await pilot.press("x", "up", "down", "down")
        assert len(app.posted(Prompt.HistoryRequested)) == 3


async def test_a_question_mark_asks_for_help_only_in_an_empty_prompt() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        assert len(app.posted(Prompt.HelpRequested)) == 1
        assert app.prompt.value == ""
        await pilot.press("h", "m", "question_mark")
        assert app.prompt.value == "hm?"


async def test_tab_is_told_to_the_screen_and_inserts_nothing() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        await pilot.press("tab", "shift+tab")
        assert [m.back for m in app.posted(Prompt.TabPressed)] == [False, True]
        assert app.prompt.has_focus
        assert app.prompt.value == ""


async def test_keys_that_are_not_for_editing_reach_the_screen() -> None:
    keys = [
        *("pageup", "pagedown", "ctrl+up", "ctrl+down", "ctrl+home", "ctrl+end", "alt+up", "alt+down", "ctrl+y", "f6"),
        *(
            "f7",
            "ctrl+c",
            "ctrl+z",
            "ctrl+v",
            "ctrl+x",
            "escape",
            "ctrl+p",
            "ctrl+t",
            "f8",
            "f9",
            "ctrl+pageup",
            "alt+1",
        ),
    ]
    app = PromptHost()
    async with app.run_test() as pilot:
        app.prompt.set_text("some words\nhere")
        await pilot.press(*keys)
        assert app.passed == keys
        assert app.prompt.value == "some words\nhere"


async def test_no_textarea_binding_is_left_but_those_named() -> None:
    app = PromptHost()
    async with app.run_test():
        theirs = {key for binding in TextArea.BINDINGS for key in binding.key.split(",")}  # type: ignore[union-attr]
        ours = set(app.prompt._bindings.key_to_bindings)
        freed = {"pageup", "pagedown", "f6", "f7", "ctrl+y", "ctrl+z", "ctrl+c", "ctrl+x", "ctrl+v", "up", "down"}
        assert freed <= theirs
        assert not (freed - {"up", "down"}) & ours


async def test_a_character_that_came_with_alt_is_not_inserted_and_a_typed_one_is() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        app.prompt.post_message(events.Key("alt+1", "¡"))
        app.prompt.post_message(events.Key("ctrl+alt+q", "q"))
        await pilot.pause()
        assert app.prompt.value == ""
        for character in "¡£§ß":
            app.prompt.post_message(events.Key(character, character))
        await pilot.pause()
        assert app.prompt.value == "¡£§ß"


async def test_drafts_are_told_with_the_name_the_screen_gave_and_not_for_its_own_changes() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        app.prompt.set_text("kept", draft_of="tab-2")
        await pilot.pause()
        assert app.posted(Prompt.DraftChanged) == []
        await pilot.press("!")
        assert [(m.text, m.draft_of) for m in app.posted(Prompt.DraftChanged)] == [("kept!", "tab-2")]


async def test_a_draft_that_was_left_is_found_as_it_was_left() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        app.prompt.set_text("", draft_of="one")
        await pilot.press("a", "b", "left")
        await paste(pilot, ":" + "x" * 5000)
        left, shown, cursor = app.prompt.value, app.prompt.text, app.prompt.cursor_location
        app.prompt.set_text("other", draft_of="two")
        assert app.prompt.typed
        app.prompt.set_text(left, draft_of="one")
        assert (app.prompt.text, app.prompt.value, app.prompt.cursor_location) == (shown, left, cursor)
        assert not app.prompt.typed
        app.prompt.set_text("", draft_of="one")
        assert app.prompt.typed


async def test_it_grows_to_eight_rows_and_then_scrolls() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        assert app.prompt.size.height == 1
        await pilot.press("a", "ctrl+j", "b")
        assert app.prompt.size.height == 2
        app.prompt.set_text("\n".join("abcdefghijklmno"))
        await pilot.pause()
        assert app.prompt.size.height == 8
        assert text_of(app.prompt)[-1].strip() == "o"
        app.prompt.clear()
        await pilot.pause()
        assert app.prompt.size.height == 1


async def test_the_gutter_names_whom_it_goes_to_and_the_text_wraps_beside_it() -> None:
    app = PromptHost()
    async with app.run_test(size=(60, 20)) as pilot:
        app.prompt.set_text("word " * 20)
        await pilot.pause()
        assert text_of(app.prompt)[0].startswith("> word word")
        app.prompt.show_target("to 3 tabs")
        await pilot.pause()
        rows = text_of(app.prompt)
        assert rows[0].startswith("> to 3 tabs word")
        assert rows[1].startswith("            word")
        assert all(len(row) == app.prompt.size.width for row in rows)
        assert "".join(row[12:] for row in rows).split() == ["word"] * 20
        app.prompt.show_target("")
        await pilot.pause()
        assert text_of(app.prompt)[0].startswith("> word word")


async def test_a_click_puts_the_cursor_where_it_was_clicked() -> None:
    app = PromptHost()
    async with app.run_test() as pilot:
        app.prompt.set_text("hello world")
        await pilot.pause()
        left = app.prompt.content_region.x
        await pilot.click(Prompt, offset=(left + 2 + 6 - app.prompt.region.x, 0))
        assert app.prompt.cursor_location == (0, 6)


async def test_the_hint_is_as_long_as_there_is_room_and_never_cut() -> None:
    app = PromptHost()
    async with app.run_test(size=(60, 20)) as pilot:
        assert text_of(app.prompt)[0].rstrip() == "> Ask something. @ file, : commands, ? help"
        for width, shown in ((40, "> to 3 tabs Ask. : commands, ? help"), (20, "> to 3 tabs")):
            app.prompt.show_target("to 3 tabs")
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert text_of(app.prompt)[0].rstrip() == shown
