"""Whether answers can finish after the line has dropped: some machines end all that a user has started at the log-out.

systemd's logind decides that (logind.conf(5)): with `KillUserProcesses=yes` what belongs to a login's session ends with
it. What runs under the user's own manager (`user@….service`) does not belong to it, and goes on where the user lingers.
"""

import os
import pwd
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.store.config import Config

POINT = "after a hang-up"

_FOLDERS = ("etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd")
"""Where logind looks for `logind.conf` and for the drop-ins beside it, the first that has a name counts."""
_SETTING = re.compile(r"\s*(\w+)\s*=\s*(.*?)\s*\Z")
_DEFAULT = re.compile(r"\s*#\s*(KillUserProcesses)\s*=\s*(\w+)\s*\Z")
"""As the file that is shipped says what it was built with: distributions say no, systemd itself yes."""
_TRUE = frozenset(("1", "yes", "y", "true", "t", "on"))
_SESSION = re.compile(r"/session-[^/]+\.scope")
_MANAGER = re.compile(r"/user@\d+\.service")

_CURE = (
    "`loginctl enable-linger`, once, lets what you start outlive your log-out; then start aishtui outside the session: "
    "`systemd-run --user --scope aishtui`, or tmux likewise (`systemd-run --user --scope tmux`) and aishtui in it."
)


def check(config: Config, environment: Mapping[str, str], user: str = "", root: Path = Path("/")) -> Finding:
    """`root` is where the machine's folders lie; `user` is who runs this (empty: found out)."""
    wanted = _wanted(config, environment)
    if config.on_hangup == "stop":
        return ok(POINT, wanted)
    if not (root / "run/systemd/system").exists():
        return ok(POINT, f"{wanted}; no systemd here that could end it")
    user = user or _user_name()
    settings = _logind_settings(root)
    lingers = (root / "var/lib/systemd/linger" / user).exists()
    group = _control_group(root)
    if _MANAGER.search(group):
        return _under_manager(wanted, lingers)
    if not _kills(settings, user):
        return ok(POINT, f"{wanted}; {_lets_it(settings)}")
    if _SESSION.search(group):
        return not_ok(POINT, f"{wanted}, but logind ends it at the log-out (KillUserProcesses=yes)", _CURE)
    return ok(POINT, f"{wanted}; KillUserProcesses=yes, but this runs in no login's session")


def _under_manager(wanted: str, lingers: bool) -> Finding:
    if lingers:
        return ok(POINT, f"{wanted}; it runs under your user manager, and you linger")
    return not_ok(
        POINT,
        f"{wanted}, but your user manager, under which this runs, ends with your last log-out",
        "`loginctl enable-linger`, once, lets it go on.",
    )


def _wanted(config: Config, environment: Mapping[str, str]) -> str:
    if config.on_hangup == "stop":
        return 'answers stop and are kept (on_hangup = "stop")'
    words = f"answers finish, for at most {config.hangup_limit_s / 60:g} minutes"
    inside = "tmux" if environment.get("TMUX") else "GNU screen" if environment.get("STY") else ""
    return f"{words}; in {inside} the screen outlives the line too" if inside else words


def _lets_it(settings: Mapping[str, str]) -> str:
    said = settings.get("KillUserProcesses")
    if said is None:
        return "no file of logind's sets KillUserProcesses, which distributions have as no"
    return f"logind lets it (KillUserProcesses={said}{'' if said.lower() not in _TRUE else ', but not for you'})"


def _kills(settings: Mapping[str, str], user: str) -> bool:
    if settings.get("KillUserProcesses", "no").lower() not in _TRUE:
        return False
    only, exclude = settings.get("KillOnlyUsers", "").split(), settings.get("KillExcludeUsers", "root").split()
    return user not in exclude and (not only or user in only)


def _logind_settings(root: Path) -> dict[str, str]:
    """What holds: what logind was built with, over that the file's settings, and those of the drop-ins in the order of
    their names."""
    main = next((path for folder in _FOLDERS if (path := root / folder / "logind.conf").is_file()), None)
    settings = dict(_read(main, _DEFAULT)) if main is not None else {}
    for path in (main, *_drop_ins(root)) if main is not None else _drop_ins(root):
        settings.update(_read(path, _SETTING))
    return settings


def _drop_ins(root: Path) -> Iterator[Path]:
    found: dict[str, Path] = {}
    for folder in reversed(_FOLDERS):
        found.update((path.name, path) for path in (root / folder / "logind.conf.d").glob("*.conf"))
    yield from (found[name] for name in sorted(found))


def _read(path: Path, wanted: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The lines of the section [Login] that are `wanted`; a file that cannot be read says nothing to us, though it may
    to logind."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    section = ""
    for line in lines:
        if line.lstrip().startswith("["):
            section = line.strip()
        elif section == "[Login]" and (match := wanted.match(line)):
            yield match[1], match[2]


def _control_group(root: Path) -> str:
    try:
        return (root / "proc/self/cgroup").read_text("utf-8", "replace")
    except OSError:
        return ""


def _user_name() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a number without a name, as in some containers
        return str(os.getuid())
