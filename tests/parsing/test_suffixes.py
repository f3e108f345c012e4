"""Our reading of the list of public suffixes says what the library it comes with says."""

from __future__ import annotations

import pytest
import tldextract
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.parsing import suffixes
from deckgen.parsing.suffixes import suffix_of

LIBRARY = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def told(host: str) -> tuple[str, str]:
    found = LIBRARY(host)
    return (found.domain, found.suffix) if found.suffix else ("", "")


def test_every_rule_of_the_list_is_read_as_the_library_reads_it() -> None:
    names = [rule.lstrip("!").replace("*", "star") for rule in LIBRARY.tlds]
    hosts = [host for name in names for host in (name, f"a.{name}", f"b.a.{name}")]

    differing = [host for host in hosts if suffix_of(host) != told(host)]

    assert len(LIBRARY.tlds) > 5_000
    assert differing == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("shop.brand.co.uk", ("brand", "co.uk")),
        ("www.ck", ("www", "ck")),
        ("brand.any.ck", ("brand", "any.ck")),
        ("xn--85x722f.xn--55qx5d.cn", ("xn--85x722f", "xn--55qx5d.cn")),
        ("xn--a.co.uk", ("xn--a", "co.uk")),
        ("brand\u3002com", ("brand", "com")),
        ("brand.example", ("", "")),
    ],
)
def test_stars_exceptions_and_foreign_letters(host: str, expected: tuple[str, str]) -> None:
    assert suffix_of(host) == expected == told(host)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a", "uk", "co", "com", "ck", "www", "jp", "city", "kawasaki", "xn--p1ai"])))
def test_any_host_is_read_as_the_library_reads_it(labels: list[str]) -> None:
    assert suffix_of(".".join(labels)) == told(".".join(labels))


def test_a_library_that_keeps_its_list_elsewhere_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    read = suffixes._rules()
    monkeypatch.setattr(suffixes, "_LIST", "moved")
    suffixes._rules.cache_clear()

    assert suffixes._rules() == read
    suffixes._rules.cache_clear()
