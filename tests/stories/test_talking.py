"""Asking, in one tab and in several."""

import threading
from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_T, ENTER, ESCAPE, F2, F6, F8, F9, aishtui


def test_two_turns_of_arithmetic_with_the_backend_named(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("11 models", ">fast", "chat_big", "cloud_opus", "not served")
        program.type("7×8")
        program.sees("= 56", "hertz", "complete")
        program.type("×2")
        program.sees("= 112")
        assert program.quit() == 0
    assert [turn["role"] for turn in lab.chats[-1].body["messages"]] == ["user", "assistant", "user"]


def test_the_status_bar_names_the_backend_before_the_first_token(lab: Homelab, tmp_path: Path) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(hold_after=0, release=hold))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.until(lambda: "hertz answered, waiting for the model" in program.status_line)
        hold.set()
        program.until(lambda: "complete" in program.status_line)


def test_without_the_header_the_backend_is_unknown(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url, "--model", lan.NAMELESS) as program:
        program.type("hello")
        program.until(lambda: "complete" in program.status_line)
        assert "backend unknown" in program.status_line


def test_two_tabs_stream_at_once_and_show_how_they_stand(lab: Homelab, tmp_path: Path) -> None:
    hold = threading.Event()
    for model in (lan.FAST, lan.CHAT):
        lab.script(model, Behaviour(text="one two three four five", hold_after=2, release=hold))
    with aishtui(tmp_path, "--endpoint", lab.url, "--preset", "fast", "--preset", "chat") as program:
        program.type(":all")
        program.sees("to 2 tabs")
        program.type("hello")
        program.sees("2 answering", "one two")
        program.press(F8)
        program.sees("one two")
        hold.set()
        program.no_longer_sees("answering")
        program.press(F9)
        program.until(lambda: ">2 chat" in program.tab_line)
        program.type(":all off")
        program.no_longer_sees("to 2 tabs")
    assert lab.in_flight_together(lan.FAST, lan.CHAT)


def test_esc_stops_the_answer_and_keeps_its_text(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="kept for good", hold_after=3, release=threading.Event()))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("kept for good")
        program.press(ESCAPE)
        program.sees("stopped by you", "kept for good")
    lab.wait_for(lambda log: log[-1].client_closed)


def test_a_failure_is_shown_in_the_servers_words_and_can_be_asked_again(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, refuses(500, "the GPU fell off"), Behaviour(text="all is well"))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("the GPU fell off", "500")
        program.until(lambda: "failed" in program.tab_line)
        program.press(F6)
        program.sees("all is well", "complete")


def test_a_preset_is_chosen_in_the_sidebar(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("11 models")
        program.press(F2)
        program.press("/")
        program.press("haiku")
        program.sees("haiku")
        program.press(ENTER)
        program.sees(">cloud_haiku", "1 cloud_haiku")
        program.type("hello")
        program.sees("openrouter")
    assert lab.chats[-1].model == lan.CLOUD_HAIKU


def test_a_new_tab_has_a_conversation_of_its_own(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("the secret word is tangerine")
        program.sees("complete")
        program.press(CTRL_T)
        program.sees("2 fast")
        program.type("hello there")
        program.sees("complete", "hello there")
    assert "tangerine" not in str(lab.chats[-1].body)


def test_an_unknown_command_stays_and_a_second_enter_sends_it(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type(":presett fast")
        program.sees("no command :presett", ":preset")
        assert lab.chats == []
        program.press(ENTER)
        lab.wait_for(lambda log: any(e.method == "POST" for e in log))
    assert lab.chats[-1].body["messages"][-1]["content"] == ":presett fast"


def test_a_pasted_command_is_text(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press("\x1b[200~:quit\x1b[201~")
        program.sees("> :quit")
        program.pause()
        program.press(ENTER)
        lab.wait_for(lambda log: any(e.method == "POST" for e in log))
    assert lab.chats[-1].body["messages"][-1]["content"] == ":quit"


def test_smileys_and_doubled_colons(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        for line in (":) hello", "::quit", "::-)"):
            count = len(lab.chats)
            program.type(line)
            lab.wait_for(lambda log, count=count: len([e for e in log if e.method == "POST"]) > count)
            program.sees("Ask something")
    sent = [exchange.body["messages"][-1]["content"] for exchange in lab.chats]
    assert sent == [":) hello", ":quit", "::-)"]
