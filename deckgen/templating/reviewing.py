"""What is wrong in a slide file, found without any evidence: each text is read, none is rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deckgen.model.deck import Role
from deckgen.templating.catalogue import Catalogue
from deckgen.templating.chains import chains, names, words_around
from deckgen.templating.citing import Citations
from deckgen.templating.containers import MARKDOWN, OTHERWISE, VERDICTS
from deckgen.templating.designed_names import each
from deckgen.templating.environment import an_environment, filters_of
from deckgen.templating.known import Known, columns_of, nearest, wrong_name
from deckgen.templating.printing import Formats
from deckgen.templating.slidefile import SlideFile
from deckgen.templating.views import Press
from deckgen.templating.words import Words

_IN_A_TABLE = frozenset({"row", "number", "company"})
_ROLES = frozenset(r.value for r in Role)
Scope = Mapping[
    str, frozenset[str] | None
]  # names that a text has besides, and the columns of those that are rows


class Wrong(StrEnum):
    """What is wrong."""

    SYNTAX = "syntax"  # no Jinja
    NAME = "name"  # nothing has this name
    FILTER = "filter"
    TEST = "test"
    COLUMN = "column"
    ARCHETYPE = "archetype"
    SLOT = "slot"
    FORM = "form"
    FINDING = "finding"
    SECTION = "section"
    VERDICT = "verdict"  # no wording for it
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake; `nearest` is what was meant perhaps, `around` the words it stands in."""

    path: Path
    field: str
    wrong: Wrong
    word: str
    nearest: str = ""
    around: str = ""
    known: tuple[str, ...] = ()


class Reviewer:
    """Reads the texts of one template."""

    def __init__(self, known: Known, catalogue: Catalogue) -> None:
        self._known = known
        words = Words(path=Path(), groups={}, locale=catalogue.locale)
        self._environment: ImmutableSandboxedEnvironment = an_environment(
            filters_of(Press(Formats(words, catalogue.locale, "EUR"), Citations()))
        )
        self._repeated: Scope = {}  # what the slide file at hand calls its items
        self._filters = frozenset(self._environment.filters)
        self._tests = frozenset(self._environment.tests)

    def slide(self, file: SlideFile) -> tuple[Mistake, ...]:
        """The mistakes of one slide file, each once."""
        found: dict[Mistake, None] = {}
        self._repeated = {}
        if "for_each" in file.front:
            repeated = each(str(file.front["for_each"]))
            found.update(dict.fromkeys(self.expression(file.path, "for_each", repeated.over)))
            columns = self._columns(repeated.over)
            self._repeated = {**dict.fromkeys(repeated.names, columns), "loop": None}
        found.update(dict.fromkeys(self._front(file, file.front, "")))
        found.update(dict.fromkeys(self.text(file.path, "notes", file.notes)))
        for verdict in file.front.get("on", {}):
            found.update(dict.fromkeys(self._places(file, verdict)))
        if not file.front.get("on"):
            found.update(dict.fromkeys(self._places(file, "")))
        return tuple(found)

    def text(self, path: Path, field: str, text: str, scope: Scope | None = None) -> Iterator[Mistake]:
        """The mistakes of one text with tags."""
        if "{" in text:
            yield from self._read(path, field, text, text, scope or {})

    def expression(self, path: Path, field: str, text: str, scope: Scope | None = None) -> Iterator[Mistake]:
        """The mistakes of an expression without its braces."""
        yield from self._read(path, field, text, "{{ " + text + " }}", scope or {})

    def _front(self, file: SlideFile, front: Mapping[str, Any], at: str) -> Iterator[Mistake]:
        path, known = file.path, self._known
        for key, among, wrong in (
            ("archetype", known.slots.keys(), Wrong.ARCHETYPE),
            ("finding", known.findings.keys(), Wrong.FINDING),
            ("section", known.sections, Wrong.SECTION),
        ):
            if key in front and str(front[key]) not in among:
                yield self._mistake(path, f"{at}{key}", wrong, str(front[key]), among)
        if "when" in front:
            yield from self.expression(path, f"{at}when", str(front["when"]))
        for key in ("title", "kicker", "source", "say"):
            yield from self._wording(file, f"{at}{key}", front.get(key, ""))
        for slot, value in front.get("text", {}).items():
            yield from self._wording(file, f"{at}text.{slot}", value)
        for chart in front.get("chart", []):
            yield from self._chart(file, at, chart)
        for table in front.get("table", []):
            yield from self._table(file, at, table)
        for verdict, own in front.get("on", {}).items():
            yield from self._front(file, own, f"on.{verdict}.")

    def _wording(
        self,
        file: SlideFile,
        field: str,
        value: Any,
    ) -> Iterator[Mistake]:
        if not isinstance(value, Mapping):
            yield from self.text(file.path, field, str(value))
            return
        for verdict, text in value.items():
            yield from self.text(file.path, f"{field}.{verdict}", str(text))
        for verdict in sorted(VERDICTS - set(value)) if OTHERWISE not in value else ():
            own = file.front.get("on", {}).get(verdict, {})
            if field.partition(".")[0] not in own and "." not in field:
                yield self._mistake(file.path, field, Wrong.VERDICT, verdict, ())

    def _chart(self, file: SlideFile, at: str, chart: Mapping[str, Any]) -> Iterator[Mistake]:
        field = f"{at}chart {chart.get('slot', '')}".strip()
        if str(chart["form"]) not in self._known.forms:
            yield self._mistake(file.path, field, Wrong.FORM, str(chart["form"]), self._known.forms)
        yield from self.expression(file.path, f"{field}, data", str(chart["data"]))
        for key in ("alt", "note"):
            yield from self._wording(file, f"{field}, {key}", chart.get(key, ""))

    def _table(self, file: SlideFile, at: str, table: Mapping[str, Any]) -> Iterator[Mistake]:
        field = f"{at}table {table.get('slot', '')}".strip()
        path = file.path
        scope: dict[str, frozenset[str] | None] = dict.fromkeys(_IN_A_TABLE)
        if "data" in table:
            yield from self.expression(path, f"{field}, data", str(table["data"]))
            scope["row"] = self._columns(str(table["data"]))
        for i, column in enumerate(table.get("columns", []), 1):
            where = f"{field}, column {i}"
            if "key" in column and scope["row"] is not None and str(column["key"]) not in scope["row"]:
                yield self._mistake(path, where, Wrong.COLUMN, str(column["key"]), scope["row"])
            for key in ("head", "text"):
                yield from self.text(path, where, str(column.get(key, "")), scope)
            if column.get("role"):
                yield from self.expression(path, f"{where}, role", str(column["role"]), scope)
                yield from self._role(path, where, str(column["role"]))
        for row in table.get("rows", []):
            for key, cells in row.items():
                for cell in cells if isinstance(cells, list) else ():
                    yield from self.text(path, f"{field}, {key}", str(cell))
        yield from self._wording(file, f"{field}, text", table.get(MARKDOWN, ""))
        for cell in table.get("heads", []):
            yield from self.text(path, f"{field}, heads", str(cell))
        if table.get("highlight"):
            yield from self.expression(path, f"{field}, highlight", str(table["highlight"]), scope)
        for key in ("alt", "legend"):
            yield from self._wording(file, f"{field}, {key}", table.get(key, ""))

    def _role(self, path: Path, field: str, text: str) -> Iterator[Mistake]:
        """A role that is written out."""
        for node in self._parsed("{{ " + text + " }}").find_all(nodes.Const):
            word = node.value
            if text.strip() in (f"'{word}'", f'"{word}"') and word not in _ROLES:
                yield self._mistake(path, field, Wrong.ROLE, str(word), _ROLES)

    def _places(self, file: SlideFile, verdict: str) -> Iterator[Mistake]:
        """Slots that the archetype does not have, under one verdict."""
        own = file.front.get("on", {}).get(verdict, {}) if verdict else {}
        archetype = str(own.get("archetype") or file.front["archetype"])
        slots = self._known.slots.get(archetype)
        if slots is None:
            return
        is_other = bool(own.get("archetype"))
        fronts = [(own, f"on.{verdict}.")] if verdict else []
        if not (verdict and is_other):
            fronts.append((file.front, ""))
        for front, at in fronts:
            named = [(f"{at}text.{slot}", slot) for slot in front.get("text", {})]
            for kind in ("chart", "table"):
                if kind in own and front is not own:
                    continue
                named += [(f"{at}{kind}", str(block.get("slot", ""))) for block in front.get(kind, [])]
            for field, slot in named:
                if slot not in slots:
                    yield self._mistake(file.path, field, Wrong.SLOT, slot, slots, around=archetype)

    def _read(self, path: Path, field: str, shown: str, source: str, scope: Scope) -> Iterator[Mistake]:
        scope = {**self._repeated, **scope}
        try:
            tree = self._environment.parse(source)
            unknown = tuple(self._unknown(tree))
            undeclared = meta.find_undeclared_variables(tree)
        except (TemplateSyntaxError, RecursionError) as error:
            told = str(error.message) if isinstance(error, TemplateSyntaxError) else "nested too deep"
            at = words_around(shown, "{")
            yield Mistake(path=path, field=field, wrong=Wrong.SYNTAX, word=told, around=at)
            return
        known = self._known.names | set(scope)
        for name in sorted(undeclared - known):
            yield self._mistake(path, field, Wrong.NAME, name, known, around=words_around(shown, name))
        for wrong, name, among in unknown:
            yield self._mistake(path, field, wrong, name, among, around=words_around(shown, name))
        rows = {**scope, **self._loops(tree)}
        for chain in chains(tree):
            yield from self._chain(path, field, shown, chain, undeclared, rows)

    def _chain(
        self,
        path: Path,
        field: str,
        shown: str,
        chain: tuple[str, ...],
        undeclared: Collection[str],
        rows: Scope,
    ) -> Iterator[Mistake]:
        columns = rows.get(chain[0])
        if columns is not None and len(chain) > 1 and chain[1] not in columns:
            around = words_around(shown, chain[1])
            yield self._mistake(path, field, Wrong.COLUMN, chain[1], columns, around=around)
        elif chain[0] in undeclared and chain[0] not in rows:
            found = wrong_name(chain, self._known)
            if found is not None:
                word, among = found
                at = chain[: chain.index(word) + 1]
                near = nearest(word, among)
                yield Mistake(
                    path=path,
                    field=field,
                    wrong=Wrong.NAME,
                    word=".".join(at),
                    nearest=".".join((*at[:-1], near)) if near else "",
                    around=words_around(shown, word),
                    known=tuple(sorted(among)),
                )

    def _unknown(self, tree: nodes.Template) -> Iterator[tuple[Wrong, str, Collection[str]]]:
        """Filters and tests that there are not; Jinja, which reads on only with known ones, is given them."""
        for node in tree.find_all((nodes.Filter, nodes.Test)):
            is_filter = isinstance(node, nodes.Filter)
            known = self._filters if is_filter else self._tests
            if node.name not in known:
                yield (Wrong.FILTER if is_filter else Wrong.TEST), node.name, known
                there = self._environment.filters if is_filter else self._environment.tests
                there.setdefault(node.name, lambda value: value)

    def _loops(self, tree: nodes.Template) -> dict[str, frozenset[str] | None]:
        """The names that loops give to the rows of tables, with their columns."""
        found: dict[str, frozenset[str] | None] = {}
        for loop in tree.find_all(nodes.For):
            if isinstance(loop.target, nodes.Name):
                over: nodes.Node = loop.iter.node if isinstance(loop.iter, nodes.Getitem) else loop.iter
                columns = columns_of(names(over) or (), self._known)
                name = loop.target.name
                found[name] = columns if found.get(name, columns) == columns else None
        return found

    def _columns(self, data: str) -> frozenset[str] | None:
        try:
            tree = self._parsed("{{ " + data + " }}")
        except (TemplateSyntaxError, RecursionError):
            return None
        named = tuple(chains(tree))
        return columns_of(named[0], self._known) if len(named) == 1 else None

    def _parsed(self, source: str) -> nodes.Template:
        return self._environment.parse(source)

    def _mistake(
        self, path: Path, field: str, wrong: Wrong, word: str, among: Collection[str], *, around: str = ""
    ) -> Mistake:
        return Mistake(
            path=path,
            field=field,
            wrong=wrong,
            word=word,
            nearest=nearest(word, among),
            around=around,
            known=tuple(sorted(among)),
        )
