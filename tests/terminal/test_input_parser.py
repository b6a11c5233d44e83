"""From what a terminal sends to Textual's events."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.message import Message

from aishtui.terminal.input_parser import InputParser, KeyboardReported

START, END = "\x1b[200~", "\x1b[201~"


def parse(*pieces: str, parser: InputParser | None = None) -> list[Message]:
    """Everything that comes of the pieces, also what only comes by waiting."""
    parser = parser or InputParser(lone_escape_s=0.001)
    found = [event for piece in pieces for event in parser.feed(piece)]
    while (left := parser.seconds_left) is not None:
        time.sleep(left)
        found.extend(parser.tick())
    return found


def names(found: Iterable[Message]) -> list[str]:
    """Keys by their names, a paste as `paste:` and its text."""
    named = []
    for event in found:
        match event:
            case events.Key():
                named.append(event.key)
            case events.Paste():
                named.append(f"paste:{event.text}")
            case _:
                named.append(type(event).__name__)
    return named


@pytest.mark.parametrize("digit", "123456789")
def test_escape_and_a_digit_is_alt_and_the_digit_and_prints_nothing(digit: str) -> None:
    (key,) = parse(f"\x1b{digit}")
    assert isinstance(key, events.Key)
    assert (key.key, key.character, key.is_printable) == (f"alt+{digit}", None, False)


def test_textuals_own_table_is_left_alone() -> None:
    parse("\x1b1")
    assert ANSI_SEQUENCES_KEYS["\x1b1"] == "¡"


def test_signs_are_typed_as_themselves() -> None:
    assert [event.character for event in parse("¡£§") if isinstance(event, events.Key)] == ["¡", "£", "§"]


def test_alt_and_enter_is_not_enter() -> None:
    assert names(parse("\x1b\r")) == ["alt+enter"]
    assert names(parse("\r")) == ["enter"]


def test_alt_and_a_sign_is_not_the_sign() -> None:
    assert names(parse("\x1b.", "\x1b,", ".", ",")) == ["alt+full_stop", "alt+comma", "full_stop", "comma"]
    assert not any(key.is_printable for key in parse("\x1b.", "\x1b,") if isinstance(key, events.Key))


def test_alt_and_letters_at_once_are_those() -> None:
    assert names(parse("\x1bk\x1bw")) == ["alt+k", "alt+w"]
    assert names(parse("\x1bb", "\x1bf")) == ["ctrl+left", "ctrl+right"]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[13u", "enter"),
        ("\x1b[13;2u", "shift+enter"),
        ("\x1b[13;5u", "ctrl+enter"),
        ("\x1b[106;5u", "ctrl+j"),
        ("\x1b[121;5u", "ctrl+y"),
        ("\x1b[27u", "escape"),
        ("\x1b[109;3u", "alt+m"),
        ("\x1b[49;5u", "ctrl+1"),
        ("\x1b[1;5A", "ctrl+up"),
        ("\x1b[5;3~", "alt+pageup"),
        ("\x1b[17;2~", "shift+f6"),
    ],
)
def test_keys_of_the_kitty_protocol_have_the_names_they_are_bound_by(sequence: str, key: str) -> None:
    assert names(parse(sequence)) == [key]


def test_kitty_alt_signs_have_the_same_names() -> None:
    assert names(parse("\x1b[46;3u", "\x1b[44;3u")) == ["alt+full_stop", "alt+comma"]


def test_kitty_alt_digits_and_enter_have_the_same_names() -> None:
    assert names(parse("\x1b[49;3u", "\x1b[13;3u")) == ["alt+1", "alt+enter"]


def test_a_lone_escape_waits_less_than_a_sequence_that_has_begun() -> None:
    parser = InputParser()
    assert list(parser.feed("\x1b")) == []
    lone = parser.seconds_left
    assert list(parser.feed("[")) == []
    begun = parser.seconds_left
    assert lone is not None
    assert begun is not None
    assert 0 < lone <= 0.025 < begun
    assert names(parser.feed("A")) == ["up"]
    assert parser.seconds_left is None


def test_a_key_report_that_is_no_character_is_ignored() -> None:
    assert names(parse("\x1b[99999999999u", "\x1b[1114112;2u", "\x1b[:u", "a")) == ["a"]


def test_a_paste_keeps_what_looks_like_keys_as_text() -> None:
    text = "a\x1b[A\x1b[31mred\x1b\r\x1bOP\x1b\x1b]52;c;eA==\x07\r\nend"
    assert names(parse(START + text + END + "x")) == ["paste:" + text.replace("\x1b", "␛"), "x"]


def test_keys_around_a_paste_keep_their_order() -> None:
    assert names(parse(f"a{START}b{END}c{START}{END}\x1b[A")) == ["a", "paste:b", "c", "paste:", "up"]


def test_an_escape_in_front_of_a_paste_does_not_hide_it() -> None:
    assert names(parse(f"\x1b{START}text{END}"))[-1] == "paste:text"


def test_a_paste_is_not_searched_again_for_each_piece_of_it() -> None:
    parser = InputParser()
    pieces = 20_000
    assert names(parse(START, *["x" * 100] * pieces, END, parser=parser)) == ["paste:" + "x" * 100 * pieces]


@given(
    st.lists(st.sampled_from(["a", "\x1b[A", "ä", "\r", "text\x1b[Btext", START + "p\x1b[A" + END]), max_size=8),
    st.data(),
)
def test_any_pieces_mean_the_same_as_the_whole(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    patient = InputParser(lone_escape_s=60)
    assert names(event for piece in pieces for event in patient.feed(piece)) == names(InputParser().feed(text))


@given(st.text(st.characters() | st.sampled_from("\x1b[<?;:0123456789~umMRt$y"), max_size=60))
def test_rubbish_never_breaks_it(rubbish: str) -> None:
    parser = InputParser()
    for _ in parser.feed(rubbish):
        pass
    for _ in parser.tick():
        pass
    assert "paste:ok" in names(parser.feed(END + START + "ok" + END))


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text: str) -> None:
    expected = text.replace("\x00", "").replace("\x1b", "␛")
    assert names(InputParser().feed(START + text + END)) == [f"paste:{expected}"]


def mouse(*reports: str) -> str:
    return "".join(f"\x1b[<{report}" for report in reports)


def test_of_moves_that_come_at_once_only_the_last_is_heard() -> None:
    found = parse(mouse("0;5;5M", "32;6;5M", "32;7;5M", "32;9;6M", "0;9;6m"))
    assert names(found) == ["MouseDown", "MouseMove", "MouseUp"]
    move = found[1]
    assert isinstance(move, events.MouseMove)
    assert (move.x, move.y, move.delta_x, move.button) == (8, 5, 4, 1)


def test_moves_with_other_buttons_are_other_moves() -> None:
    assert names(parse(mouse("32;6;5M", "34;7;5M", "32;8;5M"))) == ["MouseMove"] * 3


def test_of_a_flood_of_the_mouse_the_last_reports_are_heard_and_the_keys_around_it() -> None:
    found = names(parse("a" + mouse(*["64;9;9M"] * 500, *["65;9;9M"] * 3) + "b"))
    assert found == ["a", *["MouseScrollUp"] * 13, *["MouseScrollDown"] * 3, "b"]


def test_what_the_mouse_says_in_a_paste_is_text() -> None:
    report = mouse("32;6;5M") * 40
    assert names(parse(START + report + END)) == ["paste:" + report.replace("\x1b", "␛")]


def test_the_mouse_is_told_in_cells_also_where_the_terminal_reports_its_size() -> None:
    found = parse("\x1b[48;24;80;480;800t", mouse("0;11;6M"))
    assert isinstance(found[-1], events.MouseDown)
    assert (found[-1].x, found[-1].y) == (10, 5)


@pytest.mark.parametrize(("report", "all_keys"), [("\x1b[?25u", True), ("\x1b[?0u", False)])
def test_a_terminal_that_speaks_the_kitty_protocol_is_heard(report: str, all_keys: bool) -> None:
    for pieces in ([f"a{report}b"], ["a", report[:3], report[3:], "b"]):
        found = parse(*pieces, parser=InputParser(lone_escape_s=60))
        assert names(found) == ["a", "KeyboardReported", "b"] or names(found) == ["a", "b", "KeyboardReported"]
        assert [event.all_keys for event in found if isinstance(event, KeyboardReported)] == [all_keys]


LINES = "".join(f"line {number} of a paste\r" for number in range(300))


def test_a_paste_that_does_not_say_it_is_one_is_one_piece_all_the_same() -> None:
    pieces = [LINES[at : at + 1000] for at in range(0, len(LINES), 1000)]
    assert names(parse(*pieces, "end")) == [f"paste:{LINES}end"]


def test_tabs_in_such_a_paste_are_text() -> None:
    code = "def f(x):\r\tif x:\r\t\treturn 1\r" * 3
    assert names(parse(code)) == [f"paste:{code}"]


def test_one_line_and_its_enter_are_keys_as_a_script_sends_them() -> None:
    line = "a question of more than sixty-four letters, typed while the line hung"
    assert names(parse(f"{line}\r"))[-1] == "enter"


def test_keys_behind_such_a_paste_come_behind_it() -> None:
    assert names(parse(LINES, "\x1b[A", "x")) == [f"paste:{LINES}", "up", "x"]
    assert names(parse(LINES, "\x03")) == [f"paste:{LINES}", "ctrl+c"]
    assert names(parse(LINES, f"{START}more{END}")) == [f"paste:{LINES}", "paste:more"]


def test_such_a_paste_ends_with_a_short_silence() -> None:
    clock = Clock()
    parser = InputParser(monotonic=clock)
    assert names(parser.feed(LINES)) == []
    assert parser.seconds_left == pytest.approx(0.05)
    clock.now += 0.05
    assert names(parser.tick()) == [f"paste:{LINES}"]
    assert parser.seconds_left is None
    assert names(parser.feed("x")) == ["x"]


class Clock:
    """Time that goes on when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_paste_whose_end_is_lost_is_taken_after_a_silence() -> None:
    clock = Clock()
    parser = InputParser(monotonic=clock)
    assert names(parser.feed(f"{START}half")) == []
    assert parser.seconds_left == 2.0
    clock.now += 2.0
    assert names(parser.tick()) == ["paste:half"]
    assert names(parser.feed("x")) == ["x"]


def test_ctrl_c_after_a_pause_takes_the_keyboard_back_from_a_paste() -> None:
    clock = Clock()
    parser = InputParser(monotonic=clock)
    assert names(parser.feed(f"{START}half")) == []
    clock.now += 0.5
    assert names(parser.feed("\x03")) == ["paste:half", "ctrl+c"]


def test_ctrl_c_in_the_stream_of_a_paste_is_text() -> None:
    assert names(parse(START, "a", "\x03", "b", END)) == ["paste:a\x03b"]


@pytest.mark.parametrize("answer", ["\x1b[0n", "\x1b[?62;52;c"])
def test_what_the_terminal_is_asked_for_all_the_time_gets_in_no_keys_way(answer: str) -> None:
    told: list[str] = []
    parser = InputParser(lone_escape_s=0.001, told_of_drain=lambda said: bool(told.append(said)) or True)
    pieces = [f"a\x1b{answer}", f"\x1b[A{answer}", f"{START}b", answer, f"{answer}c", f"{END}{answer}"]
    assert names(parse(*pieces, parser=parser)) == ["a", "escape", "up", "paste:bc"]
    assert told == [answer] * 5


def test_what_looks_like_such_an_answer_in_a_paste_stays_if_nobody_has_asked() -> None:
    assert names(parse(f"\x1b[0n{START}a\x1b[0nb{END}\x1b[?6c")) == ["paste:a␛[0nb"]
