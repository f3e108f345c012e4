"""A template folder as data: its master, outline, words and slide files, along its chain of `extends`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckgen.errors import TemplateError
from deckgen.templating.slidefile import SlideFile, read_slide_file
from deckgen.templating.words import Words, words

MAX_FILE_BYTES = 400_000
MAX_CHAIN = 5
_KEYS = {
    "name", "extends", "master", "languages", "locale", "sections", "lengths", "layouts", "footer", "title",
    "author",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Everything a deck's look and words come from. `outlines`: length -> slide keys in order."""

    name: str
    folders: tuple[Path, ...]  # nearest first
    master: Path
    locale: str  # BCP 47
    languages: tuple[str, ...]
    sections: Mapping[str, str]
    outlines: Mapping[str, tuple[str, ...]]
    layouts: Mapping[str, str]
    footer: str
    title: str
    author: str
    words: Words
    digest: str

    def slide(self, key: str) -> SlideFile:
        """The slide file of a key, nearest folder first."""
        path = _find(self.folders, f"slides/{key}.md")
        if path is None:
            raise TemplateError(
                f"{self.folders[0]}: the outline names '{key}', but there is no slides/{key}.md"
            )
        return read_slide_file(path, _text(path))


def load_template(name: str, *, roots: Sequence[Path], language: str = "en") -> Template:
    """Loads template `name` from the first root that has it; TemplateError says what is wrong and where."""
    folders: list[Path] = []
    merged: dict[str, Any] = {}
    wanted = name
    while wanted:
        folder = next((r / wanted for r in roots if (r / wanted / "template.toml").is_file()), None)
        if folder is None:
            known = sorted({p.parent.name for r in roots for p in r.glob("*/template.toml")})
            raise TemplateError(
                f"There is no template '{wanted}'; use one of: {', '.join(known) or 'none found'}"
            )
        if folder in folders or len(folders) >= MAX_CHAIN:
            raise TemplateError(f"{folder}: templates extend each other in a circle; mend 'extends'")
        folders.append(folder)
        table = _toml(folder / "template.toml")
        unknown = sorted(set(table) - _KEYS)
        if unknown:
            raise TemplateError(
                f"{folder / 'template.toml'}: unknown key '{unknown[0]}'; "
                f"known are: {', '.join(sorted(_KEYS))}"
            )
        merged = _under(merged, table)
        wanted = str(table.get("extends", ""))
    return _built(name, tuple(folders), merged, language)


def _built(name: str, folders: tuple[Path, ...], table: Mapping[str, Any], language: str) -> Template:
    path = folders[0] / "template.toml"
    languages = tuple(map(str, table.get("languages", ["en"])))
    if language not in languages:
        raise TemplateError(
            f"{path}: the template has no language '{language}'; it has: {', '.join(languages)}"
        )
    master = _find(folders, str(table.get("master", "master.pptx")))
    if master is None:
        raise TemplateError(f"{path}: master '{table.get('master')}' is not in the template's folder")
    vocabulary: dict[str, Any] = {}
    for folder in folders:
        if (folder / "words.toml").is_file():
            vocabulary = _under(vocabulary, _toml(folder / "words.toml"))
    return Template(
        name=name,
        folders=folders,
        master=master,
        locale=str(table.get("locale", "en-GB")),
        languages=languages,
        sections=_strings(path, "sections", table),
        outlines={k: tuple(map(str, v)) for k, v in dict(table.get("lengths", {})).items()},
        layouts=_strings(path, "layouts", table),
        footer=str(table.get("footer", "")),
        title=str(table.get("title", "")),
        author=str(table.get("author", "")),
        words=words(folders[0] / "words.toml", vocabulary),
        digest=_digest(folders),
    )


def _strings(path: Path, key: str, table: Mapping[str, Any]) -> dict[str, str]:
    found = table.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise TemplateError(f'{path}: [{key}] must hold lines of the form name = "text"')
    return dict(found)


def _under(near: Mapping[str, Any], far: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merged, the nearer one wins; lists and strings are replaced whole."""
    out = dict(far)
    for key, value in near.items():
        out[key] = (
            _under(value, out[key]) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
        )
    return out


def _find(folders: Sequence[Path], relative: str) -> Path | None:
    for folder in folders:
        path = (folder / relative).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    return None


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise TemplateError(
            f"{path}: the file is over {MAX_FILE_BYTES // 1000} KB; a slide or word file is smaller"
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{path}: {error}; mend that line") from None


def _digest(folders: Sequence[Path]) -> str:
    """sha256 over the names and bytes of all files, so that another template is another deck."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
