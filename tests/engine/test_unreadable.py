"""A conversation that cannot be read is never taken for an empty one."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.messages import Conversation
from aishtui.chat.tabs import Tab
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from aishtui.engine.keeping import Unreadable
from aishtui.store.errors import DiskTrouble
from tests.engine.bench import LIMIT_S
from tests.engine.conftest import PRESETS
from tests.servers.homelab import Homelab


class ReadsNothing(KeepsNothing):
    """A keeper on a disk that gives nothing back."""

    def conversation(self, conversation_id: str) -> Future[Conversation | None]:
        failed: Future[Conversation | None] = Future()
        failed.set_exception(DiskTrouble(Path("/data/aishtui.db"), "input/output error"))
        return failed


def test_a_prompt_does_not_leave_without_the_turns_before_it(lab: Homelab) -> None:
    engine = Engine(lab.url, ReadsNothing(), PRESETS)
    engine.start(ask_catalog=False)
    try:
        engine.restore_tabs([Tab("t", 0, "c", "fast", PRESETS[0].model, leaf_id="m", active=True)])
        with pytest.raises(Unreadable, match="cannot be read"):
            engine.load_tab("t").result(LIMIT_S)
        answer = engine.send("t", "and then?").answer
        assert engine.finish(LIMIT_S)
        message = engine.message("c", answer.id)
        assert message is not None
        assert message.facts is not None
        assert message.status is Status.FAILED
        assert "Nothing was sent" in (message.facts.error or "")
        assert lab.chats == []
    finally:
        engine.close()
