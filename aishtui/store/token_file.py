"""The file that holds a token, which `config.toml` may name."""

from pathlib import Path

from aishtui.chat.file_problem import FileProblem
from aishtui.store.errors import BadFile

_MOST_BYTES = 64 * 1024


def read_token(path: Path) -> str:
    """The token without the white space around it. Raises BadFile, which never repeats what is in the file."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(path, None, "", f"the token cannot be read ({error.strerror or error})") from error
    token = content.decode("ascii", "replace").strip()
    if not token:
        raise BadFile(path, None, "", "is empty: put the token into it, on one line")
    # What a header cannot carry would only fail later, with the token in the message.
    if len(content) > _MOST_BYTES or not token.isascii() or not token.isprintable():
        raise BadFile(path, None, "", "must hold the token alone: one line of plain ASCII characters")
    return token


def token_file_problem(path: Path) -> FileProblem | None:
    """That others on this machine may read the token; it is used all the same."""
    try:
        mode = path.stat().st_mode & 0o777
    except OSError:
        return None  # `read_token` says so
    if not mode & 0o077:
        return None
    return FileProblem(path, None, "", f"others may read the token (mode {mode:04o}); chmod 600 keeps it private")
