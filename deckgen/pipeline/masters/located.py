"""Finds the template that a command means: a client's folder, a template's folder, or a name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deckgen.errors import InputError
from deckgen.parsing.toml import parsed
from deckgen.pipeline.briefs import DEFAULT_TEMPLATE, OWN_TEMPLATE
from deckgen.pipeline.resources import template_languages, template_roots

BRIEF, SETTINGS = "brief.toml", "template.toml"
_READABLE = frozenset({".pptx", ".potx"})
_INSTEAD = {
    ".ppt": "is of the old format; open it in PowerPoint and save it as PowerPoint Presentation (.pptx)",
    ".pot": "is of the old format; open it in PowerPoint and save it as PowerPoint Template (.potx)",
    ".pptm": "may hold macros; save it in PowerPoint as PowerPoint Presentation (.pptx)",
    ".potm": "may hold macros; save it in PowerPoint as PowerPoint Template (.potx)",
    ".ppsx": "is a slide show; open it in PowerPoint and save it as PowerPoint Presentation (.pptx)",
    ".thmx": "holds a theme alone; apply it in PowerPoint to an empty presentation (Design > Themes > "
    "Browse) and save that as .pptx",
    ".odp": "is of LibreOffice; open it there or in PowerPoint and save it as .pptx",
    ".otp": "is of LibreOffice; open it there or in PowerPoint and save it as .pptx",
    ".key": "is of Keynote; export it there: File > Export To > PowerPoint",
    ".gslides": "is a link to Google Slides; download it there as Microsoft PowerPoint (.pptx)",
    ".pdf": "is a PDF, which holds no layouts; ask for the PowerPoint file it was made from",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A template by its name among some folders."""

    name: str  # as folders are called
    roots: tuple[Path, ...]
    client: Path | None = None  # the client's folder, where it is in one


def located(path: Path) -> Located:
    """The template that a path or a name means; InputError says what was looked for."""
    if path.is_file() and path.name == SETTINGS:
        path = path.parent
    if (path / SETTINGS).is_file():
        whole = path.absolute()
        return Located(name=whole.name, roots=template_roots(whole.parent), client=_client(whole))
    if (path / BRIEF).is_file() or (path / OWN_TEMPLATE / SETTINGS).is_file():
        return Located(name=_named(path), roots=template_roots(path), client=path)
    if not path.exists() and path.name in template_languages(template_roots()) and len(path.parts) == 1:
        return Located(name=path.name, roots=template_roots())
    known = ", ".join(template_languages(template_roots()))
    if not path.exists():
        raise InputError(
            f"{path}: there is no such folder, and no built-in template of this name (there are: {known})"
        )
    raise InputError(
        f"{path}: holds neither a template nor a brief; write a template with: "
        f"deckgen template new {path} --master FILE.potx"
    )


def _client(folder: Path) -> Path | None:
    """The client's folder around a template's own folder."""
    return folder.parent if folder.name == OWN_TEMPLATE or (folder.parent / BRIEF).is_file() else None


def template_of_brief(folder: Path) -> str:
    """The template that a brief names; empty when it names none, or there is no brief."""
    path = folder / BRIEF
    if not path.is_file():
        return ""
    deck = parsed(path.read_bytes(), name=str(path)).get("deck", {})
    return str(deck.get("template") or "") if isinstance(deck, dict) else ""


def line_of_template(folder: Path) -> int:
    """The line of the brief that names its template, 0 when none does."""
    path = folder / BRIEF
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines() if path.is_file() else ()
    is_deck = False
    for number, line in enumerate(lines, 1):
        if line.strip().startswith("["):
            is_deck = line.split("#")[0].strip() == "[deck]"
        elif is_deck and line.split("=")[0].strip() == "template":
            return number
    return 0


def _named(folder: Path) -> str:
    has_own = (folder / OWN_TEMPLATE / SETTINGS).is_file()
    return template_of_brief(folder) or (OWN_TEMPLATE if has_own else DEFAULT_TEMPLATE)


def master_file(path: Path) -> Path:
    """A master as somebody named it; InputError for one that is not there or of another program."""
    ending = path.suffix.lower()
    if not path.exists():
        raise InputError(f"{path}: there is no such file; give the client's PowerPoint file (.pptx or .potx)")
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give the client's PowerPoint file (.pptx or .potx) in it")
    if ending in _INSTEAD:
        raise InputError(f"{path}: {_INSTEAD[ending]}, then give that file")
    if ending not in _READABLE:
        raise InputError(f"{path}: is no PowerPoint file; give the client's .pptx or .potx")
    return path
