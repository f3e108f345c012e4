"""What stands in a finished deck, as plain words."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")


def slides(deck: Path) -> list[str]:
    """The words of each slide in one line, in the order of their files."""
    with zipfile.ZipFile(deck) as packed:
        numbered = sorted((int(m[1]), m[0]) for name in packed.namelist() if (m := _SLIDE.fullmatch(name)))
        return [_words(packed.read(name).decode()) for _, name in numbered]


def _words(xml: str) -> str:
    paragraphs = (
        "".join(re.findall(r"<a:t>([^<]*)</a:t>", part)) for part in re.findall(r"<a:p>.*?</a:p>", xml, re.S)
    )
    return " | ".join(html.unescape(text) for text in paragraphs if text)
