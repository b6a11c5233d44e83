"""A named case asked for through `aishtui ask --json`."""

import json
from pathlib import Path
from typing import Any

from tests.commands.program import Done, run
from tests.servers.case import Case
from tests.servers.case_server import CaseServer, How

TOKEN = "case-token-1234567"


def asked(server: CaseServer, folder: Path, case: Case, how: How = How.AT_ONCE) -> tuple[Done, dict[str, Any]]:
    """How it ended, and the object it printed."""
    server.play(case, how)
    done = run(
        folder,
        *("ask", "--json", "--no-save", "--endpoint", server.url, "-m", case.name, "hello"),
        environ={"AISHTUI_TOKEN": TOKEN},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return done, answer
