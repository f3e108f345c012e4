"""The sample decks, each built once by the real pipeline from its archive."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from deckgen.pipeline.build import Built, build

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("strong", "mixed", "quiet")
LENGTHS = ("full", "meeting", "five")

BuildSample = Callable[[str, str], Built]


@pytest.fixture(scope="session")
def build_sample(tmp_path_factory: pytest.TempPathFactory) -> BuildSample:
    """(sample, length) -> what `deckgen build --offline` makes of it."""

    @cache
    def made(sample: str, length: str) -> Built:
        folder = tmp_path_factory.mktemp(f"{sample}-{length}") / sample
        shutil.copytree(ROOT / "sample_inputs" / sample, folder)
        return build(folder, environ={}, is_offline=True, length=length)

    return made
