"""What is evaluated without compiling says what Jinja says, mistakes included; the rest is left to Jinja."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deckgen.templating.evaluating import text_of, value_of

SLIDES = Path(__file__).parents[2] / "templates" / "boardroom" / "slides"
ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
CONTEXT = {
    "row": SimpleNamespace(count=3, none=None, name="<b>{{ 1 }}</b>", items=("a", "b"), _secret=1),
    "table": {"count": 7, "in-house": "ours"},
    "flags": frozenset({"low"}),
}


def said(act: Any) -> str:
    """What comes of it: the text, or the mistake in Jinja's words."""
    try:
        return str(act())
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"


def agreed(source: str) -> str:
    """What both say; our own evaluation must have taken the source."""
    ours = text_of(ENVIRONMENT, source)
    assert ours is not None

    result = said(lambda: ours(CONTEXT))

    assert result == said(lambda: ENVIRONMENT.from_string(source).render(CONTEXT))
    return result


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain words, {{ row.count }} of {{ table.count }}\n", "plain words, 3 of 7"),
        ("{{ row.name }}", "<b>{{ 1 }}</b>"),
        ("{{ table['in-house'] }}{# not said #}", "ours"),
        ("{{ row.items|length }} {{ row.name|upper }}", "2 <B>{{ 1 }}</B>"),
        ("{% if row.none is none %}open{% else %}{{ row.none }}{% endif %}", "open"),
        ("{% if 'high' in flags %}a{% elif 'low' in flags and row.count > 2 %}b{% else %}c{% endif %}", "b"),
        ("{% if 'low' not in flags %}a{% endif %}", ""),
        ("{% if not flags or row.count == 4 %}\na\n{% else %}\nb\n{% endif %}\nend", "b\nend"),
        (
            "{{ row.count is defined }} {{ row.count is odd }} {{ row.count is divisibleby 3 }}",
            "True True True",
        ),
        ("{{ row.none or 'nothing' }}", "nothing"),
    ],
)
def test_what_slide_files_say_is_evaluated_as_jinja_does(source: str, expected: str) -> None:
    assert agreed(source) == expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{ company }}", "'company' is undefined"),
        ("{{ row.size }}", "has no attribute 'size'"),
        ("{{ row.size.more }}", "has no attribute 'size'"),
        ("{% if row.size %}a{% endif %}", "has no attribute 'size'"),
        ("{{ row.name > 3 }}", "not supported between instances"),
        ("{{ row.__class__ }}", "access to attribute '__class__'"),
        ("{{ row.items.__class__.mro }}", "access to attribute '__class__'"),
        ("{{ table['__class__'].mro }}", "access to attribute '__class__'"),
    ],
)
def test_mistakes_and_forbidden_names_are_those_of_jinja(source: str, why: str) -> None:
    assert why in agreed(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% for item in row.items %}{{ item }}{% endfor %}",
        "{% set a = 1 %}{{ a }}",
        "{{ row.items|join(', ') }}",
        "{{ row.items|map('upper')|list }}",
        "{{ row.name.format(1) }}",
        "{{ range(3) }}",
        "{{ self }}",
        "{{ 1 < row.count < 4 }}",
        "{{ row.count + 1 }}",
        "{{ row.items[0:1] }}",
        "{{ row.count|unheard_of }}",
        "{{ row.count is unheard_of }}",
        "{{ row.count",
    ],
)
def test_anything_else_is_left_to_jinja(source: str) -> None:
    assert text_of(ENVIRONMENT, source) is None


def test_an_expression_gives_its_value_unprinted() -> None:
    items = value_of(ENVIRONMENT, "row.items")
    is_few = value_of(ENVIRONMENT, "row.items|length < 3")

    assert items is not None
    assert items(CONTEXT) == ("a", "b")
    assert is_few is not None
    assert is_few(CONTEXT) is True
    assert value_of(ENVIRONMENT, "row.count }} and {{ row.count") is None
    assert value_of(ENVIRONMENT, "row.") is None


NAMES = st.sampled_from(["row", "table", "flags", "missing"])
PATHS = st.builds(
    lambda name, path: ".".join((name, *path)),
    NAMES,
    st.lists(st.sampled_from(["count", "name", "items", "none", "_secret", "size"]), max_size=2),
)
TERMS = PATHS | st.sampled_from(["1", "'low'", "none", "true"])
CONDITIONS = st.recursive(
    TERMS,
    lambda inner: (
        st.builds(
            "({} {} {})".format, inner, st.sampled_from(["and", "or", "==", "!=", "<", "in", "not in"]), inner
        )
        | st.builds("(not {})".format, inner)
        | st.builds("({} is none)".format, inner)
        | st.builds("({}|length)".format, inner)
    ),
    max_leaves=4,
)


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, PATHS, st.sampled_from(["", "words ", "a\n  "]))
def test_any_sentence_of_these_parts_is_said_as_jinja_says_it(condition: str, path: str, words: str) -> None:
    agreed(
        f"{words}{{% if {condition} %}}{{{{ {path} }}}}{{% else %}} {words}{{{{ {condition} }}}}{{% endif %}}"
    )


def test_nearly_all_that_the_slides_of_deckgen_say_is_evaluated_here() -> None:
    files = [file.read_text(encoding="utf-8") for file in SLIDES.glob("*.md")]
    sources = {source for text in files for source in re.findall(r'"([^"\n]*\{\{[^"\n]*)"', text)}
    # Filters of our own are plain functions; here their names are enough.
    known = ENVIRONMENT.overlay()
    known.filters = {**ENVIRONMENT.filters, **dict.fromkeys(re.findall(r"\|(\w+)", " ".join(sources)), str)}
    left = [source for source in sources if text_of(known, source) is None]

    assert len(sources) > 100
    assert len(left) < len(sources) / 20, left
