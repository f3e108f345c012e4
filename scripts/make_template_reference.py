"""Writes the reference part of docs/templates.md from the code. Run: python -m scripts.make_template_reference"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from deckgen import registry
from deckgen.model.brief import Brief
from deckgen.model.deck import ChartForm, Role
from deckgen.model.finding import Exhibit, Finding, Quote, Table, Word
from deckgen.model.measure import Interval, Measurement
from deckgen.model.options import IN_TABLES, OptionKind
from deckgen.model.styling import ROLE_SLOTS, THEME_SLOTS
from deckgen.outputs.pptx import geometry
from deckgen.pipeline.build import argue, gather
from deckgen.pipeline.resources import samples, template_roots
from deckgen.templating import slidefile, template
from deckgen.templating.citing import Citations, pieces
from deckgen.templating.environment import an_environment, filters_of
from deckgen.templating.side import Side
from deckgen.templating.template import Template, chain_of, load_template, options_of, slide_files

PAGE = Path(__file__).resolve().parents[1] / "docs" / "templates.md"
MARK = "<!-- Below: written by python -m scripts.make_template_reference. Change the code, not this part. -->"
_LONGEST = 48

SETTINGS = {
    "name": "what the template is called in messages",
    "extends": "the template that everything not said here comes from, such as `boardroom`",
    "master": "the PowerPoint file (.pptx, .potx) in this folder; it is never changed",
    "language": "the language this folder's own texts are written in",
    "locale": "with its country, for numbers and dates, such as `en-GB`",
    "formats": "number patterns where they depart from the language's usual ones: `percent`, `money`",
    "sections": "names of the sections of the file, by key",
    "lengths": "slides of `full`, `meeting`, `five` and `memo`, in order: keys of slide files, or `master:NAME`",
    "layouts": "which layout of the master serves an archetype",
    "placeholders": 'which placeholder of that layout holds a slot: its number, its name, or `""` for none',
    "palette": "a theme colour for a role, or another colour for a theme colour",
    "fonts": "`heading` and `body`: families written into the deck's theme",
    "options": "what a brief may set under `[options]`",
    "names": "short names for slides drawn in the master",
    "own_numbers": "numbers typed into this file or words.toml that are the author's own",
    "footer": "the footer of every slide",
    "title": "the title in the file's properties",
    "author": "the author in the file's properties",
}
SLIDE_KEYS = {
    "archetype": "the kind of slide (below)",
    "title": "the title: one text, or one for each verdict",
    "section": "key of the section it belongs to",
    "argument": "1 to 5: lights the tracker",
    "finding": "whose verdict chooses between wordings: `talk`, `visible`, `voice`, `rivals`, `plan`",
    "when": "an expression; where it is false the slide leaves itself out",
    "kicker": "the small line over the title",
    "source": "the source line",
    "text": "texts by slot",
    "chart": "charts: `slot`, `form`, `data` (an exhibit), `alt`, and `note`, `limit`, `format`",
    "table": "tables: `slot`, `data` with `columns`, or `rows` written out; `alt`, `heads`, `aligns`, `weights`",
    "on": "`[on.weak]` and so on: settings that hold for one verdict only",
    "picture": "pictures of the client's: `slot`, `data` (an option of the type picture), `alt`",
    "extends": "the slide whose settings hold where this file is silent",
    "for_each": "`company in competitors`: one slide for each, at most 200, with `loop.index` and `loop.length`",
    "own_numbers": "numbers typed into this file that are the author's own; others are reported as untraceable",
    "say": "words for each verdict that begin the speaker's notes",
}
FILTERS = {
    "bare": 'a number without "about" or "at least"',
    "percent": "a share as a percentage, however small its whole",
    "day": "a date as day, month and year",
    "month": "a date as month and year",
    "daymonth": "a date as day and month",
    "times": 'a ratio as "1.6 times"',
    "ordinal": "a number as a rank",
    "range": "the range of a number, low to high",
    "word": "a word as it stands in the middle of a sentence",
    "lower_first": "the first letter small",
    "upper_first": "the first letter large",
    "join_names": "a list as the language joins it: A, B and C",
    "plural": "the form that the number asks for: `{{ n|plural('source', 'sources') }}`",
    "genitive": "a name as an owner: Acme's",
    "own": "words whose numbers are the author's own: `{{ '24 hours'|own }}`",
}
NAMES = {
    "brief": "the brief, such as `brief.us.name`, `brief.competitors`, `brief.plan.owner`",
    "competitors": "the companies compared with, in the brief's order",
    "companies": "we and the competitors, in the brief's order",
    "as_of": "the day of the evidence",
    "length": "`full`, `meeting` or `five`",
    "options": "what the template lets a brief set (below)",
    "ledger": "`ledger.numbers`: the main numbers of the deck, for an appendix",
    "caveats": "the limits of the evidence, one sentence each",
}


def page(written: str) -> str:
    """The page with its reference part made anew; what stands before the mark is kept."""
    head = written.partition(MARK)[0].rstrip()
    return f"{head}\n\n{MARK}\n\n" + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Reference"
    yield from _explained("template.toml", "key", SETTINGS, template._KEYS)
    yield from _styling()
    yield from _options()
    yield from _archetypes()
    yield from _explained("Settings of a slide file", "key", SLIDE_KEYS, slidefile._KEYS)
    yield from _forms()
    yield from _explained("Filters", "filter", FILTERS, set(_filters()))
    yield f"\nJinja's own filters work as well: {', '.join(f'`{n}`' for n in _jinja_filters())}."
    yield from _names()


def _explained(title: str, what: str, said: Mapping[str, str], there: set[str]) -> Iterator[str]:
    if set(said) != there:
        raise SystemExit(f"{title}: say what these are, and nothing else: {sorted(set(said) ^ there)}")
    yield f"\n## {title}\n\n| {what} | is |\n|---|---|"
    for name in sorted(said):
        yield _row(f"`{name}`", said[name])


def _styling() -> Iterator[str]:
    yield "\n## Roles and theme colours\n"
    yield f"Roles that `[palette]` may move: {', '.join(f'`{r.value}`' for r in Role)}."
    yield f"A role is drawn in one of: {', '.join(f'`{s}`' for s in ROLE_SLOTS)}."
    yield f"Theme colours that it may change: {', '.join(f'`{s}`' for s in THEME_SLOTS)}."


def _options() -> Iterator[str]:
    yield "\n## Options\n"
    yield f"Types of an option: {', '.join(f'`{k.value}`' for k in OptionKind)}."
    yield f"Columns of a table: {', '.join(f'`{k.value}`' for k in IN_TABLES)}."
    roots = template_roots()
    for folder in sorted(p.parent for p in roots[-1].glob("*/template.toml")):
        found = options_of(chain_of(folder.name, roots=roots))
        if found:
            yield f"\n### Options of `{folder.name}`\n\n| option | type | is |\n|---|---|---|"
        for option in found:
            detail = option.choices or [f"{name} ({kind})" for name, kind in option.columns]
            told = option.label + (f": {', '.join(detail)}" if detail else "")
            yield _row(f"`{option.key}`", option.kind.value, told)


def _archetypes() -> Iterator[str]:
    yield "\n## Archetypes\n\nEvery one has a title, and all but cover and section a kicker and a source line.\n"
    yield "| archetype | slots |\n|---|---|"
    for key in geometry.ARCHETYPES:
        own = {k: s for k, s in geometry.ARCHETYPES[key][2].items() if k != "title"}
        yield _row(f"`{key}`", ", ".join(f"`{slot}` ({_KINDS[s.kind]})" for slot, s in own.items()))


_KINDS = {
    "body": "text",
    "subTitle": "text",
    "tbl": "table",
    "chart": "chart",
    "pic": "picture",
    "canvas": "drawing",
}


def _forms() -> Iterator[str]:
    yield "\n## Chart forms\n\n| form | shows |\n|---|---|"
    for key in registry.names("deckgen.charts"):
        first = (import_module(f"deckgen.charts.{key}").__doc__ or "").split("\n\n")[0]
        yield _row(f"`{key}`", " ".join(first.split()))
    pictures = ", ".join(f"`{f.value}`" for f in ChartForm if f.is_picture)
    yield f"\nDrawn as pictures, as PowerPoint has no such chart: {pictures}; all others can be edited."


def _filters() -> Mapping[str, Any]:
    brief, findings = _found()[0]
    side = Side(_boardroom().slides, brief, findings, Citations("en-GB"))
    return filters_of(side.press)


def _jinja_filters() -> list[str]:
    return sorted(set(an_environment({}).filters))


def _names() -> Iterator[str]:
    brief, findings = _found()[0]
    side = Side(_boardroom().slides, brief, findings, Citations("en-GB"))
    there = set(side.context) - set(findings)
    yield from _explained("Names in every slide", "name", NAMES, there)
    yield "\n## Names of the findings\n"
    yield "What the five arguments and the coverage of the evidence give, with what the samples print for each."
    yield "Every finding has `verdict` and `flags` as well; a flag is asked for as `'trend-up' in talk.flags`."
    for key in findings:
        yield f"\n### `{key}`\n\n| name | kind | for example |\n|---|---|---|"
        yield from _values(key)
        yield from _tables(key)
        yield from _flags(key)


def _values(key: str) -> Iterator[str]:
    found: dict[str, tuple[Brief, Mapping[str, Finding], Any]] = {}
    for brief, findings in _found():
        for name, value in {**findings[key].facts, **findings[key].numbers}.items():
            if name not in found or found[name][2] is None:
                found[name] = brief, findings, value
    for name in sorted(found):
        brief, findings, value = found[name]
        side = Side(_boardroom().slides, brief, findings, Citations("en-GB"))
        printed = "".join(p.text for p in pieces(str(side.press.view(value))))
        yield _row(f"`{key}.{name}`", _kind(value), printed[:_LONGEST])


def _kind(value: Any) -> str:
    match value:
        case Measurement():
            return value.unit.value
        case Interval():
            return f"{value.point.unit.value} with its range"
        case Quote():
            return "text from outside"
        case Word():
            return "word"
        case _:
            return "not known in the samples"


def _tables(key: str) -> Iterator[str]:
    tables: dict[str, Table] = {}
    exhibits: dict[str, Exhibit] = {}
    for _, findings in _found():
        tables = {**findings[key].tables, **tables}
        exhibits = {**findings[key].exhibits, **exhibits}
    for name in sorted(tables):
        columns = ", ".join(f"`{c}`" for c in tables[name].columns)
        yield _row(f"`{key}.tables.{name}`", "table", f"columns {columns}")
    for name in sorted(exhibits):
        yield _row(f"`{key}.exhibits.{name}`", "exhibit", "")


def _flags(key: str) -> Iterator[str]:
    asked = {
        flag
        for file in slide_files(chain_of("boardroom", roots=template_roots())[0])
        for flag in _asked_flags(f"{file.front} {file.notes}", key)
    }
    given = {flag for _, findings in _found() for flag in findings[key].flags}
    if asked | given:
        yield f"\nFlags: {', '.join(f'`{f}`' for f in sorted(asked | given))}."


def _asked_flags(text: str, key: str) -> Iterator[str]:
    for part in text.split(f" in {key}.flags")[:-1]:
        name = part.rsplit("'", 2)
        if len(name) == 3:
            yield name[1].rstrip("\\")


@lru_cache(maxsize=1)
def _boardroom() -> Template:
    return load_template("boardroom", roots=template_roots())


@lru_cache(maxsize=1)
def _found() -> tuple[tuple[Brief, Mapping[str, Finding]], ...]:
    """What the samples' evidence amounts to, the strong one first."""
    made = []
    for name in ("strong", "mixed", "quiet"):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(samples() / name, Path(folder) / name)
            evidence = gather(Path(folder) / name, environ={}, is_offline=True).evidence
        made.append((evidence.brief, argue(evidence)))
    return tuple(made)


def _row(*cells: str) -> str:
    return f"| {' | '.join(c.replace('|', chr(92) + '|') for c in cells)} |"


def main() -> None:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
