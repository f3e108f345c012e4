"""The Markdown of slide files: what it reads, what it leaves alone, and that evidence is opaque to it."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deckgen.errors import TemplateError
from deckgen.model.deck import Span, Text
from deckgen.templating import markup
from deckgen.templating.citing import Citations, cleaned, marked
from deckgen.templating.own import Place

PLACE = Place(where="one/panel", file="one.md")
EVIL = "**x** [y](z) <b> # = {{ x }} =1+1 http:// \\* _a_ | --- &amp; ~ - *"
TYPED = (
    "1. Point one",
    "5 * 3 = 15, 2 ** 8",
    "a_b_c and snake_case_name",
    "\"quotes\" and 'quotes' and „quotes“",
    "dashes - -- --- – —, dots ...",
    "a   run  of   blanks",
    "10\u00a0%\u00a0of it",
    "(c) (tm) +- &amp; &copy; &#35;",
    "<b>no html</b> <https://a.example>",
    "www.a.example and https://a.example/?a=b_c_d",
    "| not | a | table |",
    "> no quotation, ``` no code ``` and `none` here",
    "[1] and [see there] (in brackets)",
    "~~struck~~ ^up^ ==marked==",
    "C:\\Users, \\o/",
    "Tom & Jerry's #1",
    "**", "*", "_", "__", "***", "a * b * c", "**open", "* ", "[", "](", "\\",
)  # fmt: skip


def paragraphs(source: str, slot: str = "panel", citations: Citations | None = None) -> Text:
    return markup.text(source, slot=slot, citations=citations or Citations(), place=PLACE)


def looks(text: Text) -> list[tuple[str, str]]:
    """Runs of one look joined, with b, i or a link behind them."""
    out: list[tuple[str, str]] = []
    for span in (s for p in text for s in p.spans):
        look = "b" * span.bold + "i" * span.italic + (f" {span.link}" if span.link else "")
        if out and out[-1][1] == look:
            out[-1] = (out[-1][0] + span.text, look)
        else:
            out.append((span.text, look))
    return out


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a **b** c", [("a ", ""), ("b", "b"), (" c", "")]),
        ("a *b* _c_", [("a ", ""), ("b", "i"), (" ", ""), ("c", "i")]),
        ("***both*** and __bold__", [("both", "bi"), (" and ", ""), ("bold", "b")]),
        ("**a *b* c**", [("a ", "b"), ("b", "bi"), (" c", "b")]),
        (r"\**no*\* \# \= \[x](y)", [("*", ""), ("no", "i"), ("* # = [x](y)", "")]),
        (r"\# no heading", [("# no heading", "")]),
        (
            "see [the **report**](https://a.example/x_y_z?q=1#top) now",
            [
                ("see ", ""),
                ("the ", " https://a.example/x_y_z?q=1#top"),
                ("report", "b https://a.example/x_y_z?q=1#top"),
                (" now", ""),
            ],
        ),
        ("[å](http://å.example/ö)", [("å", " http://xn--5ca.example/%C3%B6")]),
    ],
)
def test_markdown_inside_a_line(source: str, expected: list[tuple[str, str]]) -> None:
    assert looks(paragraphs(source)) == expected


@pytest.mark.parametrize(
    ("slot", "levels"),
    [
        ("panel", [0, 0, 1, 2, 3, 3, 4, 3]),
        ("decision1", [0, 0, 1, 1, 1, 1, 1, 1]),
        ("body", [0] * 4 + [1, 1, 0, 1]),
    ],
)
def test_a_line_is_a_paragraph_and_the_slot_decides_what_its_mark_means(slot: str, levels: list[int]) -> None:
    source = "# Head\n### Lower\nWords\n= 42\n- one\n* two\n~ note\n\n  - inner"

    found = paragraphs(source, slot)

    assert [p.level for p in found] == levels
    expected = ["Head", "Lower", "Words", "42", "one", "two", "note", "inner"]
    if slot == "decision1":  # a card has neither figures nor notes
        expected[3], expected[6] = "= 42", "~ note"
    assert [p.text for p in found] == expected


def test_a_heading_of_running_text_is_bold() -> None:
    assert looks(paragraphs("# A *new* head", "body")) == [("A ", "b"), ("new", "bi"), (" head", "b")]
    assert looks(paragraphs("# A head", "panel")) == [("A head", "")]


@pytest.mark.parametrize("words", TYPED)
def test_words_that_are_no_markdown_stay_letter_for_letter(words: str) -> None:
    found = paragraphs(f"x {words} x")

    assert looks(found) == [(f"x {words} x", "")]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.characters(exclude_characters="*_\\[\n", exclude_categories=("Cs", "Co")), max_size=60
    )
)
def test_without_its_signs_a_line_is_never_rewritten(words: str) -> None:
    (found,) = paragraphs(f"x{words}x")

    assert found.text == f"x{words}x"
    assert not any(s.bold or s.italic or s.link for s in found.spans)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab12 *_\\[]()#=-~|`<>!&:/.\n\u00a0é"), max_size=80))
@example("[a](https://a.example)")
def test_any_text_keeps_its_words_or_is_a_mistake_in_a_link(words: str) -> None:
    with contextlib.suppress(TemplateError):
        _keeps_its_words(words)


def _keeps_its_words(words: str) -> None:
    found = paragraphs(words)
    kept = [c for c in "".join(p.text for p in found) if c.isalnum()]
    given = [c for c in words if c.isalnum()]
    if not any(s.link for p in found for s in p.spans):
        assert kept == given
    assert all(s.text for p in found for s in p.spans)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60),
    st.sampled_from(["{}", "**{}**", "*{}*", "- {}", "= {} x", "a{}b", "[{}](https://a.example)"]),
)
@example(EVIL, "{}")
@example(EVIL, "**{}**")
def test_evidence_comes_out_letter_for_letter_wherever_it_stands(title: str, frame: str) -> None:
    title = cleaned(title)
    citations = Citations()
    source = frame.format(marked(title, citations.quotation(title, ())))

    for text in (
        paragraphs(source, citations=citations),
        markup.line(source, citations=citations, place=PLACE),
    ):
        quoted = [s.text for p in text for s in p.spans if s.is_quoted]
        assert quoted == ([title] if title else [])


def test_evidence_takes_the_look_of_the_words_around_it_and_none_of_its_own() -> None:
    citations = Citations()
    title = marked(EVIL, citations.quotation(EVIL, ()))

    found = looks(paragraphs(f"**{title}** and *{title}*s", citations=citations))

    assert found == [(EVIL, "b"), (" and ", ""), (EVIL, "i"), ("s", "")]


def test_a_link_may_lead_where_the_evidence_says() -> None:
    citations = Citations()
    long = "https://blog.example/" + "2026/" * 80
    shown = marked(long[:199] + "…", citations.quotation(long, ()))
    name = marked("A [b](c)", "")

    assert looks(paragraphs(f"[{name}]({shown})", citations=citations)) == [("A [b](c)", f" {long}")]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "https://a@b.example", "//x", "https://a…"]
)
def test_evidence_that_is_no_web_address_leaves_the_words_without_a_link(address: str) -> None:
    assert looks(paragraphs(f"[words]({marked(address, '')})")) == [("words", "")]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "page.html", "mailto:a@b.example", "#top", "http://", ""]
)
def test_a_typed_link_that_is_no_web_address_is_a_mistake(address: str) -> None:
    with pytest.raises(TemplateError, match=r"^one\.md, panel: the link leads to .* begin it with https://"):
        paragraphs(f"[words]({address})")


def test_a_number_that_a_filter_has_cut_is_a_mistake() -> None:
    with pytest.raises(TemplateError, match=r"^one\.md, panel: a filter changed or cut a number"):
        paragraphs(marked("1,248", "n1")[:4])


@pytest.mark.parametrize(
    "bomb",
    [
        "*" * 9_000,
        "[" * 9_000,
        "*a " * 3_000,
        "a**b" * 2_000,
        "_a*" * 3_000,
        "[a](" * 2_000,
        "\\" * 9_000,
        "![[" * 3_000,
    ],
)
def test_what_is_built_to_take_long_does_not(bomb: str) -> None:
    begun = time.perf_counter()

    with contextlib.suppress(TemplateError):
        paragraphs(bomb)

    assert time.perf_counter() - begun < 5


def test_a_text_that_is_too_long_is_a_mistake() -> None:
    with pytest.raises(TemplateError, match="the text has over 100000 characters"):
        paragraphs("a" * 100_001)


def test_a_label_and_a_span_say_the_same() -> None:
    found = markup.label("**Bold** 7", citations=Citations(), place=PLACE)

    assert (found.text, len(found.cites)) == ("Bold 7", 1)
    assert Span(text="x").italic is False
