"""Prompts typed ahead in the real program: sent in turn, changed before they are, and there again after a kill."""

from pathlib import Path

from tests.servers.recording import Answer, recording
from tests.stories.aishtui_program import ESCAPE, Aishtui, aishtui
from tests.stories.stored import answers_to

SLOW = Answer([f"slow{number} " for number in range(3000)], 0.02)
ALT_E, ALT_S, ALT_T, ALT_UP = "\x1be", "\x1bs", "\x1bt", "\x1b[1;3A"


def quick(word: str) -> Answer:
    return Answer([f"{word} "], 0.01)


def test_three_that_wait_survive_a_kill_and_are_sent_only_when_asked_for(tmp_path: Path) -> None:
    with recording(SLOW, quick("reply-b"), quick("reply-c"), quick("reply-d")) as server:
        with aishtui(tmp_path, "--endpoint", server.url) as first:
            first.type("question a")
            first.sees("slow1")
            for place, letter in enumerate("bcd", 1):
                first.type(f"question {letter}")
                first.sees(f"waits, {place} of {place}")
            first.press(ALT_E)
            first.sees("edit waiting")
            first.type(" at last")
            first.sees("3 wait: Alt+E edits the last", "question d at last")
            first.kill()
        assert server.asked == 1
        with Aishtui(tmp_path, "--endpoint", server.url, size=(80, 24)) as again:
            again.sees("held, 3 of 3", "3 held: Alt+S sends on")
            again.pause()
            assert server.asked == 1
            again.press(ALT_S)
            again.sees("reply-d", "Ask something")
            assert again.quit() == 0
        assert server.asked == 4
    assert answers_to(tmp_path, "question a")[0][0] == "cut_off"
    for question, word in (("question b", "reply-b"), ("question c", "reply-c"), ("question d at last", "reply-d")):
        assert answers_to(tmp_path, question) == [("complete", f"{word} ")]
    assert answers_to(tmp_path, "question d") == []


def test_a_stop_holds_what_waits_and_what_is_taken_back_is_never_sent(tmp_path: Path) -> None:
    with recording(SLOW, quick("reply-b")) as server, aishtui(tmp_path, "--endpoint", server.url) as here:
        here.type("question a")
        here.sees("slow1")
        here.type("question b")
        here.type("question c")
        here.sees("waits, 2 of 2")
        here.press(ESCAPE)
        here.sees("held, 1 of 2", "the answer above was stopped", "2 prompts that wait are held")
        here.press(ALT_T)
        here.sees("It is not sent, and stands in the prompt.", "> question c")
        here.press(ALT_S)
        here.sees("reply-b")
        assert server.asked == 2
        here.pause()
        here.press("\x03")
        assert here.quit() == 0
    assert answers_to(tmp_path, "question c") == []
