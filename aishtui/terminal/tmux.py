"""Talks to the tmux that aishtui runs in, through tmux's own program."""

import subprocess

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass

_CLIENT_FORMAT = "#{client_activity}\t#{client_termfeatures}\t#{client_termname}\t#{client_name}"


class TmuxError(Exception):
    """tmux could not be asked or said no; `str()` says what it said."""


@dataclass(frozen=True, slots=True)
class TmuxClient:
    """A terminal that shows the session."""

    name: str
    takes_copies: bool
    """tmux knows how to reach the clipboard of this terminal."""
    term: str = ""
    """Its TERM."""


def client_of(pane: str, limit_s: float) -> TmuxClient | None:
    """The terminal that shows `pane`'s session and was used last, which is the user's; None: nobody is attached."""
    target = ("-t", pane) if pane else ()
    listing = _tmux("list-clients", *target, "-F", _CLIENT_FORMAT, limit_s=limit_s)
    clients = [line.split("\t", 3) for line in listing.splitlines() if line.count("\t") >= 3]
    if not clients:
        return None
    _, features, term, name = max(clients, key=lambda client: int(client[0] or 0))
    return TmuxClient(name, "clipboard" in features.split(","), clean_line(term, 60))


def load_buffer(data: bytes, client: TmuxClient | None, limit_s: float) -> None:
    """Puts `data` into a new buffer of tmux, and has `client` offer it to its terminal.

    `-w` reaches the terminal whatever `set-clipboard` says (measured with tmux 3.3a: on, external, off), which an
    OSC 52 of our own does not: the default, `external`, drops it.
    """
    offering = ("-w", "-t", client.name) if client is not None else ()
    _tmux("load-buffer", *offering, "-", data=data, limit_s=limit_s)


def forget_buffers(holding: str, limit_s: float) -> None:
    """Takes those buffers away that begin with something in which `holding` stands."""
    listing = _tmux("list-buffers", "-F", "#{buffer_name}\t#{buffer_sample}", limit_s=limit_s)
    for name, _, sample in (line.partition("\t") for line in listing.splitlines()):
        if holding in sample:
            _tmux("delete-buffer", "-b", name, limit_s=limit_s)


def session_is_over_ssh(pane: str, limit_s: float) -> bool:
    """Whether the client that attached last came over ssh: the pane's own environment may be older than that."""
    target = ("-t", pane) if pane else ()
    try:
        return _tmux("show-environment", *target, "SSH_CONNECTION", limit_s=limit_s).startswith("SSH_CONNECTION=")
    except TmuxError:  # it has never heard of the variable
        return False


def option(scope: str, name: str, limit_s: float) -> str:
    """The value of an option, in tmux's own words: of the server (`-s`) or of all sessions (`-g`)."""
    return clean_line(_tmux("show-options", f"{scope}v", name, limit_s=limit_s).strip(), 60)


def version(limit_s: float) -> str:
    """Of the server that runs, as it says it: `3.3a`."""
    return clean_line(_tmux("display-message", "-p", "#{version}", limit_s=limit_s).strip(), 60)


def _tmux(*arguments: str, limit_s: float, data: bytes = b"") -> str:
    try:
        done = subprocess.run(["tmux", *arguments], input=data, capture_output=True, timeout=limit_s, check=True)
    except subprocess.TimeoutExpired as error:
        raise TmuxError(f"tmux did not answer within {limit_s:.0f} s") from error
    except subprocess.CalledProcessError as error:
        said = clean_line(error.stderr.decode(errors="replace"))
        raise TmuxError(f"tmux said: {said}" if said else f"tmux ended with {error.returncode}") from error
    except OSError as error:
        raise TmuxError(f"tmux could not be started: {error.strerror}") from error
    return done.stdout.decode(errors="replace")
