"""Walking through the prompts sent before."""

from aishtui.screens.prompt_history import PromptHistory


def history(*entries: str) -> PromptHistory:
    made = PromptHistory()
    made.load(entries)
    return made


def test_up_goes_to_older_and_down_to_newer_and_back_to_the_draft() -> None:
    walk = history("new", "old")
    assert [walk.move(-1, ""), walk.move(-1, "new"), walk.move(1, "old"), walk.move(1, "new")] == [
        "new", "old", "new", "",
    ]  # fmt: skip


def test_there_is_nothing_beyond_either_end() -> None:
    walk = history("only")
    assert walk.move(1, "draft") is None
    assert walk.move(-1, "draft") == "only"
    assert walk.move(-1, "only") is None
    assert walk.move(1, "only") == "draft"


def test_an_entry_that_was_emptied_or_changed_begins_the_walk_anew() -> None:
    walk = history("new", "old", "oldest")
    walk.move(-1, "")
    walk.move(-1, "new")
    assert walk.move(-1, "") == "new"


def test_what_is_sent_is_the_newest_and_stands_there_once() -> None:
    walk = history("old")
    for text in ("new", "new", "  ", "\n"):
        walk.remember(text)
    assert [walk.move(-1, ""), walk.move(-1, "new"), walk.move(-1, "old")] == ["new", "old", None]


def test_without_entries_nothing_moves() -> None:
    assert history().move(-1, "draft") is None
