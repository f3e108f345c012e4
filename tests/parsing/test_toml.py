"""TOML of any size and shape is read or refused in one sentence, quickly."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from deckgen.errors import InputError
from deckgen.parsing.toml import MAX_BYTES, parsed


def refused(body: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        parsed(body if isinstance(body, bytes) else body.encode(), name="brief.toml")
    return str(caught.value)


def test_numbers_with_a_point_are_exact() -> None:
    assert parsed(b"a = 0.1", name="brief.toml") == {"a": Decimal("0.1")}


def test_a_date_that_does_not_exist_is_named_with_its_line() -> None:
    assert refused("a = 1\nb = 2026-02-30\n").startswith("brief.toml: line 2, column ")


def test_a_key_written_twice_is_named() -> None:
    assert refused('a = "x"\na = "y"\n').startswith("brief.toml: line 2, column ")


def test_an_unclosed_text_at_the_end_is_named_with_the_last_line() -> None:
    assert refused('a = 1\nb = "x').startswith("brief.toml: line 2: ")


def test_other_encodings_are_named() -> None:
    assert refused("a = 1".encode("utf-16")) == (
        "brief.toml: stored as UTF-16; save it as UTF-8 in your editor"
    )
    assert refused("a = 1\nb = 'ö'".encode("latin-1")) == (
        "brief.toml: line 2: a letter is not UTF-8; save the file as UTF-8"
    )


def test_a_file_over_the_limit_is_not_parsed() -> None:
    assert "larger than 200 kB" in refused(b"#" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    "key",
    [".".join("abcdefghi") + " = 1", "x = {" + " . ".join("abcdefghi") + " = 1}", '"a".' * 12 + "b = 1"],
)
def test_a_long_dotted_key_is_refused_before_it_takes_memory(key: str) -> None:
    assert refused(f"y = 1\n{key}\n") == (
        "brief.toml: line 2: a key of more than 8 parts; write it as a table"
    )


def test_points_in_text_and_comments_are_no_keys() -> None:
    dotted = ".".join("abcdefghijk")
    text = f"# {dotted}\na = '{dotted}'\nb = \"\\\"{dotted}\"\nc = '''\n{dotted}\n'''\n"

    assert parsed(text.encode(), name="brief.toml")["a"] == dotted


@pytest.mark.parametrize(
    "body",
    [
        "x = " + "9" * 190_000,
        "x = " + "[" * 100_000,
        "x = {" + "a = {" * 30_000,
        '"' * 190_000,
        "'" * 190_000,
        '"""' + '\\"' * 90_000,
        "a b " * 45_000,
        "a.b.c.d.e.f.g." + "a" * 180_000,
        "-" * 190_000,
        "a" + " " * 190_000,
        "a=1.0e99999999999999999999999",
    ],
    ids=range(11),
)
def test_what_is_made_to_take_long_is_refused_at_once(body: str) -> None:
    begun = time.perf_counter()

    assert refused(body).startswith("brief.toml: ")
    assert time.perf_counter() - begun < 5
