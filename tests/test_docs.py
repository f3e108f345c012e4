"""docs/sources.md says what the entries say, and no source comes without facts, example, test and name."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deckgen.model.source import Entry, Shape
from deckgen.pipeline.plugins import entries
from scripts.make_docs import PAGE, page

ROOT = Path(__file__).resolve().parents[1]
ENTRIES = entries()
EVERY = pytest.mark.parametrize("entry", ENTRIES, ids=[entry.key for entry in ENTRIES])
ENOUGH = 20  # characters of a sentence


def test_the_page_of_sources_is_what_the_entries_say() -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert written == page(ENTRIES), "run: python -m scripts.make_docs"


@EVERY
def test_an_entry_names_its_documentation_its_limits_and_its_terms(entry: Entry) -> None:
    raw = tomllib.loads((ROOT / "deckgen" / "sources" / f"{entry.key}.toml").read_text(encoding="utf-8"))

    assert entry.documentation
    for address in entry.documentation:
        assert urlsplit(address).scheme == "https"
        assert urlsplit(address).hostname
    assert {"per_second", "max_requests", "deadline_s"} <= set(raw["limits"])
    for text in (entry.summary, entry.terms, entry.seen_in_recording):
        assert len(text) >= ENOUGH or entry.key in text
    assert entry.cost
    assert entry.title
    if entry.price:
        assert entry.credential, "what costs money is asked with a key"


@EVERY
def test_a_source_has_an_example_a_test_and_a_name_in_the_deck(entry: Entry) -> None:
    examples = ROOT / "tests" / "examples" / entry.key
    words = tomllib.loads((ROOT / "templates" / "boardroom" / "words.toml").read_text(encoding="utf-8"))

    assert list(examples.glob("*.request.json")), f"{examples} has no example"
    assert (ROOT / "tests" / "sources" / f"test_{entry.key}.py").is_file()
    assert words["source"][entry.key]


@EVERY
def test_a_shape_from_documentation_is_called_so_in_its_test_and_on_the_page(entry: Entry) -> None:
    code = (ROOT / "tests" / "sources" / f"test_{entry.key}.py").read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(code)) or ""
    listed = page(ENTRIES).partition("## Read from documentation alone")[2].partition("\n## ")[0]

    is_unrecorded = entry.shape is Shape.DOCUMENTATION
    assert (f"](#{entry.key})" in listed) is is_unrecorded
    if is_unrecorded:
        assert "from documentation" in " ".join(said.split()).casefold()


@EVERY
def test_the_page_holds_everything_about_a_source(entry: Entry) -> None:
    whole = page(ENTRIES)
    section = whole.partition(f'<a id="{entry.key}"></a>')[2].partition("\n### ")[0]
    words = " ".join(section.replace("\\", "").split())

    for text in (entry.summary, entry.terms, entry.cost, entry.seen_in_recording, f"{entry.checked_on}"):
        assert " ".join(text.split()) in words
    for address in entry.documentation:
        assert f"<{address}>" in section
    for name, meaning in entry.options:
        assert f"`{name}`: {' '.join(meaning.split())}" in words
    assert f"at most {entry.max_requests:,} a run" in section
    assert len(re.findall(rf"^\| \[.*\(#{entry.key}\) \|", whole, re.M)) == 1
    if entry.credential:
        assert f"`{entry.credential.env}`" in section
    if entry.keep_days:
        assert f"kept for {entry.keep_days} days" in section


def test_words_of_an_entry_never_become_markup() -> None:
    first = replace(ENTRIES[0], title="A | <b>B</b> *c*", cost="1 | 2")

    whole = page((first,))

    assert r"[A \| \<b>B\</b> \*c\*]" in whole
    assert r"| 1 \| 2 |" in whole
