"""Which folders lie on a network, and which in memory."""

from pathlib import Path

import pytest

from aishtui.store.filesystem import is_in_memory, is_on_network

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /home rw,relatime shared:5 - nfs4 nas:/home rw,vers=4.2
31 30 0:41 / /home/ada/local rw - ext4 /dev/vdb rw
32 22 0:42 / /mnt/two\\040words rw master:1 - fuse.sshfs ada@dirac:/ rw
33 22 0:43 / /mnt/win rw - cifs //nas/share rw
34 22 0:44 / /mnt/over rw - nfs nas:/x rw
35 34 0:45 / /mnt/over rw - tmpfs none rw
not a line of this file
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/var/lib", False),
        ("/home/ada/.local/share", True),
        ("/home/ada/local/share", False),
        ("/homes", False),
        ("/mnt/two words/data", True),
        ("/mnt/win", True),
        ("/mnt/over/data", False),
    ],
)
def test_the_innermost_mount_decides(path: str, network: bool) -> None:
    assert is_on_network(Path(path), MOUNTS) is network


def test_this_machine_s_own_mounts_can_be_read(tmp_path: Path) -> None:
    assert is_on_network(Path("/proc")) is False


@pytest.mark.parametrize(("path", "memory"), [("/var/lib", False), ("/home/ada", False), ("/mnt/over/data", True)])
def test_what_is_gone_after_a_restart_is_told(path: str, memory: bool) -> None:
    assert is_in_memory(Path(path), MOUNTS) is memory
