"""Comparisons in the history: how they are listed, found, and opened in columns again."""

from collections.abc import Sequence
from dataclasses import replace

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Tab
from aishtui.screens.menu import Menu
from aishtui.screens.reopening import NOTHING_LEFT
from tests.screens.desk import Desk
from tests.screens.past_talks import Past, facts, history
from tests.servers.homelab import Homelab

STAMP = "2026-11-20T12:00:00.000+00:00"


def place(by: str, column: int, round_: int = 1, comparison: str = "k1") -> AnswerFacts:
    return replace(facts(by), comparison=comparison, column=column, round=round_, first_token_s=0.4)


class Compared:
    """Keeps comparisons as if they had been held."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._new = past._ids.new

    def one(self, *names: str, text: str = "Why?", title: str = "compared", comparison: str = "k1") -> list[Message]:
        """In one conversation, all below one prompt; the answers."""
        of = self._new()
        prompt = Message(self._new(), of, None, Role.USER, text, STAMP)
        answers = [self._answer(of, prompt.id, name, n, comparison) for n, name in enumerate(names)]
        self._keep(of, title, [prompt, *answers])
        return answers

    def several(self, *names: str, comparison: str = "k1") -> list[Message]:
        """Each in a conversation of its own; the answers."""
        found = []
        for number, name in enumerate(names):
            of = self._new()
            prompt = Message(self._new(), of, None, Role.USER, "Why?", STAMP)
            found.append(self._answer(of, prompt.id, name, number, comparison))
            self._keep(of, f"by {name}", [prompt, found[-1]])
        return found

    def next_round(self, above: Sequence[Message], names: Sequence[str], comparison: str = "k1") -> list[Message]:
        """Each column's prompt below its own answer."""
        found = []
        for number, (answer, name) in enumerate(zip(above, names, strict=True)):
            of = answer.conversation_id
            prompt = Message(self._new(), of, answer.id, Role.USER, "And then?", STAMP)
            below = self._answer(of, prompt.id, name, number, comparison, 2)
            self._keep(of, "", [prompt, below])
            found.append(below)
        return found

    def _answer(self, of: str, above: str, by: str, column: int, comparison: str, round_: int = 1) -> Message:
        text = f"{by} says in round {round_} that it is so"
        known = place(by, column, round_, comparison)
        return Message(self._new(), of, above, Role.ASSISTANT, text, STAMP, status=Status.COMPLETE, facts=known)

    def _keep(self, of: str, title: str, messages: list[Message]) -> None:
        self._past.store.add_turn(Conversation(of, STAMP, title), messages).result(10)


def columns(here: Desk) -> list[tuple[str, str | None]]:
    return [(tab.preset, tab.leaf_id) for tab in here.tabs if tab.column is not None]


def active_column(here: Desk) -> Tab | None:
    return here.active if here.active.column is not None else None


async def test_a_row_says_what_was_compared_and_in_how_many_rounds(lab: Homelab, past: Past) -> None:
    past.talk(("other", "thing"), title="other")
    compared = Compared(past)
    compared.next_round(compared.one("fast", "chat", "deep"), ("fast", "chat", "deep"))
    async with history(lab.url, past) as (_, seen):
        await seen.shows("compared", "other")
        assert "compare fast · chat · deep · 2 rounds" in seen.part("list")
        assert "Enter opens the columns Ctrl+T opens the conversation in a tab" in seen.part("keys")


async def test_enter_opens_the_columns_each_at_its_newest_answer(lab: Homelab, past: Past) -> None:
    names = ("fast", "chat", "deep")
    compared = Compared(past)
    newest = compared.next_round(compared.one(*names), names)
    async with history(lab.url, past) as (here, seen):
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: len(columns(here)) == 3)
        assert columns(here) == [(name, answer.id) for name, answer in zip(names, newest, strict=True)]
        front = active_column(here)
        assert front is not None
        assert front.column is not None
        assert front.column.number == 0
        await here.until(lambda: here.workbench.focused is here.prompt)
        assert [message.text for message in here.workbench.view.document.messages][-1] == newest[0].text


async def test_ctrl_t_opens_the_plain_conversation(lab: Homelab, past: Past) -> None:
    (*_, last) = Compared(past).one("fast", "deep")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("compared")
        await here.press("ctrl+t")
        await here.until(lambda: here.active.leaf_id == last.id)
        assert columns(here) == []


async def test_a_comparison_that_is_open_is_gone_to(lab: Homelab, past: Past) -> None:
    Compared(past).one("fast", "deep")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: len(columns(here)) == 2)
        here.engine.activate(here.tabs[0].id)
        here.workbench._show_tab()
        await here.press("f3")
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: active_column(here) is not None)
        assert len(columns(here)) == 2


async def test_a_hit_in_an_answer_opens_its_column(lab: Homelab, past: Past) -> None:
    compared = Compared(past)
    answers = compared.one("fast", "chat", "deep")
    async with history(lab.url, past) as (here, seen):
        await here.press(*"deep")
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: len(columns(here)) == 3)
        assert here.active.leaf_id == answers[2].id
        pane = here.workbench._pane
        await here.until(lambda: pane.message_under_cursor is not None)
        under = pane.message_under_cursor
        assert under is not None
        assert under.id == answers[2].id
        assert pane.searched_for == "deep"


async def test_a_hit_in_an_older_comparison_opens_that_one(lab: Homelab, past: Past) -> None:
    compared = Compared(past)
    older = compared.one("fast", "chat", comparison="k1")
    compared.next_round(older, ("deep", "deep"), comparison="k2")
    async with history(lab.url, past) as (here, seen):
        await here.press(*"chat")
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: len(columns(here)) == 2)
        assert here.active.comparison == "k1"
        assert here.active.leaf_id == older[1].id


async def test_a_hit_beside_the_comparison_opens_the_conversation(lab: Homelab, past: Past) -> None:
    compared = Compared(past)
    answers = compared.one("fast", "chat")
    of = answers[0].conversation_id
    beside = Message(past._ids.new(), of, answers[0].id, Role.USER, "zugzwang", STAMP)
    past.store.add_turn(Conversation(of, STAMP), [beside]).result(10)
    async with history(lab.url, past) as (here, seen):
        await here.press(*"zugzwang")
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: here.active.leaf_id == beside.id)
        assert columns(here) == []


async def test_any_of_several_conversations_opens_all_of_them(lab: Homelab, past: Past) -> None:
    answers = Compared(past).several("fast", "chat", "deep")
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: len(seen.titles) == 3)
        await here.press("down", "enter")
        await here.until(lambda: len(columns(here)) == 3)
        assert [leaf for _, leaf in columns(here)] == [answer.id for answer in answers]
        assert len({tab.conversation_id for tab in here.tabs if tab.column}) == 3


async def test_what_was_deleted_of_it_is_missing_and_the_rest_opens(lab: Homelab, past: Past) -> None:
    answers = Compared(past).several("fast", "chat", "deep")
    past.store.delete_conversations([answers[1].conversation_id]).result(10)
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: len(seen.titles) == 2)
        await here.press("enter")
        await here.until(lambda: len(columns(here)) == 2)
        assert [name for name, _ in columns(here)] == ["fast", "deep"]


async def test_where_nothing_is_left_of_it_that_is_said(lab: Homelab, past: Past) -> None:
    past.talk(("other", "thing"), title="other")
    async with history(lab.url, past) as (here, _):
        await here.press("escape")
        assert not await here.workbench.open_comparison("k1")
        assert here.notice == NOTHING_LEFT


async def test_comparisons_alone_are_listed_and_left_out(lab: Homelab, past: Past) -> None:
    past.talk(("other", "thing"), title="other")
    Compared(past).one("fast", "chat")
    async with history(lab.url, past) as (here, seen):
        await here.press(*"is:comp", "tab")
        await seen.shows("compared")
        assert seen.line.strip() == "is:compared"
        await here.press("f2", "n")
        await seen.shows("other")
        assert seen.line.strip() == "-is:compared"


async def test_the_look_into_one_shows_the_newest_round_of_all_columns(lab: Homelab, past: Past) -> None:
    names = ("fast", "chat", "deep")
    compared = Compared(past)
    newest = compared.next_round(compared.one(*names), names)
    async with history(lab.url, past) as (here, seen):
        await seen.shows("compared")
        shown = seen.screen._preview.pane
        await here.until(lambda: len(shown.document.messages) == 4)
        assert [message.id for message in shown.document.messages[1:]] == [answer.id for answer in newest]
        assert shown.document.messages[0].text == "And then?"


async def test_a_hit_stands_in_the_pane_of_its_column_with_the_words_marked(lab: Homelab, past: Past) -> None:
    answers = Compared(past).one("fast", "chat", "deep")
    async with history(lab.url, past, size=(200, 50)) as (here, seen):
        await here.press(*"deep")
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: len(here.workbench._columns.in_view()) == 3)
        panes = [column.pane for column in here.workbench._columns.in_view()]
        await here.until(lambda: panes[2].message_under_cursor is not None)
        assert [pane.document.messages[-1].id for pane in panes] == [answer.id for answer in answers]
        assert [pane.searched_for for pane in panes] == ["", "", "deep"]
        assert here.workbench._columns.active.pane is panes[2]


async def test_the_next_prompt_is_its_next_round(lab: Homelab, past: Past) -> None:
    Compared(past).one("fast", "chat")
    async with history(lab.url, past, size=(200, 50)) as (here, seen):
        await seen.shows("compared")
        await here.press("enter")
        await here.until(lambda: len(columns(here)) == 2)
        asked = here.engine.send_to_columns("k1", "And then?")
        assert len(asked) == 2
        await here.until(lambda: len(here.engine.comparing.rounds("k1")) == 2 and here.engine.running() == 0)
        assert {len(round_.answers) for round_ in here.engine.comparing.rounds("k1")} == {2}
        await here.press("f3")
        await here.until(lambda: seen.open and "2 rounds" in seen.part("list"))


async def test_where_somebody_has_gone_on_enter_opens_that_and_c_the_columns(lab: Homelab, past: Past) -> None:
    answers = Compared(past).one("fast", "chat", title="kept")
    of = answers[0].conversation_id
    turn = [
        Message(past._ids.new(), of, answers[1].id, Role.USER, "go on", STAMP),
    ]
    turn.append(Message(past._ids.new(), of, turn[0].id, Role.ASSISTANT, "gone on", STAMP, facts=facts("chat")))
    past.store.add_turn(Conversation(of, STAMP), turn).result(10)
    async with history(lab.url, past) as (here, seen):
        await seen.shows("kept")
        assert "chat, fast · 1 round compared · boltzmann" in seen.part("list")
        await here.press("enter")
        await here.until(lambda: here.active.leaf_id == turn[1].id)
        assert columns(here) == []
        await here.press("f3", "tab")
        await here.until(lambda: seen.open and "c opens the columns" in seen.part("keys"))
        await here.press("c")
        await here.until(lambda: len(columns(here)) == 2)
        assert [leaf for _, leaf in columns(here)] == [answer.id for answer in answers]


async def test_where_nothing_was_compared_c_says_so(lab: Homelab, past: Past) -> None:
    past.talk(("other", "thing"), title="other")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("other")
        await here.press("tab", "c")
        await here.until(lambda: "Nothing was compared in it" in seen.said)
        assert seen.open


async def test_the_menu_of_a_comparison_opens_its_columns_too(lab: Homelab, past: Past) -> None:
    Compared(past).one("fast", "chat")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("compared")
        await here.press("ctrl+o")
        await here.until(lambda: isinstance(here.app.screen, Menu) and here.app.focused is not None)
        await here.press("c")
        await here.until(lambda: len(columns(here)) == 2)
