"""A template folder as data: its master, outline, words and slide files, along its chain of `extends`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.options import Option
from deckgen.model.styling import Styling
from deckgen.templating import messages
from deckgen.templating.catalogue import Catalogue, languages_in, locale_of, read_catalogue, tag
from deckgen.templating.options import read_options
from deckgen.templating.own import NONE, OWN_NUMBERS, Own, read_own
from deckgen.templating.pack import inside, is_name, pack, read_tables, read_text
from deckgen.templating.slidefile import SlideFile, read_slide_file
from deckgen.templating.stylings import read_styling
from deckgen.templating.toml_tables import strings, under
from deckgen.templating.words import FILE as WORDS
from deckgen.templating.words import Groups, Words, read_words, translated

PREVIEW = "preview"  # in a template's folder: decks that show it, no part of it
MAX_CHAIN = 5
SOURCE_LANGUAGE = "en"
_SETTINGS = "template.toml"
_KEYS = {
    "name", "extends", "master", "language", "locale", "formats", "sections", "lengths", "layouts", "footer",
    "title", "author", "names", "placeholders", "palette", "fonts", "options", OWN_NUMBERS,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One folder of a chain of templates, with what its template.toml says. Its files are in one language."""

    folder: Path
    table: Mapping[str, Any]

    @property
    def language(self) -> str:
        """The language its own files are written in."""
        return str(self.table.get("language", SOURCE_LANGUAGE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What a template says in one language. `patterns`: where it departs from CLDR."""

    catalogue: Catalogue
    words: Words
    tag: str  # BCP 47
    patterns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Everything a deck's look and words come from. `outlines`: length -> slide keys in order."""

    name: str
    chain: tuple[Link, ...]  # nearest first
    master: Path
    slides: Speech
    notes: Speech
    sections: Mapping[str, str]
    outlines: Mapping[str, tuple[str, ...]]
    layouts: Mapping[str, str]
    names: Mapping[str, str]  # short names for drawn slides: what they stand for in full
    styling: Styling
    options: tuple[Option, ...]
    footer: str
    title: str
    author: str
    digest: str
    own: Own = NONE  # numbers of its settings that are their author's own

    @property
    def folders(self) -> tuple[Path, ...]:
        return tuple(link.folder for link in self.chain)

    @property
    def locale(self) -> str:
        """The language of the slides as files name it, BCP 47."""
        return self.slides.tag

    @property
    def words(self) -> Words:
        return self.slides.words

    @property
    def untranslated(self) -> Mapping[str, tuple[str, ...]]:
        """By language, the messages asked for until now that it lacks: they stand as they were written."""
        both = {speech.catalogue.language: speech.catalogue for speech in (self.notes, self.slides)}
        return {k: tuple(text for _, text in c.missing) for k, c in sorted(both.items()) if c.missing}

    def slide(self, key: str) -> SlideFile:
        """The slide file of a key, nearest folder first, in the languages of slides and notes."""
        return self._slide(key, self.chain, f"{self.folders[0]}: the outline names '{key}'")

    def _slide(self, key: str, chain: Sequence[Link], named: str) -> SlideFile:
        """A slide file; over the one it extends, further along the chain, it lays its own settings."""
        for at, link in enumerate(chain, 1):
            path = _find((link.folder,), f"slides/{key}.md")
            if path is None:
                continue
            file = read_slide_file(path, read_text(path), language=link.language)
            file = replace(file, own=file.own | _own_there(link, self.slides, self.notes))
            near = messages.of_slide(
                file, slide=_act(self.slides, link, key), notes=_act(self.notes, link, key)
            )
            if not (base := str(near.front.get("extends", ""))):
                return near
            return near.over(self._slide(base, chain[at:], f"{path}: extends '{base}'"))
        raise TemplateError(f"{named}, but there is no slides/{key}.md")


def load_template(
    name: str, *, roots: Sequence[Path], language: str = "", notes_language: str = ""
) -> Template:
    """Loads template `name` from the first root that has it; TemplateError says what is wrong and where.

    No language given is the template's own; no language of the notes is that of the slides.
    """
    chain = chain_of(name, roots=roots)
    language = language or chain[-1].language
    known = languages_of(chain)
    for wanted in (language, notes_language or language):
        if wanted not in known:
            raise TemplateError(
                f"{chain[0].folder}: the template has no language '{wanted}'; it has: {', '.join(known)}"
            )
    return _built(name, chain, language, notes_language or language)


def languages_of(chain: Sequence[Link]) -> tuple[str, ...]:
    """The languages of a template: the one it is written in, and each that a folder has a catalogue of."""
    found = {code for link in chain for code in (link.language, *languages_in(link.folder))}
    return tuple(sorted(found, key=lambda code: (code != chain[-1].language, code)))


def chain_of(name: str, *, roots: Sequence[Path]) -> tuple[Link, ...]:
    """A template's folder and those it extends, nearest first."""
    folders: list[Path] = []
    chain: list[Link] = []
    wanted = name
    while wanted:
        is_there = is_name(wanted)
        folder = next((r / wanted for r in roots if is_there and (r / wanted / _SETTINGS).is_file()), None)
        if folder is None:
            known = sorted({p.parent.name for r in roots for p in r.glob("*/template.toml")})
            raise TemplateError(
                f"There is no template '{wanted}'; use one of: {', '.join(known) or 'none found'}"
            )
        if folder in folders or len(folders) >= MAX_CHAIN:
            raise TemplateError(f"{folder}: templates extend each other in a circle; mend 'extends'")
        folders.append(folder)
        pack(folder)
        table = _toml(folder / _SETTINGS)
        unknown = sorted(set(table) - _KEYS)
        if unknown:
            raise TemplateError(
                f"{folder / 'template.toml'}: unknown key '{unknown[0]}'; "
                f"known are: {', '.join(sorted(_KEYS))}"
            )
        chain.append(Link(folder=folder, table=table))
        wanted = str(table.get("extends", ""))
    return tuple(chain)


def options_of(chain: Sequence[Link]) -> tuple[Option, ...]:
    """What a brief may set for a template."""
    table: dict[str, Any] = {}
    for link in chain:
        table = under(table, link.table.get("options", {}))
    return read_options(chain[0].folder / _SETTINGS, table)


def settings_file(link: Link) -> Path:
    return link.folder / _SETTINGS


def word_groups(link: Link) -> Groups:
    """The words of one folder, as they are written."""
    path = link.folder / WORDS
    return read_words(path, _toml(path)) if path.is_file() else {}


def own_of(link: Link, name: str = _SETTINGS) -> Own:
    """What the settings or the word list of one folder call their author's own numbers."""
    path = link.folder / name
    table = _toml(path) if path.is_file() else {}
    return read_own(table.get(OWN_NUMBERS, []), where=str(path), language=link.language)


def slide_files(link: Link) -> tuple[SlideFile, ...]:
    """The slide files of one folder, as they are written."""
    paths = sorted((link.folder / "slides").glob("*.md"))
    return tuple(read_slide_file(path, read_text(path), language=link.language) for path in paths)


def _built(name: str, chain: tuple[Link, ...], language: str, notes_language: str) -> Template:
    folders = tuple(link.folder for link in chain)
    path = folders[0] / _SETTINGS
    slides = _speech(chain, language)
    notes = slides if notes_language == language else _speech(chain, notes_language)
    table: dict[str, Any] = {}
    for link in chain:
        table = under(table, messages.of_template(link.table, _act(slides, link, "template")))
    master = _find(folders, str(table.get("master", "master.pptx")))
    if master is None:
        raise TemplateError(f"{path}: master '{table.get('master')}' is not in the template's folder")
    return Template(
        name=str(chain[0].table.get("name") or name),
        chain=chain,
        master=master,
        slides=slides,
        notes=notes,
        sections=strings(path, "sections", table),
        outlines={k: tuple(map(str, v)) for k, v in dict(table.get("lengths", {})).items()},
        layouts=strings(path, "layouts", table),
        names=strings(path, "names", table),
        styling=read_styling(path, table),
        options=read_options(path, table.get("options", {})),
        footer=str(table.get("footer", "")),
        title=str(table.get("title", "")),
        author=str(table.get("author", "")),
        digest=_digest(folders),
        own=reduce(or_, (own_of(link) | _own_there(link, slides) for link in chain)),
    )


def _speech(chain: Sequence[Link], language: str) -> Speech:
    catalogue = read_catalogue(language, [link.folder for link in chain])
    own = [link for link in chain if link.language == language]
    stated = next((str(link.table["locale"]) for link in own if "locale" in link.table), "")
    if stated:
        catalogue = replace(catalogue, locale=locale_of(stated))
    groups: Groups = {}
    for link in chain:
        groups = under(groups, translated(word_groups(link), catalogue, written_in=link.language))
    numbers = reduce(or_, (own_of(link, WORDS) for link in chain))
    if len(own) < len(chain):
        numbers |= catalogue.own
    patterns: dict[str, str] = {}
    for link in own:
        patterns = under(patterns, strings(link.folder / _SETTINGS, "formats", link.table))
    return Speech(
        catalogue=catalogue,
        words=Words(path=chain[0].folder / WORDS, groups=groups, locale=catalogue.locale, own=numbers),
        tag=tag(catalogue.locale),
        patterns=patterns,
    )


def _own_there(link: Link, *speeches: Speech) -> Own:
    """What the translations of a folder's files call their own."""
    others = (s.catalogue for s in speeches if s.catalogue.language != link.language)
    return reduce(or_, (c.own for c in others), NONE)


def _act(speech: Speech, link: Link, context: str) -> messages.Act:
    """What a message of a folder's file becomes in a language."""
    return lambda text, _: speech.catalogue.text(text, written_in=link.language, context=context)


def _find(folders: Sequence[Path], relative: str) -> Path | None:
    return next((path for folder in folders if (path := inside(folder, relative)) is not None), None)


def _toml(path: Path) -> dict[str, Any]:
    return read_tables(path, read_text(path))


def _counts(path: Path) -> bool:
    """Whether a file belongs to the template: no preview, and nothing that programs leave behind."""
    return path.parts[0] != PREVIEW and not path.name.startswith((".", "~$"))


def _digest(folders: Sequence[Path]) -> str:
    """sha256 over the names and bytes of all files, so that another template is another deck."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in pack(folder):
            if not _counts(path.relative_to(folder)):
                continue
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
