"""Two answers beside each other in a real terminal, from the key to the copied diff; also after a restart."""

from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ESCAPE, aishtui

ALT_V = "\x1bv"


def test_versions_of_an_answer_are_compared_and_their_difference_is_copied(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="Use restic every night.\n\nTest it each month."))
    lab.script(lan.CHAT, Behaviour(text="Use borg every night.\n\nTest it each month."))
    copied = tmp_path / "data" / "last-copy.md"
    with aishtui(tmp_path, "--endpoint", lab.url, "--preset", "fast") as program:
        program.type("how do I back up?")
        program.sees("each month.", "complete")
        program.type(":retry chat")
        program.sees("Use borg", "‹2/2›", "complete")
        program.press(ALT_V)
        program.sees("1 difference · 88 % of the words are the same", "1 of 1", "Esc closes")
        program.press("y")
        program.until(lambda: copied.exists() and copied.read_text().endswith("\n"))
        assert "-Use restic every night.\n+Use borg every night.\n \n Test it each month.\n" in copied.read_text()
        program.press(ESCAPE)
        program.sees("Ask something")
        assert program.quit() == 0
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("Use borg", "Ask something")
        program.type(":diff")
        program.sees("1 difference · 88 % of the words are the same", "- fast", "+ chat")
