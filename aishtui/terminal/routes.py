"""The ways of a copy, by name."""

from typing import Literal

Taken = Literal["tmux", "tmux-terminal", "osc52", "osc52-tmux", "osc52-screen", "desktop", "file"]
"""A way that a copy went. `tmux-terminal` is tmux's own offer to the terminal that shows it."""
