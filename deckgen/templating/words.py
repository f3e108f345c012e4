"""The words of a template: what a key is called on a slide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deckgen.errors import TemplateError
from deckgen.model.finding import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Texts by group and key; `mid` holds the forms used in mid-sentence where they differ."""

    path: Path
    groups: Mapping[str, Mapping[str, str]]
    mid: Mapping[str, Mapping[str, str]]

    def text(self, group: str, key: str, *, mid_sentence: bool = False) -> str:
        """The words for a key; TemplateError names file, group and key when there are none."""
        if mid_sentence and key in self.mid.get(group, {}):
            return self.mid[group][key]
        try:
            return self.groups[group][key]
        except KeyError:
            raise TemplateError(
                f"{self.path}: no words for {group}.{key}; add a line '{key} = \"...\"' under [{group}]"
            ) from None

    def of(self, word: Word, *, mid_sentence: bool = False) -> str:
        return self.text(word.group, word.key, mid_sentence=mid_sentence)


def words(path: Path, tables: Mapping[str, object]) -> Words:
    """Checks the tables of words.toml: groups of strings, each with an optional sub-table `mid`."""
    groups: dict[str, dict[str, str]] = {}
    mid: dict[str, dict[str, str]] = {}
    for group, entries in tables.items():
        if not isinstance(entries, dict):
            raise TemplateError(f"{path}: [{group}] must be a table of words")
        for key, text in entries.items():
            if key == "mid" and isinstance(text, dict):
                mid[group] = {k: str(v) for k, v in text.items()}
            elif isinstance(text, str):
                groups.setdefault(group, {})[key] = text
            else:
                raise TemplateError(f"{path}: {group}.{key} must be text in quotes")
    return Words(path=path, groups=groups, mid=mid)
