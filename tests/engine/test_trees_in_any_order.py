"""Two aishtui on one folder with tabs on one conversation, doing whatever comes to mind: nothing is overwritten."""

import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aishtui.chat.branches import branch, neighbour, versions
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Tab
from aishtui.engine.trees import BeingWritten, Cut
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.conftest import PRESETS
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab

WHO = st.integers(0, 1)
WHICH = st.integers(0, 1_000)


class Conversing(RuleBasedStateMachine):
    """`which` picks one of what there is; `who` is one of two processes."""

    lab: Homelab

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.benches: list[Bench] = []
        self.made: dict[str, tuple[str | None, Role]] = {}
        """Every message ever made, and where."""
        self.held: dict[str, tuple[int, Message, threading.Event]] = {}
        self.cuts: list[list[Cut]] = [[], []]
        self.conversation_id = ""

    # -- what can be done

    @initialize()
    def begin(self) -> None:
        for _ in range(2):
            bench = Bench(self.lab, Path(self._folder.name), PRESETS).__enter__()
            self.benches.append(bench)
            if not self.conversation_id:
                tab = bench.engine.new_tab(PRESETS[0])
                self.conversation_id = tab.conversation_id
                self._ask(0, tab.id, partial(self._first, tab.id))
            else:
                bench.engine.restore_tabs([Tab("there", 0, self.conversation_id, "fast", lan.FAST, None, active=True)])
                bench.engine.load_tab("there").result(LIMIT_S)

    def _first(self, tab_id: str) -> Message:
        return self.benches[0].engine.send(tab_id, "first").answer

    @rule(who=WHO, which=WHICH)
    def send(self, who: int, which: int) -> None:
        engine, tab = self.benches[who].engine, self._tab(who, which)
        if len(self.held) < 4:
            self._ask(who, tab.id, lambda: engine.send(tab.id, "more").answer)

    @rule(who=WHO, which=WHICH)
    def edit(self, who: int, which: int) -> None:
        engine, tab = self.benches[who].engine, self._tab(who, which)
        prompt = self._message(who, which, Role.USER)
        if prompt is not None and len(self.held) < 4:
            self._ask(who, tab.id, lambda: engine.send_below(tab.id, prompt.parent_id, "other").answer)

    @rule(who=WHO, which=WHICH)
    def retry(self, who: int, which: int) -> None:
        engine, tab = self.benches[who].engine, self._tab(who, which)
        answer = self._message(who, which, Role.ASSISTANT)
        if answer is not None and answer.parent_id in self._tree(who).messages and len(self.held) < 4:
            self._ask(who, tab.id, lambda: engine.retry(tab.id, answer.id))

    @precondition(lambda self: self.held)
    @rule(which=WHICH)
    def end_one(self, which: int) -> None:
        answer_id = sorted(self.held)[which % len(self.held)]
        self._end(answer_id)

    @rule(who=WHO, which=WHICH)
    def fork(self, who: int, which: int) -> None:
        message = self._message(who, which, None)
        if message is not None and len(self.benches[who].engine.tabs()) < 4:
            fork = self.benches[who].engine.fork(self._tab(who, which).id, message.id)
            assert fork.leaf_id == (message.parent_id if message.role is Role.USER else message.id)

    @rule(who=WHO, which=WHICH)
    def close(self, who: int, which: int) -> None:
        if len(self.benches[who].engine.tabs()) > 1:
            self.benches[who].engine.close_tab(self._tab(who, which).id)

    @rule(who=WHO, which=WHICH, looks=st.booleans())
    def delete(self, who: int, which: int, looks: bool) -> None:
        """The screen looks for others first; what they do in the same moment is seen too late even so."""
        if looks:
            self._look(who)
        message = self._message(who, which, None)
        if message is None:
            return
        found = branch(self._tree(who), message.id)
        writing = [one.id for one in found if not one.status.ended]
        try:
            self.cuts[who].append(self.benches[who].engine.trees.cut(self._tab(who, which).id, message.id))
        except BeingWritten:
            assert writing
        else:
            assert not writing
            assert not looks or not {one.id for one in found} & self.held.keys(), "nobody's answer goes with it"

    @precondition(lambda self: any(self.cuts))
    @rule(who=WHO)
    def undo(self, who: int) -> None:
        if self.cuts[who]:
            cut = self.cuts[who].pop()
            self.benches[who].engine.trees.mend(cut)
            assert set(cut.message_ids) <= self._tree(who).messages.keys()

    @rule(who=WHO, which=WHICH, step=st.sampled_from((-1, 1)))
    def switch(self, who: int, which: int, step: int) -> None:
        message = self._message(who, which, None)
        other = neighbour(self._tree(who), message.id, step) if message is not None else None
        if other is not None:
            tab = self._tab(who, which)
            self.benches[who].engine.show_through(tab.id, other.id)
            assert other in (self.benches[who].engine.path(tab.id) or ())

    @rule(who=WHO, written=st.booleans())
    def look(self, who: int, written: bool) -> None:
        self._look(who, written)

    # -- what always holds

    @invariant()
    def every_tab_shows_a_path_from_a_beginning(self) -> None:
        for who, bench in enumerate(self.benches):
            tree = self._tree(who)
            for tab in bench.engine.tabs():
                path = bench.engine.path(tab.id)
                assert path is not None
                assert tab.leaf_id is None or (path and path[-1].id == tab.leaf_id)
                parents = [tree.parent_of(message) for message in path]
                assert parents == [None, *(message.id for message in path[:-1])][: len(path)]
                self._numbered_rightly(tree, path)

    def _numbered_rightly(self, tree: Conversation, path: tuple[Message, ...]) -> None:
        for message_id, version in versions(tree, path).items():
            alike = tree.siblings(message_id)
            assert (alike[version.number - 1].id, len(alike)) == (message_id, version.count)

    @invariant()
    def no_message_moves_or_is_lost(self) -> None:
        for bench in self.benches:
            book = bench.engine.conversation(bench.engine.tabs()[0].id)
            assert book is not None
            for message in book.messages.values():
                assert self.made[message.id] == (message.parent_id, message.role)

    def teardown(self) -> None:
        try:
            if self.benches:
                self._compare_with_the_disk()
        finally:
            for answer_id in tuple(self.held):
                self.held.pop(answer_id)[2].set()
            for bench in self.benches:
                bench.close()
            self._folder.cleanup()

    def _compare_with_the_disk(self) -> None:
        for answer_id in tuple(self.held):
            self._end(answer_id)
        for who in (0, 1, 0, 1):
            self._look(who)
        stored = self._stored()
        while not all(message.status.ended for message in stored.messages.values()):
            stored = self._stored()
        for bench in self.benches:
            # How an answer of the other one goes on is read once a second: it may look unended yet.
            foreign = [id_ for id_ in stored.messages if bench.engine.is_foreign(id_)]
            tree = self._of(bench)
            assert tree.messages.keys() == stored.messages.keys()
            for message in tree.messages.values():
                assert message == stored.messages[message.id] or message.id in foreign
        known = frozenset(self.made)
        news = self.benches[0].store.tree_news(self.conversation_id, known).result(LIMIT_S)
        assert news.here | news.deleted == known, "whatever was made is there, or can be had back"
        self.benches[0].store.restore_messages(sorted(news.deleted)).result(LIMIT_S)
        whole = self._stored()
        assert {id_: (m.parent_id, m.role) for id_, m in whole.messages.items()} == self.made

    def _stored(self) -> Conversation:
        self._written()
        found = self.benches[0].store.conversation(self.conversation_id).result(LIMIT_S)
        assert found is not None
        return found

    # -- how

    def _ask(self, who: int, tab_id: str, ask: Callable[[], Message]) -> None:
        """Have something asked, with an answer that is held until it is ended; what it waits for ends now."""
        bench, release, before = self.benches[who], threading.Event(), len(self.lab.chats)
        self.lab.script(lan.FAST, Behaviour(text="said at last", hold_after=1, release=release))
        answer = ask()
        path = bench.engine.path(tab_id) or ()
        assert path[-1].id == answer.id
        for message in path[-2:]:
            self.made.setdefault(message.id, (message.parent_id, message.role))
        self.held[answer.id] = (who, answer, release)
        for message in path[:-2]:
            if message.id in self.held:
                self._end(message.id)
        bench.until(lambda: len(self.lab.chats) > before)

    def _end(self, answer_id: str) -> None:
        who, answer, release = self.held.pop(answer_id)
        release.set()
        engine = self.benches[who].engine

        def ended() -> bool:
            message = engine.message(self.conversation_id, answer.id)
            # Who cut its branch without looking may have taken it along: then the end of it is seen by nobody.
            return message is None or message.status.ended

        self.benches[who].until(ended)

    def _look(self, who: int, written: bool = True) -> None:
        """`written`: with all on disk that was done before; else with whatever is by now."""
        if written:
            self._written()
        bench = self.benches[who]
        bench.engine.look_for_others(bench.engine.tabs()[0].id).result(LIMIT_S)

    def _written(self) -> None:
        for bench in self.benches:
            bench.store.remember_prompt("").result(LIMIT_S)

    def _of(self, bench: Bench) -> Conversation:
        found = bench.engine.conversation(bench.engine.tabs()[0].id)
        assert found is not None
        return found

    def _tree(self, who: int) -> Conversation:
        return self._of(self.benches[who])

    def _tab(self, who: int, which: int) -> Tab:
        tabs = self.benches[who].engine.tabs()
        return tabs[which % len(tabs)]

    def _message(self, who: int, which: int, role: Role | None) -> Message | None:
        """One of the tree's messages, of this role."""
        fitting = sorted((m for m in self._tree(who).messages.values() if role in (None, m.role)), key=lambda m: m.id)
        return fitting[which % len(fitting)] if fitting else None


def test_nothing_is_overwritten_whatever_two_do_in_one_conversation(lab: Homelab) -> None:
    class OnTheLab(Conversing):
        pass

    OnTheLab.lab = lab
    run_state_machine_as_test(
        OnTheLab,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
