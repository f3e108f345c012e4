"""Programs that tests start: none is left over, whether the block ends well, fails or is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.real.programs import FOLDER_VARIABLE, answers, free_port, running, unpacked

pytestmark = pytest.mark.network
COLLECTED_AT = time.time()  # before any server was started
ROOT = Path(__file__).resolve().parents[2]
_KILLED = """
import sys
from pathlib import Path
from tests.real.programs import running

folder = Path(sys.argv[1])
command = ["sh", "-c", "touch ready; exec sleep 60"]
with running(command, folder=folder, is_ready=(folder / "ready").exists) as pid:
    print(pid, flush=True)
    sys.stdin.read()
"""


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent to notice does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def _ends(pid: int, *, within_s: float = 5.0) -> bool:
    ends_at = time.monotonic() + within_s
    while _is_alive(pid) and time.monotonic() < ends_at:
        time.sleep(0.01)
    return not _is_alive(pid)


@pytest.mark.usefixtures("has_setpriv")
def test_a_block_that_fails_ends_its_program(tmp_path: Path) -> None:
    seen: list[int] = []

    def block() -> None:
        with running(["sleep", "60"], folder=tmp_path, is_ready=lambda: True) as pid:
            seen.append(pid)
            assert _is_alive(pid)
            raise KeyError

    with pytest.raises(KeyError):
        block()

    assert not _is_alive(seen[0])


@pytest.mark.usefixtures("has_setpriv")
def test_a_program_that_ends_before_it_is_ready_says_why(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo no such file; exit 3"]

    with (
        pytest.raises(RuntimeError, match="no such file"),
        running(command, folder=tmp_path, is_ready=lambda: False),
    ):
        pass


@pytest.mark.usefixtures("has_setpriv")
def test_a_program_dies_with_tests_that_are_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _KILLED, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as tests:
        assert tests.stdout is not None
        pid = int(tests.stdout.readline())
        assert _is_alive(pid)

        tests.send_signal(signal.SIGKILL)

    assert _ends(pid)


def test_without_the_unpacked_sites_tests_are_skipped_with_a_reason_and_fail_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))

    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"mediawiki in .* is not installed"):
        unpacked("mediawiki")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI must not skip"):
        unpacked("mediawiki")


def test_servers_write_into_their_own_folders_only(wiki: str, blogs: dict[str, str]) -> None:
    folders = [unpacked("mediawiki"), unpacked("wordpress")]

    written = [p for folder in folders for p in folder.rglob("*") if p.lstat().st_mtime > COLLECTED_AT]

    assert written == []
    assert all(base.startswith("http://127.0.0.1:") for base in (wiki, *blogs.values()))
    assert not answers(free_port())
