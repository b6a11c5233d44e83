"""The `presets.toml` that somebody begins with: nothing but comments."""

from pathlib import Path

from aishtui.store.paths import make_private
from aishtui.store.whole_file import whole_file

_TEXT = """\
# Your own presets. What stands here of a preset goes over what ships with aishtui, value by value; take the # away.
# What you save is in force at once; aishtui itself writes only presets.d/aishtui.toml.

#[presets.review]
#model = "llama-3.1-8b-instruct"
#description = "reads code"
#slot = 8
#system = "You review code. Be brief."
#[presets.review.params]
#temperature = 0.2
"""


def write_first_presets(path: Path) -> None:
    """Put it at `path`, for the user alone; folders that are missing are made. Raises StoreError: AlreadyThere where
    there is anything."""
    make_private(path.parent)
    with whole_file(path, replace=False) as file:
        file.write(_TEXT.encode())
