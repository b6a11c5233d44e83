"""What kind of file system a folder lies on: one of the network, or one that is gone after a restart."""

import re
from pathlib import Path

_NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs"}
)
_MEMORY_KINDS = frozenset({"tmpfs", "ramfs"})
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs", "fuse.davfs")
_OCTAL = re.compile(r"\\([0-7]{3})")


def kind_of_filesystem(path: Path) -> str:
    """`ext4`, `nfs4` and the like; "" where that is not known."""
    mounts = _mounts()
    return _kind(path.resolve(), mounts) if mounts is not None else ""


def is_on_network(path: Path, mounts: str | None = None) -> bool:
    """Whether `path` is on a network file system, as far as `/proc/self/mountinfo` (`mounts`) tells.

    SQLite's WAL shares memory between processes and so needs all of them on one machine
    (https://www.sqlite.org/wal.html, "Disadvantages"); on NFS two hosts would damage the file without an error.
    """
    known = _mounts() if mounts is None else mounts
    if known is None:
        return False  # SQLite says itself when it cannot
    kind = _kind(path.resolve(), known)
    return kind in _NETWORK_KINDS or kind.startswith(_NETWORK_FUSE)


def is_in_memory(path: Path, mounts: str | None = None) -> bool:
    """Whether what is in `path` is gone after a restart of the machine, as far as `mounts` tells."""
    known = _mounts() if mounts is None else mounts
    return known is not None and _kind(path.resolve(), known) in _MEMORY_KINDS


def _mounts() -> str | None:
    """None where it is not Linux: nothing is known."""
    try:
        return Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return None


def _kind(path: Path, mounts: str) -> str:
    """The kind of the innermost mount over `path`. Lines are `… mount-point options … - kind source …` (proc(5))."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = Path(_OCTAL.sub(lambda match: chr(int(match.group(1), 8)), fields[4]))
        # Of two mounts on one place the later line lies on top.
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), right.split(" ")[0]
    return kind
