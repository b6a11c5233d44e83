"""Two aishtui on one data folder, each with an answer on its way."""

from pathlib import Path

from tests.servers.recording import Answer, Recording, recording
from tests.stories.aishtui_program import Aishtui, aishtui
from tests.stories.stored import answers_to

LEFT = Answer([f"left{number} " for number in range(80)], 0.02)
RIGHT = Answer([f"right{number} " for number in range(80)], 0.02)
SLOW = Answer([f"slow{number} " for number in range(2000)], 0.02)


def ask(program: Aishtui, server: Recording, question: str, first_word: str) -> None:
    asked = server.asked
    program.type(question)
    program.until(lambda: server.asked > asked)
    program.sees(first_word)


def test_both_stream_and_both_are_whole(tmp_path: Path) -> None:
    with (
        recording(LEFT) as one,
        recording(RIGHT) as other,
        aishtui(tmp_path, "--endpoint", one.url) as left,
        aishtui(tmp_path, "--endpoint", other.url) as right,
    ):
        right.sees(f"Tab 1 is open in another aishtui (pid {left.pid}, pts/")
        ask(left, one, "the left one", "left0")
        ask(right, other, "the right one", "right0")
        left.sees("left79", "complete")
        right.sees("right79", "complete")
        assert "right0" not in left.plain
        assert left.quit() == right.quit() == 0
    assert answers_to(tmp_path, "the left one") == [("complete", "".join(LEFT.pieces))]
    assert answers_to(tmp_path, "the right one") == [("complete", "".join(RIGHT.pieces))]
    with Aishtui(tmp_path, "--endpoint", one.url) as again:
        again.sees("─ 1 fast", "2 fast")


def test_one_that_is_killed_leaves_the_other_alone_and_its_tab_to_the_next_start(tmp_path: Path) -> None:
    with (
        recording(SLOW) as one,
        recording(RIGHT) as other,
        aishtui(tmp_path, "--endpoint", one.url) as left,
        aishtui(tmp_path, "--endpoint", other.url) as right,
    ):
        ask(left, one, "the left one", "slow0")
        ask(right, other, "the right one", "right0")
        left.kill()
        right.sees("right79", "complete")
        with Aishtui(tmp_path, "--endpoint", other.url) as third:
            third.sees("1 answer was interrupted", "the left one", "cut off")
            assert "the right one" not in third.plain
        ((status, text),) = answers_to(tmp_path, "the left one")
        assert status == "cut_off"
        assert "".join(SLOW.pieces).startswith(text)
    assert answers_to(tmp_path, "the right one") == [("complete", "".join(RIGHT.pieces))]


def test_a_prompt_below_an_answer_of_the_other_waits_for_it_and_stays_unsent_when_the_line_drops(
    tmp_path: Path,
) -> None:
    with recording(SLOW) as one, recording(RIGHT) as other, aishtui(tmp_path, "--endpoint", one.url) as away:
        ask(away, one, "the first one", "slow0")
        away.hang_up()
        with Aishtui(tmp_path, "--endpoint", other.url) as here:
            here.sees("the first one", "slow1")
            here.type("the second one")
            here.sees("waits, 1 of 1")
            here.hang_up()
            assert here.ended() == 129
        assert other.asked == 0
        assert answers_to(tmp_path, "the second one") == []
        with Aishtui(tmp_path, "--endpoint", other.url) as again:
            again.sees("the second one", "held, 1 of 1")
        assert other.asked == 0
        assert away.running
        assert answers_to(tmp_path, "the first one")[0][0] == "writing"
