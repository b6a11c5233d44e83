"""Finding a conversation of the last time again, over a real terminal's bytes, and deleting one."""

from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, ESCAPE, aishtui

F3, TAB, CTRL_U = "\x1bOR", "\t", "\x15"
LONG = "\n\n".join(f"paragraph {n}" for n in range(60))


def test_a_conversation_of_the_last_time_is_found_by_its_words_and_gone_on_with(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=f"{LONG}\n\nthe **zugzwang** stands here\n\n{LONG}"))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("a question of chess")
        program.sees("paragraph 59", "complete")
        assert program.quit() == 0
    lab.script(lan.FAST, Behaviour(text="an answer to something else"))
    with aishtui(tmp_path, "--endpoint", lab.url, "--new") as program:
        program.type("something else")
        program.sees("an answer to something else", "complete")
        program.press(F3 + "zugz")
        program.sees("History 1 conversation", "the **zugzwang** stands here", "the zugzwang stands here")
        program.press(ENTER)
        program.sees("find: zugz", "1 of 1", "2 fast")
        program.press(ESCAPE)
        program.no_longer_sees("find:")
        lab.script(lan.FAST, Behaviour(text="gone on with"))
        program.type("and then?")
        program.sees("gone on with", "complete")
        assert lab.chats[-1].body["messages"][0]["content"] == "a question of chess"
        program.press(F3)
        program.sees("History 1 conversation", "4 messages")
        program.press(CTRL_U)
        program.sees("History 2 conversations")
        program.press(TAB + "d")
        program.sees("Deleted", "History 1 conversation")
        program.press("u")
        program.sees("is back", "History 2 conversations")
        program.press(F3)
        program.sees("Ask something")
        assert program.quit() == 0
