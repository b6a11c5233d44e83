"""`aishtui config init`, `check` and `path`: the file with every setting in a comment, what is wrong in the files that
people write, and where it all lies."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.wording import plural
from aishtui.commands.output import write_found
from aishtui.commands.settings import Settings, broker_file, broker_problems
from aishtui.engine.link import EMBEDDED
from aishtui.store.config_default import default_text, write_default
from aishtui.store.config_table import THEME
from aishtui.store.errors import AlreadyThere, StoreError
from aishtui.store.toml_lines import line_of

CONFIG = "config.toml"


def config_path(settings: Settings) -> Path:
    return settings.config_dir / CONFIG


def run_init(path: Path, just_print: bool, out: TextIO, notes: TextIO) -> int:
    """Write the commented default to `path`, or print it; the exit status is 0, or 1 where it could not be done."""
    try:
        if just_print:
            out.write(default_text())
            out.flush()
            return 0
        write_default(path)
    except AlreadyThere:
        words = "is there already and was left as it is. `aishtui config init --print` shows the default."
        print(f"aishtui: {path} {words}", file=notes)
        return 1
    except StoreError as error:
        print(f"aishtui: {error}", file=notes)
        return 1
    except OSError as error:
        print(f"aishtui: it could not be written: {error.strerror or error}.", file=notes)
        return 1
    print(f"{path}: every setting is in it, in a comment", file=out)
    return 0


def run_check(settings: Settings, environment: Mapping[str, str], as_json: bool, out: TextIO, notes: TextIO) -> int:
    """Print what is wrong; the exit status is 0 if nothing is, else 1."""
    from aishtui.commands.themes import own_themes, read_themes  # Textual comes with it

    themes = read_themes(settings.config_dir)
    problems = [*settings.problems, *_of_theme(settings, themes.names), *themes.problems]
    broker = broker_file(settings.config_dir)
    if broker is not None and settings.choice != EMBEDDED:  # whose settings have them already
        problems += broker_problems(broker, environment)
    places = {problem.path: number for number, problem in reversed([*enumerate(problems)])}
    problems.sort(key=lambda problem: (places[problem.path], problem.line or 0))
    folder = settings.config_dir
    files = [config_path(settings), folder / "presets.toml", folder / "broker.toml"]
    more = [*sorted((folder / "presets.d").glob("*.toml")), *sorted(own_themes(folder).glob("*.toml"))]
    found = [*(path for path in files if path.exists()), *more]
    if refusal := write_found(_as_object(settings, found, problems), _lines(settings, found, problems), as_json, out):
        print(f"aishtui: what was found could not be written: {refusal}.", file=notes)
        return 1
    return 1 if problems else 0


def _of_theme(settings: Settings, names: list[str]) -> Iterable[FileProblem]:
    """That the theme in the file is none."""
    from aishtui.commands.themes import no_such_theme  # as above

    theme, path = settings.config.theme, config_path(settings)
    if theme is not None and theme not in names:
        line = line_of(path.read_text("utf-8", "replace"), THEME.path)
        yield FileProblem(path, line, THEME.name, no_such_theme(theme, names))


def _lines(settings: Settings, files: list[Path], problems: list[FileProblem]) -> Iterable[str]:
    yield from map(str, problems)
    if not files:
        yield f"{settings.config_dir}: there is no file of yours, so all is as shipped"
        return
    names = ", ".join(str(path.relative_to(settings.config_dir)) for path in files)
    verdict = plural(len(problems), "problem") if problems else "nothing is wrong"
    yield f"{settings.config_dir}: {names}; {verdict}"


def _as_object(settings: Settings, files: list[Path], problems: list[FileProblem]) -> dict[str, object]:
    return {
        "config_dir": str(settings.config_dir),
        "files": list(map(str, files)),
        "problems": [
            {"path": str(known.path), "line": known.line, "key": known.key or None, "problem": known.problem}
            for known in problems
        ],
    }
