"""JSON of strangers: bounds, types, and errors that name the place."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceError
from deckgen.parsing.jsons import as_list, as_object, decoded
from tests.factories import a_page

PAGE = (
    '{"name": "Ada", "uses": "70", "day": 3.0, "score": 1.5, "open": true, "none": null,'
    ' "account": {"acct": "ada"}, "posts": [{"id": 1}, {}], "tags": ["a", "\\ud800"]}'
)


def test_getters_give_what_they_are_named_for() -> None:
    node = as_object(a_page(PAGE))

    assert node.text("name") == "Ada"
    assert (node.whole("uses"), node.whole("day")) == (70, 3)
    assert node.number("score") == Decimal("1.5")
    assert node.flag("open") is True
    assert node.child("account").text("acct") == "ada"
    assert [post.path for post in node.children("posts")] == ["$.posts[0]", "$.posts[1]"]
    assert node.texts("tags") == ("a", "\ufffd")


def test_absent_and_null_take_the_default() -> None:
    node = as_object(a_page(PAGE))

    for key in ("none", "absent"):
        assert not node.has(key)
        assert node.text_or(key, "-") == "-"
        assert node.whole_or(key) is None
        assert node.number_or(key) is None
        assert node.flag_or(key, True) is True
        assert node.child_or(key) is None
        assert node.children_or(key) == ()
        assert node.texts_or(key) == ()


@pytest.mark.parametrize(
    ("getter", "key", "says"),
    [
        ("text", "uses2", r"at \$\.uses2 a text was due, but there is nothing"),
        ("text", "none", r"at \$\.none a text was due, but there is null"),
        ("text_or", "day", r"at \$\.day a text was due, but there is a number"),
        ("whole", "open", r"at \$\.open a whole number was due, but there is true or false"),
        ("whole", "score", r"at \$\.score a whole number was due"),
        ("number", "name", r"at \$\.name a number was due, but there is a text"),
        ("flag", "name", r"at \$\.name true or false was due"),
        ("child", "posts", r"at \$\.posts an object was due, but there is a list"),
        ("children", "account", r"at \$\.account a list was due, but there is an object"),
        ("children", "tags", r"at \$\.tags\[0\] an object was due, but there is a text"),
        ("texts", "posts", r"at \$\.posts a list of texts was due"),
    ],
)
def test_a_wrong_type_is_named_by_its_path(getter: str, key: str, says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        getattr(as_object(a_page(PAGE)), getter)(key)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"[1]", "an object was due at the top, but there is a list"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b'{"a": -Infinity}', "no JSON number"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "5000 digits"),
        (b'{"a": 1, "a": 2}', "'a' stands twice"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b'{"a": 1', "not readable JSON|not JSON that can be read"),
        (b'{"a": "\xff"}', "not text in UTF-8"),
    ],
)
def test_what_json_lets_through_is_refused_with_a_reason(body: bytes, says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        as_object(a_page(body))


@pytest.mark.parametrize("body", ["<!DOCTYPE html><html></html>", "\ufeff\n <html>", "<?xml version='1.0'?>"])
def test_a_web_page_where_json_was_due_means_that_we_were_turned_away(body: str) -> None:
    with pytest.raises(SourceBlocked, match="a web page came instead of data"):
        decoded(a_page(body))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marks_and_wide_encodings_are_read(encoding: str) -> None:
    assert as_object(a_page('{"name": "Fjällräv"}'.encode(encoding))).text("name") == "Fjällräv"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80) | st.text(alphabet='{}[]",:0129.eE-\\untrfalse ', max_size=60).map(str.encode))
def test_any_bytes_raise_nothing_but_source_errors(body: bytes) -> None:
    for read in (decoded, as_object, as_list):
        with contextlib.suppress(SourceError):
            read(a_page(body))
