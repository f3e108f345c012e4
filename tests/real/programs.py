"""Where the parts of the real servers lie; how programs are started so that none is ever left over."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import needs_program

FOLDER_VARIABLE = "TEST_SERVERS_FOLDER"
_SEARCHED = os.pathsep.join(
    (os.environ.get("PATH", ""), "/usr/sbin", "/sbin")
)  # mariadbd is an admin's program
_PHP_PARTS = "pdo_sqlite intl mbstring dom xmlreader mysqli gd"
START_S, STOP_S, RUN_S = 20.0, 5.0, 60.0


def unpacked(name: str) -> Path:
    """The folder of a site's program as its package has it; skips, or fails in CI, when it is not there."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get(FOLDER_VARIABLE) or Path(cache) / "deckgen" / "test-servers")
    found = folder / "root/usr/share" / name
    needs_program(str(found) if found.is_dir() else None, f"{name} in {folder} (.ci/servers puts it there)")
    return found


def program(name: str) -> str:
    """The path of a program; skips, or fails in CI, when it is not installed."""
    found = shutil.which(name, path=_SEARCHED)
    needs_program(found, f"the program {name} (.ci/servers installs it)")
    assert found is not None
    return found


def php() -> str:
    """PHP with all parts that both sites need."""
    found = program("php")
    code = f'foreach (explode(" ", "{_PHP_PARTS}") as $part) if (!extension_loaded($part)) echo $part, " ";'
    missing = subprocess.run(
        [found, "-r", code], capture_output=True, text=True, timeout=RUN_S
    ).stdout.strip()
    needs_program(None if missing else found, f"a part of PHP: {missing} (.ci/servers installs it)")
    return found


def ran(command: Sequence[str | Path], *, folder: Path, said: str = "", **variables: str) -> str:
    """What a program answers to what is `said` to it, once it has ended; its words are in the error."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment(folder, variables),
        input=said,
        capture_output=True,
        text=True,
        timeout=RUN_S,
    )
    if done.returncode:
        raise RuntimeError(
            f"{command[0]} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return done.stdout


@contextmanager
def running(
    command: Sequence[str | Path], *, folder: Path, is_ready: Callable[[], bool], **variables: str
) -> Iterator[int]:
    """A program for the time of the block; yields its process id. The kernel ends it when we are killed."""
    log = folder / f"{Path(command[0]).name}.{time.monotonic_ns()}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [program("setpriv"), "--pdeathsig", "KILL", *map(str, command)],
            cwd=folder,
            env=environment(folder, variables),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        try:
            _wait(process, is_ready, log)
            yield process.pid
        finally:
            _stop(process)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def environment(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the user's but where programs lie; whatever is written for a moment stays in the folder."""
    own = {"PATH": _SEARCHED, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return {**own, **variables}


def _wait(process: subprocess.Popen[bytes], is_ready: Callable[[], bool], log: Path) -> None:
    ends_at = time.monotonic() + START_S
    while not is_ready():
        if process.poll() is not None or time.monotonic() > ends_at:
            words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"the server did not start within {START_S:.0f} seconds: {words}")
        time.sleep(0.02)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_S)
