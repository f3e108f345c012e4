"""Texts of slots below the settings of a slide file: containers, tables, wordings for verdicts, notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import TemplateError
from deckgen.model.deck import Align, Slide, TableBlock, TableSpec, TextBlock, plain
from deckgen.model.finding import Quote, Row, Table, Verdict
from deckgen.templating.extraction import extracted
from deckgen.templating.slidefile import read_slide_file
from deckgen.templating.template import chain_of
from tests.factories import an_origin
from tests.templating.conftest import OUTLINE, WORDS, ComposeOne, a_finding
from tests.templating.test_markup import EVIL

PANEL = """::: panel
# What we ask for
= {{ talk.total }} days
- **one** point
:::"""
TABLE = """::: table1
| Blog | Mentions | Note |
|------|---------:|:----:|
{% for row in talk.tables.rows %}| {{ row.name }} | {{ row['count'] }} | a \\| b |
{% endfor %}
:::"""


def a_file(body: str, settings: str = "") -> str:
    front = f'archetype = "text"\nsection = "talk"\nfinding = "talk"\ntitle = "The title"\n{settings}'
    return f"+++\n{front}\n+++\n{body}\n"


def table_of(slide: Slide) -> TableSpec:
    return next(b for b in slide.blocks if isinstance(b, TableBlock)).table


def texts(slide: Slide) -> dict[str, str]:
    return {b.slot: plain(b.text) for b in slide.blocks if isinstance(b, TextBlock)}


def test_a_container_holds_the_text_of_its_slot_and_the_rest_is_notes(compose_one: ComposeOne) -> None:
    slide = compose_one(a_file(f"First this.\n\n{PANEL}\n\nThen that.")).slides[0]

    (panel,) = (b for b in slide.blocks if isinstance(b, TextBlock))
    assert [(p.text, p.level) for p in panel.text] == [
        ("What we ask for", 0),
        ("1,248 days", 2),
        ("one point", 3),
    ]
    assert plain(slide.notes) == "First this.\nThen that."


def test_a_markdown_table_becomes_a_native_one(compose_one: ComposeOne) -> None:
    evil = Table(
        columns=("name", "count"),
        rows=(Row(cells={"name": Quote(text=EVIL, origins=(an_origin(),)), "count": None}),),
    )
    finding = a_finding()
    finding = type(finding)(
        key="talk",
        verdict=Verdict.STRONG,
        numbers=finding.numbers,
        facts=finding.facts,
        exhibits=finding.exhibits,
        tables={"rows": evil},
    )

    table = table_of(compose_one(a_file(TABLE), finding).slides[0])

    assert [plain(h) for h in table.head] == ["Blog", "Mentions", "Note"]
    assert table.aligns == (Align.LEFT, Align.RIGHT, Align.CENTRE)
    assert [[plain(c.text) for c in r.cells] for r in table.rows] == [[EVIL, "not measured", "a | b"]]
    assert table.alt == "The title"


def test_the_settings_may_say_how_a_table_of_the_body_looks(compose_one: ComposeOne) -> None:
    settings = (
        '[[table]]\nslot = "table1"\nweights = [3, 1, 1]\nfigure = 2\nalt = "What it shows"\ntotal = true'
    )

    table = table_of(compose_one(a_file(TABLE, settings)).slides[0])

    assert (table.weights, table.alt, table.has_total) == ((3.0, 1.0, 1.0), "What it shows", True)
    assert [c.is_figure for c in table.rows[0].cells] == [False, True, False]


def test_a_table_without_names_of_columns_has_no_head(compose_one: ComposeOne) -> None:
    table = table_of(compose_one(a_file("::: table1\n| | |\n|-|-|\n| a | b |\n:::")).slides[0])

    assert (table.head, len(table.rows)) == ((), 1)


@pytest.mark.parametrize(
    ("verdict", "panel", "notes"),
    [
        (Verdict.STRONG, "Strong words", "For all.\nRest."),
        (Verdict.WEAK, "Other words", "Weak.\nRest."),
        (Verdict.MISSING, "Other words", "For all.\nRest."),
    ],
)
def test_a_container_may_be_for_verdicts(
    compose_one: ComposeOne, verdict: Verdict, panel: str, notes: str
) -> None:
    body = (
        "::: panel strong contradicts\nStrong words\n:::\n::: panel\nOther words\n:::\n"
        "::: say\nFor all.\n:::\n::: say weak\nWeak.\n:::\nRest."
    )

    slide = compose_one(a_file(body), a_finding(verdict)).slides[0]

    assert (texts(slide)["panel"], plain(slide.notes)) == (panel, notes)


def test_a_verdict_without_words_is_a_mistake_and_not_an_empty_slide(compose_one: ComposeOne) -> None:
    with pytest.raises(TemplateError, match=r"one\.md: 'panel' has no wording for 'weak'; add it"):
        compose_one(a_file("::: panel strong\nWords\n:::"), a_finding(Verdict.WEAK))


def test_a_verdict_with_an_archetype_of_its_own_has_its_own_texts(compose_one: ComposeOne) -> None:
    body = f"{TABLE}\n::: heading1\nCommon\n:::\n::: panel missing\nNothing to show\n:::"
    file = a_file(body, '[on.missing]\narchetype = "statement"')

    missing = compose_one(file, a_finding(Verdict.MISSING)).slides[0]
    strong = compose_one(file, a_finding()).slides[0]

    assert (missing.archetype, texts(missing), len(missing.blocks)) == (
        "statement",
        {"panel": "Nothing to show"},
        1,
    )
    assert texts(strong) == {"heading1": "Common"}
    assert len(table_of(strong).rows) == 2


def test_a_wording_may_stand_beside_those_of_the_settings(compose_one: ComposeOne) -> None:
    file = a_file("::: panel weak\nFrom the body\n:::", '[text]\npanel = "From the settings"')

    weak = compose_one(file, a_finding(Verdict.WEAK)).slides[0]
    strong = compose_one(file).slides[0]

    assert (texts(weak)["panel"], texts(strong)["panel"]) == ("From the body", "From the settings")


@pytest.mark.parametrize(
    ("body", "settings", "message"),
    [
        ("::: panel\nwords", "", r"one\.md, line 8: '::: panel' is never closed; end it with a line ':::'"),
        ("\n::: panel\n::: body\n:::", "", r"line 10: '::: panel' of line 9 is still open"),
        ("notes\n:::", "", r"line 9: ':::' ends nothing"),
        ("::: pannel\n:::", "", r"line 8: '::: pannel' is no text of a slide; use one of: panel, heading1"),
        ("::: panel often\n:::", "", r"line 8: 'often' is no verdict; use one of: contradicts, missing"),
        ("::: panel\na\n:::\n::: panel\nb\n:::", "", r"line 11: '::: panel' is said twice; keep one of them"),
        ("::: panel weak\na\n:::\n::: panel weak\nb\n:::", "", r"'::: panel weak' is said twice"),
        ("::: panel\na\n:::", '[text]\npanel = "b"', r"'::: panel' is said in the settings too"),
        (
            "::: panel weak\na\n:::",
            '[on.weak.text]\npanel = "b"',
            r"'::: panel weak' is said in the settings",
        ),
        ("::: say\na\n:::", 'say = "b"', r"'::: say' is said in the settings too"),
        (
            "::: table1\n|a|\n|-|\n:::",
            '[[table]]\nslot = "table1"\nrows = [{cells = ["a"]}]',
            r"'::: table1' is said in the settings too",
        ),
        ("::: table1\nno table\n:::", "", r"one\.md, table1: a table begins with a line of heads"),
        ("::: table1\n|a|b|\n|-|\n:::", "", r"the line of rules of the table has 1 cells and .* heads 2"),
        ("::: table1\n|a|b|\n|-|-|\n|1|\n:::", "", r"table1: row 1 of the table has 1 cells"),
        ("::: table1\n|a|\n|-|\n|b|c|\n:::", "", r"row 1 of the table has 2 cells"),
        (
            "::: table1\n|a|\n|-|\n{% for i in range(401) %}|{{ i }}|\n{% endfor %}\n:::",
            "",
            r"over 400 rows or 30 columns; print fewer items: \[:10\]",
        ),
        ("::: panel\n{{ talk.totl }}\n:::", "", r"one\.md, panel: there is no name 'totl'"),
        ("x", "text = 3", r"one\.md: the texts of slots stand under \[text\]"),
        ("x", "table = 3", r"one\.md: each table stands under a line \[\[table\]\]"),
        ("x", '[[table]]\nslot = "table1"', r"or a text '::: table1' below the settings"),
    ],
)
def test_a_mistake_names_file_and_line_and_what_to_do(
    compose_one: ComposeOne, body: str, settings: str, message: str
) -> None:
    with pytest.raises(TemplateError, match=message):
        compose_one(a_file(body, settings))


def test_a_wording_for_a_verdict_needs_a_finding() -> None:
    file = '+++\narchetype = "text"\ntitle = "T"\n+++\n::: panel weak\na\n:::\n'

    with pytest.raises(TemplateError, match=r"one\.md, line 5: .* the slide names no finding"):
        read_slide_file(Path("one.md"), file)


def test_evidence_opens_and_closes_no_container(compose_one: ComposeOne) -> None:
    finding = a_finding(quote=Quote(text="::: panel\n:::", origins=(an_origin(),)))

    slide = compose_one(a_file("::: body\n{{ talk.quote }}\n:::\n{{ talk.quote }}"), finding).slides[0]

    assert (texts(slide), plain(slide.notes)) == ({"body": "::: panel :::"}, "::: panel :::")


def test_a_title_may_hold_the_mark_of_the_settings(compose_one: ComposeOne) -> None:
    slide = compose_one('+++\narchetype = "text"\ntitle = "C+++ or not"\n+++\nSay it.\n').slides[0]

    assert plain(slide.title) == "C+++ or not"


def test_the_texts_of_containers_are_messages_and_those_of_a_table_by_the_cell(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    (folder / "slides").mkdir(parents=True)
    (folder / "template.toml").write_text(OUTLINE)
    (folder / "words.toml").write_text(WORDS)
    table = (
        "::: table1 weak\n| Blog | **Posts** |\n|---|--:|\n{% for row in talk.tables.rows %}"
        "| {{ row.name|upper }} | about {{ row.count }} |\n{% endfor %}\n"
        "| {% if talk.few %}few | or{% endif %} | = all |\n:::"
    )
    (folder / "slides" / "one.md").write_text(a_file(f"{PANEL}\n{table}\nSay it."))
    (link,) = chain_of("small", roots=(tmp_path,))

    found: dict[str, Any] = {m.forms[0]: m.places for m in extracted(link) if m.places[0].startswith("one/")}

    assert found == {
        "The title": ("one/title",),
        "What we ask for": ("one/panel",),
        "{{ talk.total }} days": ("one/panel",),
        "**one** point": ("one/panel",),
        "Blog": ("one/table1/weak",),
        "**Posts**": ("one/table1/weak",),
        "about {{ row.count }}": ("one/table1/weak",),
        "{% if talk.few %}few | or{% endif %}": ("one/table1/weak",),
        "all": ("one/table1/weak",),
        "Say it.": ("one/notes",),
    }
