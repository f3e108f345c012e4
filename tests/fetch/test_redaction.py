"""A key is found in every spelling in which a service may send it back."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest

from deckgen.fetch.redaction import MARK, Redactor

KEY = r"""hu+sh/&=?"<h>'%41\#u~s$h"""
SPELT = {
    "as it is": KEY,
    "in an address": quote(KEY),
    "in a parameter": quote(KEY, safe=""),
    "in a form": quote_plus(KEY),
    "in small letters": quote(KEY, safe="").replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d")
    .replace("%3F", "%3f").replace("%3C", "%3c").replace("%3E", "%3e").replace("%5C", "%5c"),
    "in an address in an address": quote(quote(KEY, safe=""), safe=""),
    "in JSON": json.dumps(KEY),
    "in JSON of PHP": json.dumps(KEY).replace("/", r"\/"),
    "in JSON of Go": json.dumps(KEY).replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
    .replace("'", r"\u0027"),
    "in a page": html.escape(KEY),
    "in the text of a page": html.escape(KEY, quote=False),
    "in a sign-in": base64.b64encode(KEY.encode()).decode(),
}  # fmt: skip


@pytest.mark.parametrize("spelt", SPELT.values(), ids=SPELT)
def test_every_spelling_is_taken_out(spelt: str) -> None:
    redactor = Redactor([KEY])
    said = f"before {spelt} after"
    expected = f"before {spelt.replace(spelt.strip(chr(34)), MARK)} after"

    assert redactor.text(said) == expected
    assert redactor.body(said.encode()) == expected.encode()
    assert redactor.holds_key(said)


def test_what_is_no_key_stays_as_it_is() -> None:
    redactor = Redactor([KEY, "short", ""])

    assert redactor.text("a short word, a hush") == "a short word, a hush"
    assert not redactor.holds_key("a short word")
