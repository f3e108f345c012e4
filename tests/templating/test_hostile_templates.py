"""What a stranger may write between braces: no way out of the sandbox, no end of time or memory."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deckgen.errors import TemplateError
from deckgen.templating import sandbox
from deckgen.templating.catalogue import Catalogue, locale_of
from deckgen.templating.citing import Citations, pieces
from deckgen.templating.environment import Renderer
from deckgen.templating.printing import Formats
from deckgen.templating.views import Press
from deckgen.templating.words import Words

UNSAFE = "is unsafe"
FILTER = "No filter named"
UNDEFINED = "is undefined"
LONG = "over 100000 characters"
DEEP = "nested too deep"
FILE = "reads another file"

ESCAPES = [
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", UNSAFE),
    ("{{ words['__class__'] }}", UNSAFE),
    ("{{ words|attr('__class__') }}", FILTER),
    ("{{ ('{0.__class__}'|attr('format'))(1) }}", FILTER),  # CVE-2025-27516
    ("{{ pair|map('attr', '__class__')|list }}", FILTER),
    ("{{ '{0.__class__}'.format(1) }}", UNSAFE),  # CVE-2016-10745
    ("{{ '{a.__class__}'.format_map({'a': 1}) }}", UNSAFE),  # CVE-2019-10906
    ("{% set f = '{0.__class__}'.format %}{{ f(1) }}", UNSAFE),  # CVE-2024-56326
    ("{{ ['{0.__class__}'.format]|map('list')|list }}", UNSAFE),
    ("{{ cycler.__init__.__globals__ }}", UNSAFE),
    ("{{ lipsum }}", UNDEFINED),
    ("{{ joiner }}", UNDEFINED),
    ("{{ namespace(a=1) }}", UNDEFINED),
    ("{{ request }}", UNDEFINED),
    ("{{ config }}", UNDEFINED),
    ("{{ self._TemplateReference__context }}", UNSAFE),
    ("{{ gettext.__globals__ }}", UNSAFE),
    ("{{ _.__globals__ }}", UNSAFE),
    ("{% for i in pair %}{{ loop._iterator }}{% endfor %}", UNSAFE),
    ("{{ pair|groupby('__class__') }}", UNSAFE),
    ("{{ pair|sort(attribute='__class__') }}", UNSAFE),
    ("{% include 'x' %}", FILE),
    ("{% import 'os' as os %}", FILE),
    ("{% from 'os' import system %}", FILE),
    ("{% extends 'x' %}", FILE),
    ("{{ {'a': 1}|xmlattr }}", FILTER),
    ("{{ words|pprint }}", FILTER),
    ("{{ listed.append(2) }}", UNSAFE),
    ("{{ listed.clear() }}", UNSAFE),
    ("{% set words.a = 1 %}", "cannot assign"),
]
RESOURCES = [
    ("{{ range(10**9) }}", "Range too big"),
    ("{{ 'a' * 10**10 }}", LONG),
    ("{{ 999999999 * [1] }}", LONG),
    ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "turns"),
    ("{% for i in range(99999) recursive %}{{ loop(pair) }}{% endfor %}", "cannot call itself"),
    ("{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}", DEEP),
    ("{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}", "turns"),
    ("{% block a %}{{ self.a() }}{% endblock %}", DEEP),
    ("{{ '%1000000000d'|format(1) }}", FILTER),
    ("{{ '%1000000000d' % 1 }}", "not filled in with %"),
    ("{{ gettext('%999999999d') }}", "a message has no gaps but"),
    ("{{ _('%(x)999999999s', x=1) }}", "a message has no gaps but"),
    ("{% trans a='b' * 99999 %}{{ a }}{{ a }}{% endtrans %}", LONG),
    ("{{ 'a'|center(10**9) }}", FILTER),
    ("{{ 'a'.center(999999999) }}", UNSAFE),
    ("{{ 'a'['ljust'](999999999) }}", UNSAFE),
    ("{{ (10).to_bytes(999999999) }}", UNSAFE),
    ("{{ words.encode('idna') }}", UNSAFE),
    ("{{ 9**9**9 }}", "300 digits"),
    ("{{ 9.5**999 }}", "a power over 64"),
    ("{{ words|wordwrap(1) }}", FILTER),
    ("{{ words|indent(999999999) }}", FILTER),
    ("{{ pair|batch(999999999, 'x')|list }}", FILTER),
    ("{{ words|urlize }}", FILTER),
    ("{{ words|tojson }}", FILTER),
    ("{{ 1|round(9999999, 'ceil') }}", FILTER),
    ("{{ range(99999)|map('string')|join('a' * 99) }}", LONG),
    ("{% set a = 'a' * 9999 %}{{ a|replace('a', a) }}", LONG),
    ("{{ range(99999)|list }}", LONG),
    ("{% filter upper %}{{ 'a' * 99999 }}{{ 'a' * 99999 }}{% endfilter %}", LONG),
    ("{{ 'a'|truncate(1, true, 'long') }}", "AssertionError"),
    ("{% set a = 'a' * 99 %}" + "{% set a = a ~ a %}" * 60, LONG),
    ("{% set a = 'a' * 99 %}" + "{% set a = a + a %}" * 60, LONG),
    ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ a }}", LONG),
    ("{% set a = 9 %}" + "{% set a = a * a %}" * 60, "300 digits"),
    ("{% set a %}" + "b" * 999 + "{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60, LONG),
    ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", DEEP),
    ("{{ " + "[" * 150 + "]" * 150 + " }}", DEEP),
    ("{% if 1 %}" * 500 + "{% endif %}" * 500, DEEP),
    ("{% for a in pair %}" * 30 + "{% endfor %}" * 30, DEEP),
    ("{{ words" + ".a" * 3000 + " }}", DEEP),
    ("{{ words" + "|upper" * 3000 + " }}", DEEP),
]
HARMLESS = [
    ("{% for i in pair %}{{ loop.index }}/{{ loop.length }}{{ '.' if loop.last }}{% endfor %}", "1/22/2."),
    ("{% for k, v in {'a': 1}.items() %}{{ k ~ v }}{% else %}none{% endfor %}", "a1"),
    ("{{ pair|join(', ') }} {{ 'ab'|replace('a', 'c') }} {{ [{'n': 1}]|join(attribute='n') }}", "1, 2 cb 1"),
    ("{{ 5 % 2 }} {{ 2 ** 3 }} {{ 'a' * 3 }} {{ 1 + 1 }}", "1 8 aaa 2"),
    ("{% trans n=pair|length %}one{% pluralize %}{{ n }} of 9 %{% endtrans %}", "2 of 9 %"),
    ("{{ _('so %(much)s', much='much') }} {{ words.upper() }}", "so much AB"),
    ("{% macro m(n) %}<{{ n }}>{% endmacro %}{{ m(1) }}{{ m(2) }}", "<1><2>"),
]


def rendered(source: str) -> tuple[str, list[int]]:
    """What a slide file makes of a text, and a list that was handed to it."""
    catalogue = Catalogue(language="en", locale=locale_of("en"), messages={})
    words = Words(path=Path(), groups={}, locale=catalogue.locale)
    renderer = Renderer(Press(Formats(words, catalogue.locale, "EUR"), Citations()), catalogue)
    listed = [1]
    context = {"words": "ab", "pair": (1, 2), "listed": listed}
    text = renderer.text(source, context, where="acme/slides/one.md")
    return "".join(piece.text for piece in pieces(text)), listed


@pytest.mark.parametrize(("source", "says"), ESCAPES + RESOURCES)
def test_an_attack_ends_as_one_sentence_that_names_the_file(source: str, says: str) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(source)

    told = str(caught.value)
    assert says in told
    assert told.startswith("acme/slides/one.md: ")
    assert "look at" in told
    assert "\n" not in told
    assert len(told) < 400


@pytest.mark.parametrize(("source", "made"), HARMLESS)
def test_what_slide_files_need_goes_on_working(source: str, made: str) -> None:
    text, listed = rendered(source)

    assert text == made
    assert listed == [1]


def test_turns_are_counted_over_all_texts_of_a_deck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_TURNS", 5)
    environment = sandbox.BoundedEnvironment()
    three = environment.from_string("{% for i in range(2) %}{{ i }}{% endfor %}")  # range() is a turn as well

    assert three.render() == "01"
    with pytest.raises(sandbox.SecurityError, match="over 5 turns"):
        three.render()


def test_the_filters_that_are_left_are_named_to_those_who_write_templates() -> None:
    changelog = (Path(__file__).resolve().parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")

    named = set(re.findall(r"\w+", changelog.partition("filters of Jinja's")[2].partition("wordcount")[0]))
    assert set(sandbox._FILTERS) - named == {"d", "wordcount"}
