"""Every recorded answer is claimed by exactly one source; that it is read, the whole run sees (conftest)."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from deckgen.model.source import Shape
from deckgen.pipeline.plugins import entries

CLAIMS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parents[1] / "recordings.toml").read_text(encoding="utf-8")
)


def _recordings(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(p.relative_to(folder).as_posix() for p in files if p.stem not in {"MANIFEST", "README"})


def test_every_recording_is_claimed_by_exactly_one_source(recorded: Path) -> None:
    claimed = {
        name: [key for key, patterns in CLAIMS.items() if any(fnmatch(name, p) for p in patterns)]
        for name in _recordings(recorded)
    }

    assert {name: keys for name, keys in claimed.items() if len(keys) != 1} == {}


def test_no_claim_names_a_source_or_a_recording_that_is_not_there(recorded: Path) -> None:
    names = _recordings(recorded)
    empty = [p for patterns in CLAIMS.values() for p in patterns if not any(fnmatch(n, p) for n in names)]

    assert empty == []
    assert CLAIMS.keys() <= {entry.key for entry in entries()}


def test_an_entry_says_recording_where_a_recording_is_claimed_and_only_there() -> None:
    told = {entry.key for entry in entries() if entry.shape is Shape.RECORDING}

    assert told == CLAIMS.keys()
