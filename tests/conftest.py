"""What all tests share: where recorded answers lie, that each is read, and that CI skips nothing needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

# Before anything asks for them, and for the programs that tests start: nobody's own keys are touched.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
for _name in [name for name in os.environ if name.startswith("DECKGEN_")]:
    del os.environ[_name]

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "recorded"
MASTERS = RECORDED.parent / "masters"
_READ: set[str] = set()  # recorded answers that were opened in this run
_LEFT: list[str] = []  # those that a whole run left unread


def _on_event(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | os.PathLike):
        path = os.fspath(arguments[0])
        if isinstance(path, str) and path.startswith(_PREFIX):
            _READ.add(path[len(_PREFIX) :].replace(os.sep, "/"))


_PREFIX = f"{RECORDED}{os.sep}"
if RECORDED.is_dir():
    sys.addaudithook(_on_event)


@pytest.fixture(scope="session")
def recorded() -> Path:
    """Folder of recorded real answers; they are kept beside the project, not in it."""
    if not RECORDED.is_dir():
        pytest.skip("recorded answers of real services are not beside this checkout")
    return RECORDED


@pytest.fixture(scope="session")
def masters() -> Path:
    """Folder of masters that real organisations made; they are kept beside the project, not in it."""
    if not MASTERS.is_dir():
        pytest.skip("masters of real organisations are not beside this checkout")
    return MASTERS


def needs_program(name: str | None, what: str) -> None:
    """Skips when a system program is absent; fails instead where CI is set."""
    if name is None:
        if os.environ.get("CI"):
            pytest.fail(f"{what} is missing, and CI must not skip for it")
        pytest.skip(f"{what} is not installed")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """After a whole run that passed, a recorded answer that no test opened fails it."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:  # a process of pytest-xdist: it tells the one that started it
        output["read"] = sorted(_READ)
    elif exitstatus == 0 and RECORDED.is_dir() and _is_whole(session):
        _LEFT.extend(_unread())
        if _LEFT:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Names the recorded answers that a whole run left unread."""
    for name in _LEFT:
        terminalreporter.write_line(f"no test reads the recorded answer {name}")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """What a process of pytest-xdist has read."""
    _READ.update(getattr(node, "workeroutput", {}).get("read", ()))


def _is_whole(session: pytest.Session) -> bool:
    option = session.config.option
    is_part = option.keyword or option.markexpr or getattr(option, "deselect", None) or option.collectonly
    asked = [Path(a).resolve() for a in session.config.args]
    return not is_part and asked == [Path(__file__).parent]


def _unread() -> list[str]:
    files = (path for path in RECORDED.rglob("*") if path.is_file())
    names = {p.relative_to(RECORDED).as_posix() for p in files if p.stem not in {"MANIFEST", "README"}}
    return sorted(names - _READ)
