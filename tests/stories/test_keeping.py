"""What the user sees when the database cannot be used, and when it can be again."""

import shutil
from pathlib import Path

from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import Aishtui, aishtui

BANNER = "earlier ones cannot be shown"


def go_on_until_it_is_kept(program: Aishtui) -> None:
    """Type, as people do, until the banner is gone: the way back is tried with what is to be written."""
    while "cannot be shown" in program.plain:
        program.press("x\x7f")
        program.pause()


def test_with_a_damaged_database_it_works_and_the_banner_goes_when_that_is_moved_away(
    lab: Homelab, tmp_path: Path
) -> None:
    database = tmp_path / "data" / "aishtui.db"
    database.parent.mkdir()
    database.write_bytes(b"a love letter\n" * 100)
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("is damaged", "aishtui store check", BANNER)
        program.type("7×8")
        program.sees("= 56", "complete")
        database.rename(tmp_path / "moved")
        go_on_until_it_is_kept(program)
        program.sees("again")
        program.type("×2")
        program.sees("= 112")
        assert program.quit() == 0
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("7×8", "= 56", "= 112")


def test_a_folder_that_is_deleted_is_made_anew(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("7×8")
        program.sees("= 56", "complete")
        shutil.rmtree(tmp_path / "data")
        program.type("×2")
        program.sees("= 112", "replaced")
        program.kill()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("7×8", "= 56", "= 112")
