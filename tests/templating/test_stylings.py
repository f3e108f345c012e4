"""[placeholders], [palette] and [fonts] of template.toml, read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import TemplateError
from deckgen.model.deck import Role
from deckgen.model.styling import UNSTYLED
from deckgen.templating.stylings import read_styling

FILE = Path("template.toml")


def test_nothing_set_changes_nothing() -> None:
    assert read_styling(FILE, {}) == UNSTYLED
    assert not UNSTYLED.changes_theme


def test_roles_colours_fonts_and_placeholders_are_typed() -> None:
    found = read_styling(
        FILE,
        {
            "palette": {"us": "accent2", "other-light": "tx2", "accent1": "#00a1ff"},
            "fonts": {"heading": "Georgia", "body": "Segoe UI"},
            "placeholders": {"table": {"table1": 14, "source": ""}},
        },
    )

    assert found.roles == {Role.US: "accent2", Role.OTHER_LIGHT: "tx2"}
    assert found.colours == {"accent1": "00A1FF"}
    assert (found.heading_font, found.body_font) == ("Georgia", "Segoe UI")
    assert found.placeholders == {"table": {"table1": 14, "source": ""}}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"palette": {"ours": "accent1"}}, "palette.ours is neither a role nor a theme colour"),
        ({"palette": {"us": "0072BC"}}, "a role is drawn in a theme colour, one of: accent1"),
        ({"palette": {"accent1": "blue"}}, "write six hex digits, as 0072BC"),
        ({"palette": ["us"]}, "[palette] must hold lines"),
        ({"palette": {"us": 2}}, "[palette] must hold lines"),
        ({"fonts": {"title": "Arial"}}, "fonts.title is not known; use: heading, body"),
        ({"fonts": {"body": '"><x'}}, "write the name of a font family"),
        ({"fonts": {"body": "A" * 200}}, "write the name of a font family"),
        ({"placeholders": {"table": 14}}, "one table for each archetype"),
        ({"placeholders": {"table": {"table1": True}}}, "the number or the name of a placeholder"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(table: Any, told: str) -> None:
    with pytest.raises(TemplateError) as caught:
        read_styling(FILE, table)

    assert told in str(caught.value)
    assert str(caught.value).startswith("template.toml: ")
    assert "\n" not in str(caught.value)
