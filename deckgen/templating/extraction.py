"""Every message of a template's folder with the places it stands at: what a translator is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from deckgen.templating import messages
from deckgen.templating.catalogue import Forms, Key
from deckgen.templating.environment import an_environment
from deckgen.templating.template import Link, settings_file, slide_files, word_groups
from deckgen.templating.words import each

WORDS = "words"
_TRANS = "{% trans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One text to translate. `forms`: one, or singular and plural; `places`: file and field."""

    context: str
    forms: Forms
    places: tuple[str, ...]

    @property
    def key(self) -> Key:
        return (self.context, self.forms[0])


class _Found(NamedTuple):
    context: str
    forms: Forms
    place: str


def extracted(link: Link) -> tuple[Message, ...]:
    """The messages of one folder: settings, slides in the order they are shown, words."""
    places: dict[tuple[str, Forms], dict[str, None]] = {}
    for found in (*_settings(link), *_slides(link), *_words(link)):
        places.setdefault((found.context, found.forms), {})[found.place] = None
    return tuple(
        Message(context=context, forms=forms, places=tuple(where))
        for (context, forms), where in places.items()
    )


def _settings(link: Link) -> Iterable[_Found]:
    seen = _Recorder(settings_file(link).stem)
    messages.of_template(link.table, seen)
    return seen.found


def _slides(link: Link) -> Iterator[_Found]:
    files = {file.key: file for file in slide_files(link)}
    outlines = (key for outline in dict(link.table.get("lengths", {})).values() for key in outline)
    for key in dict.fromkeys((*(k for k in outlines if k in files), *sorted(files))):
        seen = _Recorder(key)
        messages.of_slide(files[key], slide=seen, notes=seen)
        yield from seen.found


def _words(link: Link) -> Iterable[_Found]:
    seen: list[_Found] = []

    def act(forms: Forms, group: str) -> Forms:
        seen.append(_Found(f"{WORDS}/{group}", forms, f"{WORDS}/{group}"))
        return forms

    each(word_groups(link), act)
    return seen


class _Recorder:
    """Notes each message it is asked about."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found: list[_Found] = []

    def __call__(self, text: str, place: str) -> str:
        where = f"{self._name}/{place}"
        if _TRANS in text:
            self.found += [_Found(context, forms, where) for context, forms in _blocks(text)]
        else:
            self.found.append(_Found("", (text,), where))
        return text


def _blocks(text: str) -> Iterator[tuple[str, Forms]]:
    """The messages inside `{% trans %}`."""
    found = an_environment({}).extract_translations(text)  # type: ignore[attr-defined]
    for _, function, given in found:
        parts = [part for part in ((given,) if isinstance(given, str) else given) if part]
        context = parts.pop(0) if "p" in function.removesuffix("gettext") else ""
        yield context, tuple(parts)
