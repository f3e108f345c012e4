"""Languages as services state them become one code; what states none is unknown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.parsing.languages import language_code


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("sv_SE", "sv"),
        ("zh-Hans-CN", "zh"),
        ("eng", "en"),
        ("swe", "sv"),
        ("ger", "de"),
        ("English", "en"),
        (" swedish ", "sv"),
        ("nb", "no"),
        ("Norwegian Bokmål", "no"),
        ("no", "no"),
        ("iw", "he"),
        ("", ""),
        ("und", ""),
        ("zxx", ""),
        ("qme", ""),
        ("zz", ""),
        ("mixed", ""),
        ("Elvish", ""),
        ("the", ""),
    ],
)
def test_tags_and_names(stated: str, code: str) -> None:
    assert language_code(stated) == code


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_code_or_nothing(stated: str) -> None:
    code = language_code(stated)

    assert code == "" or (code.isalpha() and len(code) in (2, 3))
    assert language_code(code) == code
