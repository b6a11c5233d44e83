"""Where the programs that are measured are started."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The working tree: `python -m` finds aishtui and benchmarks in it. Not resolved, so that another tree can be measured
by linking this folder into it."""
