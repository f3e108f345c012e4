"""Makes a client's template: a copy of their master, and template.toml with the mapping that is proposed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deckgen.errors import CannotWriteError, InputError, TemplateError
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.inspecting import MasterFacts, inspected
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.mapping import Choice
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.master import plain as plain_name
from deckgen.pipeline.briefs import OWN_TEMPLATE
from deckgen.pipeline.folder import locked, office_lock, refuse_unwritable, sweep, write_whole
from deckgen.pipeline.masters.located import (
    BRIEF,
    SETTINGS,
    line_of_template,
    master_file,
    template_of_brief,
)
from deckgen.pipeline.masters.reasons import reason
from deckgen.pipeline.masters.settings import Change, Proposal, Settings, Written, headed
from deckgen.pipeline.resources import template_roots
from deckgen.templating.template import chain_of, load_template

LAYOUTS, PLACEHOLDERS = "layouts", "placeholders"
_MOST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTemplate:
    """What was written, what stayed, and whether the brief uses it."""

    folder: Path
    name: str
    base: str
    master: Path  # the copy in the template's folder
    is_new: bool
    facts: MasterFacts
    written: Written
    lost: tuple[Change, ...]  # kept, but this master has no such layout
    unused: tuple[str, ...]  # other masters in the folder
    brief: Path | None
    named: str = ""  # the template that the brief names; empty = this one
    line: int = 0  # ... and where


def new_template(folder: Path, *, base: str, master: Path | None, name: str) -> NewTemplate:
    """Writes `template/` in a client's folder, or brings it up to date; what a person wrote there stays."""
    place = folder / OWN_TEMPLATE
    refuse_unwritable(place)
    if base == OWN_TEMPLATE:
        raise InputError(f"--from {base}: is the template that is being written; name the one it extends")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(f"{folder}: cannot be made ({error.strerror}); name another folder") from None
    with locked(folder):
        sweep(folder)
        return _written(folder, place, base=base, given=master, name=name[:_MOST_NAME])


def _written(folder: Path, place: Path, *, base: str, given: Path | None, name: str) -> NewTemplate:
    path = place / SETTINGS
    is_new = not path.is_file()
    shown = name or folder.absolute().name
    if is_new:
        chain_of(base or "boardroom", roots=template_roots(folder))  # a mistake in its name comes first
    text = headed(shown, base or "boardroom") if is_new else _read(path)
    settings = Settings(text, where=path)
    extends = settings.text("extends")
    if base and not is_new and extends != base:
        raise InputError(
            f'{path}: extends "{extends}", not "{base}"; change that line there if you mean it, '
            "or leave --from out"
        )
    if name and not is_new and settings.text("name") != name:
        raise InputError(
            f'{path}: is named "{settings.text("name")}"; change that line there, or leave --name out'
        )
    source = _source(given, place, settings, path)
    blob = _blob(source)
    target = place / source.name
    _refuse_edited(source, target, blob, settings)
    settings.set_missing("name", shown)
    if given is not None and not (target.is_file() and target.samefile(source)):
        settings.set_master(target.name, hashlib.sha256(blob).hexdigest())
    own = {k: str(v) for k, v in settings.own(LAYOUTS).items()}
    there = opened(blob, where=str(source)).layouts  # a damaged file is told before anything is written
    known = {plain_name(item.title) for item in there}
    usable = {k: v for k, v in own.items() if plain_name(v) in known}
    facts = inspected(source, usable)
    written = settings.propose((*_layouts(facts), *_placeholders(facts)), tables=(LAYOUTS, PLACEHOLDERS))
    if not target.is_file() or target.read_bytes() != blob:
        write_whole(target, blob)
    write_whole(path, written.text.encode("utf-8"))
    load_template(OWN_TEMPLATE, roots=template_roots(folder))
    has_brief = (folder / BRIEF).is_file()
    named = template_of_brief(folder)
    return NewTemplate(
        folder=place,
        name=settings.text("name"),
        base=settings.text("extends"),
        master=target,
        is_new=is_new,
        facts=facts,
        written=written,
        lost=tuple(_lost(written.kept, usable, facts, there)),
        unused=tuple(_unused(place, target)),
        brief=folder / BRIEF if has_brief else None,
        named="" if named == OWN_TEMPLATE else named,
        line=line_of_template(folder) if named else 0,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def _source(given: Path | None, place: Path, settings: Settings, path: Path) -> Path:
    """The file that the template is made for: the one given, else the copy that is there."""
    if given is not None:
        return master_file(given)
    named = settings.text("master")
    if named and (place / named).is_file():
        return master_file(place / named)
    if named:
        raise InputError(f"{path}: the master '{named}' is not beside it; give it with --master")
    raise InputError("--master is missing; give the client's PowerPoint file (.pptx or .potx)")


def _blob(source: Path) -> bytes:
    if lock := office_lock(source):
        raise InputError(
            f"{source}: is open in another program; save and close it there and run again, "
            f"or delete {lock.name} if no program has it open"
        )
    try:
        return source.read_bytes()
    except OSError as error:
        raise InputError(f"{source}: cannot be read ({error.strerror}); check its rights") from None


def _refuse_edited(source: Path, target: Path, blob: bytes, settings: Settings) -> None:
    """A copy that somebody changed, by drawing slides in it perhaps, is never replaced."""
    if lock := office_lock(target):
        raise CannotWriteError(
            f"{target}: is open in another program; close it there and run again, "
            f"or delete {lock.name} if no program has it open"
        )
    if not target.is_file() or target.read_bytes() == blob:
        return
    if hashlib.sha256(target.read_bytes()).hexdigest() != settings.copied():
        raise InputError(
            f"{target}: was changed since it was copied, and would be lost; run again without --master "
            f"to keep it, or move it away to take {source} instead"
        )


def _layouts(facts: MasterFacts) -> Iterator[Proposal]:
    """The layout of each archetype; a master made of our own needs no such line."""
    if facts.is_ours:
        return
    for choice in facts.choices:
        yield Proposal(
            place=(LAYOUTS, choice.archetype), value=_value(choice, facts), why=_why(choice, facts)
        )


def _placeholders(facts: MasterFacts) -> Iterator[Proposal]:
    """The placeholders that slides fill in their own place; a number holds in every language."""
    for choice in facts.choices:
        if choice.archetype in geometry.WITHOUT_FRAME or not _is_named(choice, facts):
            continue
        for filling in choice.fillings:
            if filling.slot != "title" and filling.idx is not None and filling.frame == filling.own_frame:
                place = PLACEHOLDERS, choice.archetype, filling.slot
                yield Proposal(place=place, value=filling.idx, why=f'"{filling.placeholder}"')


def _lost(
    kept: Iterable[Change], usable: Mapping[str, str], facts: MasterFacts, layouts: Sequence[Layout]
) -> Iterator[Change]:
    """What a person wrote that this master does not have."""
    for change in kept:
        if change.place[0] == LAYOUTS and change.place[-1] not in usable:
            yield change
        choice = facts.choice(change.place[1]) if change.place[0] == PLACEHOLDERS else None
        if choice is not None and change.value != "":
            there = {v for p in layouts[choice.number].every for v in (p.idx, p.title)}
            if change.value not in there:
                yield change


def _value(choice: Choice, facts: MasterFacts) -> str:
    """The name of the layout; where that means several, the archetype's, which leaves the choice open."""
    return choice.layout if _is_named(choice, facts) else choice.archetype


def _why(choice: Choice, facts: MasterFacts) -> str:
    if _is_named(choice, facts):
        return reason(choice)
    return f'several layouts are called "{choice.layout}", so deckgen goes on choosing: {reason(choice)}'


def _is_named(choice: Choice, facts: MasterFacts) -> bool:
    """Whether the name alone leads to the layout that was chosen."""
    same = [n for n, title in enumerate(facts.layouts) if plain_name(title) == plain_name(choice.layout)]
    return same == [choice.number] and bool(plain_name(choice.layout))


def _unused(place: Path, master: Path) -> Iterator[str]:
    for path in sorted(place.iterdir()):
        if path.suffix.lower() in {".pptx", ".potx"} and path != master and not path.name.startswith("~$"):
            yield path.name
