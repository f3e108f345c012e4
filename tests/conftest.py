"""What all tests share: where recorded answers lie, and that CI skips nothing for a missing system part."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "recorded"


@pytest.fixture(scope="session")
def recorded() -> Path:
    """Folder of recorded real answers; they are kept beside the project, not in it."""
    if not RECORDED.is_dir():
        pytest.skip("recorded answers of real services are not beside this checkout")
    return RECORDED


def needs_program(name: str | None, what: str) -> None:
    """Skips when a system program is absent; fails instead where CI is set."""
    if name is None:
        if os.environ.get("CI"):
            pytest.fail(f"{what} is missing, and CI must not skip for it")
        pytest.skip(f"{what} is not installed")
