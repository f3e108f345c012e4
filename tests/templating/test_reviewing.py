"""Mistakes in slide files are found by reading alone, in every branch, with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.outputs.pptx import geometry
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.catalogue import read_catalogue
from deckgen.templating.known import Known, KnownFinding
from deckgen.templating.reviewing import Mistake, Reviewer, Wrong
from deckgen.templating.slidefile import read_slide_file
from deckgen.templating.template import chain_of, slide_files

TALK = KnownFinding(
    values=frozenset({"total", "per_week", "peak"}),
    flags=frozenset({"trend-up"}),
    tables={"sources": frozenset({"source", "count"})},
    exhibits=frozenset({"weekly"}),
)
KNOWN = Known(
    findings={"talk": TALK},
    names=frozenset({"brief", "companies", "as_of", "length", "options", "ledger", "caveats", "talk"}),
    slots={a: frozenset(geometry.slots(a)) for a in geometry.ARCHETYPES},
    forms=frozenset(chart_forms()),
    options={"fee": None, "terms": frozenset({"what", "by"})},
    sections=frozenset({"talk"}),
)
HEAD = 'archetype = "table-panel"\nsection = "talk"\n'


def mistakes(front: str, notes: str = "") -> tuple[Mistake, ...]:
    file = read_slide_file(Path("a.md"), f"+++\n{front}\n+++\n{notes}")
    return Reviewer(KNOWN, read_catalogue("en", ())).slide(file)


@pytest.mark.parametrize(
    ("front", "wrong", "word", "meant"),
    [
        ('title = "{{ talk.totl }}"', Wrong.NAME, "talk.totl", "talk.total"),
        ('title = "{% if false %}{{ talk.totl }}{% endif %}"', Wrong.NAME, "talk.totl", "talk.total"),
        ('title = "{{ tlk.total }}"', Wrong.NAME, "tlk", "talk"),
        ('title = "{{ brief.us.nmae }}"', Wrong.NAME, "brief.us.nmae", "brief.us.name"),
        ('title = "{{ brief.plan.budgett }}"', Wrong.NAME, "brief.plan.budgett", "brief.plan.budget"),
        ('title = "{{ options.feee }}"', Wrong.NAME, "options.feee", "options.fee"),
        ('title = "{{ talk.total|bear }}"', Wrong.FILTER, "bear", "bare"),
        ('title = "{% if talk is strng %}a{% endif %}"', Wrong.TEST, "strng", "strong"),
        ('title = "{% if talk %}a"', Wrong.SYNTAX, "", ""),
        ('title = "{% for r in talk.tables.sources %}{{ r.cuont }}{% endfor %}"', Wrong.COLUMN, "cuont",
         "count"),
        ('title = "{% for r in options.terms %}{{ r.waht }}{% endfor %}"', Wrong.COLUMN, "waht", "what"),
        ('title = "{% for r in talk.tables.sorces %}a{% endfor %}"', Wrong.NAME, "talk.tables.sorces",
         "talk.tables.sources"),
        ('title = "a"\n[text]\npnael = "x"', Wrong.SLOT, "pnael", "panel"),
        ('title = "a"\n[[chart]]\nslot = "table1"\nform = "brs"\ndata = "talk.exhibits.weekly"', Wrong.FORM,
         "brs", "bars"),
        ('title = "a"\n[[chart]]\nslot = "table1"\nform = "bars"\ndata = "talk.exhibits.wekly"', Wrong.NAME,
         "talk.exhibits.wekly", "talk.exhibits.weekly"),
        ('title = "a"\n[[table]]\nslot = "table1"\ndata = "talk.tables.sources"\ncolumns = [{ key = "cnt" }]',
         Wrong.COLUMN, "cnt", "count"),
        ('title = "a"\n[[table]]\nslot = "table1"\ndata = "talk.tables.sources"\n'
         'columns = [{ text = "{{ row.sorce }}" }]', Wrong.COLUMN, "sorce", "source"),
        ('title = "a"\nwhen = "tlk.total"', Wrong.NAME, "tlk", "talk"),
        ('title = "a"\nfinding = "tlk"', Wrong.FINDING, "tlk", "talk"),
        ('title = "a"\n[on.weak]\ntitle = "{{ talk.totl }}"', Wrong.NAME, "talk.totl", "talk.total"),
        ('finding = "talk"\n[title]\nstrong = "a"\nweak = "b"\nmissing = "c"', Wrong.VERDICT, "contradicts",
         ""),
    ],
)  # fmt: skip
def test_a_mistake_is_found_with_what_was_meant(front: str, wrong: Wrong, word: str, meant: str) -> None:
    found = mistakes(HEAD + front)

    assert [m.wrong for m in found] == [wrong]
    assert word in found[0].word
    assert found[0].nearest == meant


def test_a_wrong_kind_of_slide_and_notes_are_read_too() -> None:
    found = mistakes('archetype = "tabel"\ntitle = "a"', notes="Say {{ talk.totl }}.")

    assert [(m.wrong, m.field, m.nearest) for m in found] == [
        (Wrong.ARCHETYPE, "archetype", "table"),
        (Wrong.NAME, "notes", "talk.total"),
    ]


def test_another_archetype_for_a_verdict_has_other_slots() -> None:
    front = 'title = "a"\nfinding = "talk"\n[on.missing]\narchetype = "statement"\n[on.missing.text]\n'
    front += 'table1 = "x"'

    found = mistakes(HEAD + front)

    assert [(m.wrong, m.word, m.around) for m in found] == [(Wrong.SLOT, "table1", "statement")]


def test_names_that_a_text_sets_itself_are_no_mistake() -> None:
    text = "{% set n = talk.total %}{% for name in companies %}{{ loop.index }}{{ name }}{{ n }}{% endfor %}"

    assert mistakes(f'{HEAD}title = "{text}"') == ()


def test_deeply_nested_brackets_end_as_a_mistake_not_as_a_crash() -> None:
    found = mistakes(f'{HEAD}title = "{{{{ {"(" * 5000}1{")" * 5000} }}}}"')

    assert [m.wrong for m in found] == [Wrong.SYNTAX]


def test_every_field_of_a_mistake_leads_to_its_words() -> None:
    found = mistakes(f'{HEAD}title = "People talk: {{{{ talk.totl }}}} times"')

    assert (found[0].path, found[0].field) == (Path("a.md"), "title")
    assert "{{ talk.totl }}" in found[0].around


def test_the_built_in_slides_use_nothing_but_slots_forms_and_filters_there_are() -> None:
    chain = chain_of("boardroom", roots=template_roots())
    wanted = {Wrong.SYNTAX, Wrong.FILTER, Wrong.TEST, Wrong.ARCHETYPE, Wrong.SLOT, Wrong.FORM, Wrong.VERDICT}
    reviewer = Reviewer(KNOWN, read_catalogue("en", ()))

    found = [m for file in slide_files(chain[0]) for m in reviewer.slide(file) if m.wrong in wanted]

    assert found == []


def test_the_items_of_a_repeated_slide_have_names_and_columns() -> None:
    head = f'{HEAD}for_each = "found in talk.tables.sources"\n'

    good = mistakes(head + 'title = "{{ found.count }} of {{ loop.length }}"')
    bad = mistakes(head + 'title = "{{ found.cuont }}"')

    assert good == ()
    assert [(m.wrong, m.word, m.nearest) for m in bad] == [(Wrong.COLUMN, "cuont", "count")]


def test_texts_below_the_settings_are_read_too() -> None:
    body = "::: panel weak\n{{ talk.totl }}\n:::\n\n::: panel\nFor all others.\n:::\n"

    found = mistakes(f'{HEAD}title = "a"\nfinding = "talk"', notes=body)

    assert [(m.wrong, m.nearest) for m in found] == [(Wrong.NAME, "talk.total")]
