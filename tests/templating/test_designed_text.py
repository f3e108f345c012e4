"""Words of drawn shapes: tags found however they are split, formats kept, mistakes told in their words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deckgen.model.deck import Span
from deckgen.model.designed import DesignedText
from deckgen.model.ledger import Basis
from deckgen.model.measure import measured
from deckgen.templating.citing import Citations, marked
from deckgen.templating.designed_tags import TagError
from deckgen.templating.designed_text import Filler
from deckgen.templating.environment import an_environment
from deckgen.templating.own import Place
from tests.factories import an_origin
from tests.templating.designing import a_text, plain, runs, spans

BLOGS = ({"name": "Kerbside", "count": 3}, {"name": "Freehub", "count": 2})
CITATIONS = Citations()
TOTAL = marked(
    "1,248",
    CITATIONS.number(measured("talk.total", 1248, formula="count", origins=(an_origin(),)), "1,248"),
)
CONTEXT: dict[str, Any] = {"blogs": BLOGS, "total": TOTAL, "no": False, "yes": True, "none": ()}
ENVIRONMENT: ImmutableSandboxedEnvironment = an_environment({})

PLACE = Place(where="master:1/slide")


def fill(text: DesignedText, citations: Citations = CITATIONS) -> Any:
    return Filler(ENVIRONMENT, citations, place=PLACE, names=("total", "share")).text(text, CONTEXT)


def mistake(*paragraphs: Any) -> TagError:
    with pytest.raises(TagError) as caught:
        fill(a_text(*paragraphs))
    return caught.value


def test_a_tag_split_over_runs_prints_in_the_format_of_the_run_it_begins_in() -> None:
    filled = fill(a_text(("We had {", "{ to", "tal }", "} mentions")))

    assert runs(filled) == [("We had 1,248", 0, 0), (" mentions", 0, 3)]


def test_a_printed_number_keeps_its_ledger_entry_and_a_typed_one_gets_its_own() -> None:
    found = {s.text: s.cite for s in spans(fill(a_text("{{ total }} in 2026"))) if s.cite}

    assert CITATIONS.entries[found["1,248"]].key == "talk.total"
    assert CITATIONS.entries[found["2026"]].basis is Basis.UNTRACEABLE


@settings(max_examples=80, deadline=None)
@given(cuts=st.lists(st.integers(1, 200), max_size=12))
def test_however_a_paragraph_is_split_into_runs_its_words_are_the_same(cuts: list[int]) -> None:
    whole = (
        "In all {{ total }}: {% for b in blogs %}{{ b.name|upper }} ({{ b['count'] }}){% if not loop.last %}"
        ", {% endif %}{% endfor %}{# a note #}; {{ '}} in a string {{' }}."
    )
    at = sorted({min(c, len(whole)) for c in cuts})
    parts = [whole[a:b] for a, b in zip([0, *at], [*at, len(whole)], strict=True)]

    filled = fill(a_text(parts))

    assert plain(filled) == ["In all 1,248: KERBSIDE (3), FREEHUB (2); }} in a string {{."]
    first = next(i for i, p in enumerate(parts) if p)
    assert runs(filled)[0][2] == first


def test_a_loop_over_paragraphs_of_its_own_repeats_the_paragraphs_between() -> None:
    text = a_text(
        "Blogs:", "{% for b in blogs %}", "{{ b.name }}", "seen {{ b.count }} times", "{% endfor %}", "End"
    )

    filled = fill(text)

    assert plain(filled) == ["Blogs:", "Kerbside", "seen 3 times", "Freehub", "seen 2 times", "End"]
    assert [p.paragraph for p in filled] == [0, 2, 3, 2, 3, 5]


def test_a_loop_that_is_a_whole_paragraph_repeats_it() -> None:
    filled = fill(a_text("{% for b in blogs %}{{ b.name }}: {{ b.count }}{% endfor %}"))

    assert plain(filled) == ["Kerbside: 3", "Freehub: 2"]


def test_a_loop_inside_a_sentence_stays_inside_it() -> None:
    filled = fill(a_text("Named: {% for b in blogs %}{{ b.name }} {% endfor %}and others"))

    assert plain(filled) == ["Named: Kerbside Freehub and others"]


def test_a_loop_may_begin_and_end_in_paragraphs_with_words() -> None:
    filled = fill(a_text("{% for b in blogs %}{{ b.name }}", "{{ b.count }} times{% endfor %}"))

    assert plain(filled) == ["Kerbside", "3 times", "Freehub", "2 times"]


def test_a_condition_over_paragraphs_keeps_or_drops_them_whole() -> None:
    text = a_text(
        "{% if no %}", "never", "{% else %}", "always", "{% endif %}", "{% if no %}not{% endif %}", ""
    )

    assert plain(fill(text)) == ["always", ""]


def test_both_branches_of_a_condition_that_meet_in_a_paragraph_keep_their_formats() -> None:
    filled = fill(a_text("{% if no %}One", "more{% else %}Other{% endif %}"))

    assert (plain(filled), [p.paragraph for p in filled]) == (["Other"], [1])


def test_line_breaks_and_fields_are_copied_and_never_read() -> None:
    filled = fill(a_text(("Page ", "#", "\n", "{{ total }}")))

    fixed = [(r.run, r.is_fixed) for p in filled for r in p.runs]
    assert fixed == [(0, False), (1, True), (2, True), (3, False)]


def test_a_tag_may_hold_a_line_break_and_the_quotes_that_programs_make_curly() -> None:
    filled = fill(a_text(("{{ total", "\n", "|default(\u201cnothing\u201d) }}{{ \u2018it\u2019 }}")))

    assert plain(filled) == ["1,248it"]


def test_a_note_of_the_author_is_not_printed() -> None:
    assert plain(fill(a_text("{# ask the client #}", "Words {# here #}too"))) == ["Words too"]


def test_words_from_outside_become_neither_tag_nor_format() -> None:
    citations = Citations()
    evil = "{{ 7 * 7 }} \ue0050\ue004 \ue0031.0\ue004"
    context = {"title": marked(evil.replace("\ue005", "").replace("\ue003", "").replace("\ue004", ""), "")}

    filled = Filler(ENVIRONMENT, citations, place=PLACE, names=()).text(a_text("{{ title }}"), context)

    assert plain(filled)[0].startswith("{{ 7 * 7 }}")


def test_rows_repeat_where_a_loop_spans_their_cells() -> None:
    rows = (
        (a_text("Blog"), a_text("Seen")),
        (a_text("{% for b in blogs %}{{ b.name }}"), a_text("{{ b.count }}{% endfor %}")),
        (a_text("All"), a_text("{{ total }}")),
    )

    filled = Filler(ENVIRONMENT, CITATIONS, place=PLACE, names=()).rows(rows, CONTEXT)

    assert [(r.row, [plain(c)[0] for c in r.cells]) for r in filled] == [
        (0, ["Blog", "Seen"]),
        (1, ["Kerbside", "3"]),
        (1, ["Freehub", "2"]),
        (2, ["All", "1,248"]),
    ]


def test_rows_between_rows_of_tags_repeat_together() -> None:
    rows = (
        (a_text("{% for b in blogs %}"), a_text("")),
        (a_text("{{ b.name }}"), a_text("name")),
        (a_text("{{ b.count }}"), a_text("count")),
        (a_text("{% endfor %}"), a_text("")),
    )

    filled = Filler(ENVIRONMENT, CITATIONS, place=PLACE, names=()).rows(rows, CONTEXT)

    assert [r.row for r in filled] == [1, 2, 1, 2]


def test_a_loop_inside_one_cell_repeats_its_paragraphs() -> None:
    rows = ((a_text("{% for b in blogs %}{{ b.name }}{% endfor %}"), a_text("x")),)

    filled = Filler(ENVIRONMENT, CITATIONS, place=PLACE, names=()).rows(rows, CONTEXT)

    assert [plain(c) for c in filled[0].cells] == [["Kerbside", "Freehub"], ["x"]]


MISTAKES = [
    ("{{ totl }}", "'totl' is undefined; did you mean 'total'?"),
    ("{{ total|uper }}", "No filter named 'uper'; did you mean 'upper'?"),
    ("{{ blogs[0].nam.x }}", "'dict object' has no attribute 'nam'"),
    ("{{ total", "the tag is not closed in its paragraph; end it with }}"),
    ("{% if yes }} on", "the tag is not closed in its paragraph; end it with %}"),
    ("{# note", "the tag is not closed in its paragraph; end it with #}"),
    ("{% for b in blogs %}", "'for' is never closed; add {% endfor %}"),
    ("{% endif %}", "'endif' closes nothing; add {% if ... %} before it"),
    ("{% for b in blogs %}{% endif %}", "'endif' stands where {% endfor %} has to close"),
    ("{{ 1/0 }}", "division by zero"),
    ("{{ total.__class__ }}", "is unsafe"),
    ("{% include 'x' %}", "draw the slide whole"),
    ("{% raw %}", "{% raw %} cannot be used"),
    ("{% trans %}a{% endtrans %}", "write {{ _('words') }}"),
    ("{{ total|replace('1', '2')|truncate(3, true, '', 0) }}", "a filter changed or cut a number"),
    ("{% for i in range(99999) %}{{ i }}{% endfor %}", "over 100000 characters"),
    ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "RecursionError"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "reason"), MISTAKES)
def test_a_mistake_is_told_with_the_words_around_its_tag(tag: str, reason: str) -> None:
    error = mistake("A first {{ total }} here", f"before it {tag} behind")

    assert reason in error.reason
    assert "before it" in error.around or "a filter" in reason


def test_the_tag_that_is_wrong_is_shown_and_not_its_neighbour() -> None:
    error = mistake(
        "{{ total }} and {{ total }}, then {% for b in blogs %}{{ b.name }}{{ b.nme.x }}{% endfor %} end"
    )

    assert "{{ b.nme.x }}" in error.around
    assert len(error.around) < 100


def test_a_loop_that_ends_in_the_wrong_cell_is_a_mistake() -> None:
    rows = ((a_text("{% for b in blogs %}{{ b.name }}"), a_text("x{% endfor %}y"), a_text("z")),)

    with pytest.raises(TagError, match="begin it in the first cell and end it in the last"):
        Filler(ENVIRONMENT, CITATIONS, place=PLACE, names=()).rows(rows, CONTEXT)


def test_a_filter_that_leaves_a_number_whole_is_no_mistake() -> None:
    assert spans(fill(a_text("{{ total|trim }}"))) == [Span(text="1,248", cite="n1")]
