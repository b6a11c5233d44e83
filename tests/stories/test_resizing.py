"""A window that is dragged about, or that shrinks to nothing, while an answer is being written."""

from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import aishtui

STORY = " ".join(f"word{number}" for number in range(80))


def test_a_storm_of_sizes_in_mid_answer_ends_in_a_whole_picture(tmp_path: Path) -> None:
    with Homelab() as lab:
        lab.script(lan.FAST, Behaviour(text=STORY, tokens_per_s=20.0))
        with aishtui(tmp_path, "--endpoint", lab.url, "--preset", "fast") as program:
            program.type("tell me")
            program.sees("word5")
            for number in range(150):
                program.resize(20 + number % 130, 2 + number % 50)
                program.read(0.005)
            program.resize(1, 1)
            program.read(0.3)
            program.resize(120, 36)
            program.sees("word79", "complete", "Ask something", "of 32.8k")
            program.press("still typing")
            program.sees("> still typing")
