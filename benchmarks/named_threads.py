"""aishtui with its threads named where the kernel keeps their CPU time: `python -m benchmarks.named_threads …`."""

import threading
from pathlib import Path

from aishtui.cli import main


def name_threads() -> None:
    """Python does this by itself only since 3.14."""
    run = threading.Thread.run

    def run_named(self: threading.Thread) -> None:
        Path(f"/proc/self/task/{threading.get_native_id()}/comm").write_text(self.name[:15])
        run(self)

    setattr(threading.Thread, "run", run_named)  # noqa: B010 - to mypy, a method is not to be assigned


if __name__ == "__main__":
    name_threads()
    main()
