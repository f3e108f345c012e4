"""Elements keep their own prefixes, whatever other libraries did to lxml."""

from __future__ import annotations

import subprocess
import sys


def test_prefixes_do_not_depend_on_what_else_was_imported() -> None:
    program = (
        "{first}from deckgen.outputs.pptx.elements import document, el;"
        "print(document(el('c:externalData', r__id='rId1')).decode())"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", program.format(first=first)], capture_output=True, text=True, check=True
        ).stdout
        for first in ("", "import openpyxl;")
    ]

    assert 'r:id="rId1"' in found[0]
    assert found[0] == found[1]
