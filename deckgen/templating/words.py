"""The words of a template: what a key is called on a slide, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.core import Locale

from deckgen.errors import TemplateError
from deckgen.model.finding import Word
from deckgen.templating.catalogue import Catalogue, Forms, chosen
from deckgen.templating.messages import has_words
from deckgen.templating.own import NONE, OWN_NUMBERS, Own

FILE = "words.toml"
_COUNTED = ("one", "other")  # the two forms of an entry that depends on a number
_GAP = re.compile(r"\{(\w+)\}")

Groups = dict[str, dict[str, Forms]]
Act = Callable[[Forms, str], Forms]  # (forms, group) -> the forms that stand instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Texts by group and key; group "kind.mid" holds those of "kind" in mid-sentence where they differ."""

    path: Path
    groups: Mapping[str, Mapping[str, Forms]]
    locale: Locale
    own: Own = NONE

    def text(self, group: str, key: str, *, mid_sentence: bool = False, count: Any = 0) -> str:
        """The words for a key; TemplateError names file, group and key when there are none."""
        found = self.known(group, key, mid_sentence=mid_sentence, count=count)
        if not found:
            raise TemplateError(
                f"{self.path}: no words for {group}.{key}; add a line '{key} = \"...\"' under [{group}]"
            )
        return found

    def known(self, group: str, key: str, *, mid_sentence: bool = False, count: Any = 0) -> str:
        """The words for a key, or nothing."""
        forms = self.groups.get(f"{group}.mid", {}).get(key) if mid_sentence else None
        forms = forms or self.groups.get(group, {}).get(key, ("",))
        return forms[0] if len(forms) == 1 else chosen(forms, count, self.locale)

    def of(self, word: Word, *, mid_sentence: bool = False) -> str:
        return self.text(word.group, word.key, mid_sentence=mid_sentence)

    def filled(self, group: str, key: str, *, count_of: Any = 0, **values: str) -> str:
        """The words for a key with its gaps, written {name}, filled in; `count_of` decides on a plural."""
        text = self.text(group, key, count=count_of)
        unknown = sorted(set(_GAP.findall(text)) - set(values))
        if unknown:
            raise TemplateError(
                f"{self.path}: {group}.{key} has a gap '{{{unknown[0]}}}'; "
                f"known are: {', '.join(sorted(values))}"
            )
        return _GAP.sub(lambda gap: values[gap.group(1)], text)


def read_words(path: Path, tables: Mapping[str, object]) -> Groups:
    """Checks the tables of words.toml: groups of texts, each with an optional sub-table `mid`."""
    groups: Groups = {}
    for group, entries in tables.items():
        if group == OWN_NUMBERS:
            continue
        if not isinstance(entries, dict):
            raise TemplateError(f"{path}: [{group}] must be a table of words")
        for key, text in entries.items():
            if key == "mid" and isinstance(text, dict):
                groups[f"{group}.mid"] = {k: _forms(path, f"{group}.mid.{k}", v) for k, v in text.items()}
            else:
                groups.setdefault(group, {})[key] = _forms(path, f"{group}.{key}", text)
    return groups


def each(groups: Mapping[str, Mapping[str, Forms]], act: Act) -> Groups:
    """The groups with every text that is read replaced."""
    return {
        group: {k: act(v, group) if has_words(v[0]) else v for k, v in entries.items()}
        for group, entries in groups.items()
    }


def translated(groups: Mapping[str, Mapping[str, Forms]], catalogue: Catalogue, *, written_in: str) -> Groups:
    """The groups in a catalogue's language; a message of words has its group as context."""

    def act(forms: Forms, group: str) -> Forms:
        context = f"words/{group}"
        if len(forms) == 1:
            return (catalogue.text(forms[0], written_in=written_in, context=context),)
        return catalogue.forms(forms[0], forms[-1], written_in=written_in, context=context)

    return each(groups, act)


def _forms(path: Path, where: str, text: object) -> Forms:
    if isinstance(text, str):
        return (text,)
    if (
        isinstance(text, dict)
        and set(text) == set(_COUNTED)
        and all(isinstance(v, str) for v in text.values())
    ):
        return tuple(text[k] for k in _COUNTED)
    raise TemplateError(
        f'{path}: {where} must be text in quotes, or {{ one = "...", other = "..." }} where a number decides'
    )
