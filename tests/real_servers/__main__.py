"""`make test-servers`: aishtui against servers that nobody here wrote, on this machine's loopback."""

import argparse
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from aishtui import __version__
from tests.real_servers import litellm, llama
from tests.real_servers.report import Report


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.real_servers", description=__doc__)
    parser.add_argument("--llama", type=Path, metavar="PYTHON", required=True, help="of the environment with xllamacpp")
    parser.add_argument("--litellm", type=Path, metavar="PYTHON", help="of the one with LiteLLM; without it, not tried")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put what is said between the marks in FILE, too")
    arguments = parser.parse_args()
    report = Report(sys.stdout)
    report.heading(
        f"aishtui {__version__}, httpx {version('httpx')}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {datetime.now(UTC):%Y-%m-%d}"
    )
    with tempfile.TemporaryDirectory(prefix="aishtui-servers-") as folder:
        model = llama.make_model(report, arguments.llama.absolute(), Path(folder))
        llama.drive(report, arguments.llama.absolute(), model, Path(folder))
        if arguments.litellm is not None:
            litellm.drive(report, arguments.llama.absolute(), arguments.litellm.absolute(), model, Path(folder))
    report.summary()
    if arguments.write is not None:
        report.write_into(arguments.write)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
