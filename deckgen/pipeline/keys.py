"""Finds the user's keys: environment, .env beside the brief, .env here, then the system's keyring."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from deckgen.model.source import Credential, Entry

ENV_FILE = ".env"
LONGEST = 4_000
SHORTEST = 6  # a shorter one cannot be told from ordinary words when it is taken out of answers
_NOTHING: Mapping[str, str] = MappingProxyType({})
# Loaded when they are needed: most runs have no .env, and asking the keyring takes its time.
_FILES = "deckgen.pipeline.env_file"
_RING = "deckgen.pipeline.key_ring"


class Place(StrEnum):
    """Where a key was found, nearest first; also how it is called to the user."""

    ENVIRONMENT = "the environment"
    FOLDER = ".env beside the brief"
    HERE = ".env in this folder"
    KEYRING = "the keyring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys that were found, by source; never shown. `places` says by name where each stands."""

    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING, repr=False)
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()

    def has(self, entry: Entry) -> bool:
        return entry.key in self.values


def keys_of(
    entries: Sequence[Entry],
    *,
    environ: Mapping[str, str],
    folder: Path | None = None,
    here: Path = Path(),
    asks_keyring: bool = True,
) -> Keys:
    """The keys of these sources; what cannot be used is no key, and `warnings` says why.

    The keyring is asked only for what stands nowhere else.
    """
    wanted = [(e.key, e.credential) for e in entries if e.credential]
    warnings: list[str] = []
    values: dict[str, str] = {}
    places: dict[str, Place] = {}
    for place, known in _written(environ, _files(folder, here), {c.env for _, c in wanted}, warnings):
        for _, credential in wanted:
            _take(credential, known, place, values, places, warnings)
    missing = [c for _, c in wanted if c.env not in places]
    if missing and asks_keyring:
        names = tuple(dict.fromkeys(c.env for c in missing))
        kept, trouble = importlib.import_module(_RING).kept_keys(names)
        for credential in missing:
            _take(credential, kept, Place.KEYRING, values, places, warnings)
        if trouble and any(e.is_key_required and e.credential in missing for e in entries):
            warnings.append(trouble)
    return Keys(
        values=MappingProxyType({key: values[c.env] for key, c in wanted if c.env in values}),
        places=MappingProxyType(places),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def problem_of(credential: Credential, key: str) -> str:
    """What is wrong with a key, for its user to read; empty when it can be one. Never holds the key."""
    if not key:
        return "is empty"
    if not key.isascii() or not key.isprintable() or " " in key:
        return "has a space, a line break or a letter that no key has; copy it again"
    parts = credential.form.split(":")
    given = key.split(":", len(parts) - 1)
    if len(given) < len(parts) or not all(given):
        return f"does not have the form {credential.form}"
    if len(given[-1]) < SHORTEST:
        return f"is shorter than {SHORTEST} characters; copy all of it"
    if len(key) > LONGEST:
        return f"is longer than {LONGEST:,} characters; copy the key alone"
    return ""


def sharing(credential: Credential, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """All sources that the same key serves."""
    return tuple(e for e in entries if e.credential and e.credential.env == credential.env)


def _written(
    environ: Mapping[str, str],
    files: Iterable[tuple[Place, Path]],
    names: Collection[str],
    warnings: list[str],
) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """What environment and files say, nearest first."""
    if not names:
        return
    yield Place.ENVIRONMENT, environ
    for place, path in files:
        # A virtual environment may be a folder of this name.
        if path.is_file():
            reader: Any = importlib.import_module(_FILES)
            known, trouble = reader.read_env(path, names)
            warnings.extend(trouble)
            yield place, known


def _files(folder: Path | None, here: Path) -> Iterator[tuple[Place, Path]]:
    if folder is not None and folder.absolute() != here.absolute():
        yield Place.FOLDER, folder / ENV_FILE
    yield Place.HERE, here / ENV_FILE


def _take(
    credential: Credential,
    known: Mapping[str, str],
    place: Place,
    values: dict[str, str],
    places: dict[str, Place],
    warnings: list[str],
) -> None:
    """Keeps the key unless a nearer place had it; a name that is set to nothing is not set."""
    key = known.get(credential.env, "").strip()
    if not key or credential.env in places:
        return
    if trouble := problem_of(credential, key):
        warnings.append(f"{credential.env} in {place.value} {trouble}; until then it counts as not set")
        return
    values[credential.env], places[credential.env] = key, place
