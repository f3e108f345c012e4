"""Writes the messages of every template (lang/messages.pot) and brings its catalogues (lang/*.po) up to date.

Run: python -m scripts.make_catalogue [--check] [LANGUAGE ...]
No language: those there are. A language without a catalogue gets an empty one. --check writes nothing: it lists
what is missing or wrong in the languages named, and ends with an error when there is anything. No translation is
lost: what is no longer asked for is kept at the end of the file, and what changed a little is marked fuzzy.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from deckgen.templating.catalogue import FOLDER, languages_in
from deckgen.templating.extraction import Message as Extracted
from deckgen.templating.extraction import extracted
from deckgen.templating.flaws import flaws
from deckgen.templating.template import Link, chain_of

ROOT = Path(__file__).resolve().parents[1] / "templates"
POT = "messages.pot"
NEW = "# {name} of the template {template}.\n# State: in work"
_FLAGS = {"python-format", "python-brace-format"}


def main(arguments: Sequence[str]) -> int:
    languages = [a for a in arguments if not a.startswith("-")]
    templates = sorted(p.parent.name for p in ROOT.glob("*/template.toml"))
    chains = {name: chain_of(name, roots=(ROOT,)) for name in templates}
    if "--check" in arguments:
        found = [line for chain in chains.values() for code in languages for line in flaws(chain, code)]
        print("\n".join(dict.fromkeys(found)) or "nothing is missing or wrong")
        return 1 if found else 0
    for chain in chains.values():
        for path, text in written(chain[0], languages, inherited=chain[1:]).items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return 0


def written(link: Link, languages: Iterable[str] = (), *, inherited: Sequence[Link] = ()) -> dict[Path, str]:
    """The catalogues of one folder as they should stand; what it rewords of those it extends stays in them."""
    found = extracted(link)
    reworded = [message for far in inherited for message in extracted(far)]
    folder = link.folder / FOLDER
    out = {folder / POT: _text(_template(found), "# The texts of this template, for translators.")}
    for code in dict.fromkeys((*languages_in(link.folder), *languages)):
        path = folder / f"{code}.po"
        template = _template(() if code == link.language else found)
        if path.is_file():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=code, abort_invalid=True)
            _keep_own_contexts(catalogue, template, found)
            _keep_rewordings(catalogue, template, reworded)
            catalogue.update(template, update_header_comment=False)
            catalogue.obsolete = {k: m for k, m in catalogue.obsolete.items() if _is_translated(m)}
            head = catalogue.header_comment
        else:
            catalogue = Catalog(locale=code)
            catalogue.update(template)
            head = NEW.format(name=catalogue.locale.english_name, template=link.folder.name)
        out[path] = _text(catalogue, head)
    return out


def _is_translated(message: Message) -> bool:
    return bool(message.string if isinstance(message.string, str) else any(message.string or ()))


def _template(found: Iterable[Extracted]) -> Catalog:
    catalogue = Catalog()
    for message in found:
        text = message.forms[0] if len(message.forms) == 1 else message.forms
        catalogue.add(text, locations=[(p, None) for p in message.places], context=message.context or None)
    return catalogue


def _keep_own_contexts(catalogue: Catalog, template: Catalog, found: Iterable[Extracted]) -> None:
    """A translator may give a message another translation on one slide: its name is then the context."""
    places = {m.forms[0]: [p for p in m.places if p.partition("/")[2]] for m in found}
    for message in catalogue:
        here = [p for p in places.get(message.id, ()) if p.partition("/")[0] == message.context]
        if here:
            template.add(message.id, locations=[(p, None) for p in here], context=message.context)


def _keep_rewordings(catalogue: Catalog, template: Catalog, inherited: Iterable[Extracted]) -> None:
    """Messages of a template that this one extends, which it says in words of its own."""
    known: dict[tuple[str, str], Extracted] = {}
    for message in inherited:
        for context in (message.context, *(p.partition("/")[0] for p in message.places)):
            known.setdefault((context, message.forms[0]), message)
    for message in catalogue:
        one = message.id if isinstance(message.id, str) else message.id[0]
        told = known.get((message.context or "", one))
        if one and told is not None and template.get(message.id, message.context) is None:
            template.add(message.id, locations=[(p, None) for p in told.places], context=message.context)


def _text(catalogue: Catalog, head: str) -> str:
    for message in catalogue:
        message.flags -= _FLAGS
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False)
    lines = [head, 'msgid ""', 'msgstr ""']
    if catalogue.locale:
        lines.append(f'"Language: {catalogue.locale_identifier}\\n"')
        lines.append(f'"Plural-Forms: {catalogue.plural_forms}\\n"')
    lines += ['"MIME-Version: 1.0\\n"', '"Content-Type: text/plain; charset=utf-8\\n"']
    lines += ['"Content-Transfer-Encoding: 8bit\\n"']
    return "\n".join(lines) + "\n\n" + body.getvalue().decode().strip("\n") + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
