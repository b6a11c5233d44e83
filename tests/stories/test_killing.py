"""The real program is killed at random moments: what the server had sent is compared with what the next start has.

`make soak` kills it fifty times.
"""

import os
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path

from tests.servers.recording import Answer, Recording, Sent, recording
from tests.stories.aishtui_program import Aishtui, aishtui
from tests.stories.stored import newest_answer

KILLS = 50 if "AISHTUI_SOAK" in os.environ else 10
SEED = int(os.environ.get("AISHTUI_SEED", "20261125"))
MOST_BYTES = 4096
MOST_S = 1.0
ON_THE_WAY_S = 0.5
"""From the server's write to the program's read and on to the disk, on a machine that is busy."""
PACES_S = (0.001, 0.005, 0.02, 0.1)
WORD = re.compile(r"\bw\d+(?= )")
LETTERS = "abcdefgh  .,\n" + "äß語🙂\u0301"


def some_answer(dice: random.Random) -> tuple[Answer, int]:
    """An answer that goes on for longer than the program is to live, and after how many pieces it is killed."""
    pause_s = dice.choice(PACES_S)
    last = int(dice.uniform(0, 2.6) / pause_s)
    pieces = [
        f"{''.join(dice.choice(LETTERS) for _ in range(dice.randint(1, 24)))} w{number} "
        for number in range(last + 5000)
    ]
    thinking = dice.choice((0, 0, 3, last // 2))
    return Answer(pieces, pause_s, thinking), last


def compare(sent: Sequence[Sent], killed_at: float, text: str, thinking: str) -> None:
    """Nothing wrong, and nothing missing but what had just come."""
    for stored, thought in ((text, False), (thinking, True)):
        said = [one for one in sent if one.thought is thought]
        whole = "".join(one.piece for one in said)
        assert whole.startswith(stored), f"not what was sent (seed {SEED})"
        length, lost = 0, []
        for one in said:
            length += len(one.piece)
            if length > len(stored) and one.at <= killed_at - ON_THE_WAY_S:
                lost.append(one)
        oldest = killed_at - lost[0].at if lost else 0.0
        assert oldest <= MOST_S + ON_THE_WAY_S, f"what came {oldest:.2f} s before is lost (seed {SEED})"
        size = sum(len(one.piece.encode()) for one in lost)
        assert size <= MOST_BYTES, f"{size} bytes are lost (seed {SEED})"


def ask_and_kill(program: Aishtui, server: Recording, dice: random.Random, number: int) -> tuple[list[Sent], float]:
    """What had been sent, and when the program died."""
    answer, last = some_answer(dice)
    server.answers.append(answer)
    asked = len(server.answers)
    program.type(f"question {number}")
    program.until(lambda: server.asked == asked and len(server.sent) >= last)
    killed_at = time.monotonic()
    program.kill()
    return list(server.sent), killed_at


def test_kill_9_at_any_moment_loses_no_more_than_what_had_just_come(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    with recording() as server:
        with aishtui(tmp_path, "--endpoint", server.url) as program:
            sent, killed_at = ask_and_kill(program, server, dice, 0)
        for number in range(1, KILLS + 1):
            with Aishtui(tmp_path, "--endpoint", server.url) as program:
                program.sees("interrupted")
                status, text, thinking = newest_answer(tmp_path)
                assert status == "cut_off"
                compare(sent, killed_at, text, thinking)
                program.sees("cut off", *WORD.findall(text)[-1:])
                if number < KILLS:
                    sent, killed_at = ask_and_kill(program, server, dice, number)


def test_a_line_that_drops_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    with recording() as server:
        for number in range(KILLS // 3):
            pieces = [f"{number}.{piece}ä " for piece in range(dice.randint(20, 60))]
            server.answers.append(Answer(pieces, 0.02))
            # A program that does not control its terminal is sent no SIGHUP.
            with Aishtui(tmp_path, "--endpoint", server.url, controlling=number != 1) as program:
                program.sees("Ask something")
                program.type(f"question {number}")
                last = dice.randint(0, len(pieces) - 1)
                program.until(lambda last=last, asked=number + 1: server.asked == asked and len(server.sent) >= last)
                program.hang_up()
                program.ended()
            assert newest_answer(tmp_path) == ("complete", "".join(pieces), "")
