"""The classifier's cues, from `classify.toml` beside this file, in the form they are looked up in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from deckgen.model.evidence import SiteKind

_WRITTEN = tomllib.loads(Path(__file__).with_name("classify.toml").read_text(encoding="utf-8"))


def _by_word(table: str) -> Mapping[str, SiteKind]:
    return MappingProxyType(
        {word: SiteKind(kind) for kind, words in _WRITTEN[table].items() for word in words.split()}
    )


def _set(table: str, key: str) -> frozenset[str]:
    return frozenset(_WRITTEN[table][key].split())


def _patterns() -> tuple[tuple[SiteKind, re.Pattern[str]], ...]:
    """One pattern a kind; group 1 is the cue, so that its place in the name can be compared."""
    found = []
    for kind, words in _WRITTEN["words"].items():
        ends = "|".join(
            sorted((re.escape(w[1:]) for w in words.split() if w[0] == "*"), key=len, reverse=True)
        )
        starts = "|".join(re.escape(w[:-1]) for w in words.split() if w[-1] == "*")
        either = [rf"(?:{ends})(?=\d*$)"] if ends else []
        either += [rf"(?:(?<=^)|(?<=[-_\d]))(?:{starts})"] if starts else []
        either += [rf"^{_WRITTEN['starts'][kind]}"] if kind in _WRITTEN["starts"] else []
        found.append((SiteKind(kind), re.compile("(" + "|".join(either) + ")")))
    return tuple(found)


PLATFORMS = _by_word("platforms")
LABELS = _by_word("labels")
ENDINGS = _by_word("endings")
SECOND = _by_word("second")
PATHS = _by_word("paths")
CHANCE = tuple(_WRITTEN["chance"]["words"].split())
WORDS = _patterns()
TYPES = _by_word("types")
GENERATORS: Mapping[SiteKind, frozenset[str]] = MappingProxyType(
    {kind: _set("generators", kind.value) for kind in (SiteKind.FORUM, SiteKind.WIKI, SiteKind.SHOP)}
)
BLOGWARE = _set("generators", "blogware")
