"""Every source reads its saved answers as the file beside each says; a new case is three files, no code.

tests/examples/<source>/<case>.request.json  {"request": {url, about, step, carry ...}, "status", "headers",
                                              "url" after redirects, "brief": changes for `a_brief_for`}
tests/examples/<source>/<case>.<ext>         the body, as it came over the wire (any extension; may be absent)
tests/examples/<source>/<case>.expected.json list of what `parse` yields, or {"error": class, "says": words}
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import SourceError
from deckgen.model.exchange import Page, Request
from tests.factories import a_page
from tests.sources.harness import a_brief_for, a_source, all_read, as_json

EXAMPLES = Path(__file__).parents[1] / "examples"
CASES = sorted(EXAMPLES.glob("*/*.request.json"))


def _case_name(asked: Path) -> str:
    return f"{asked.parent.name}/{asked.name.removesuffix('.request.json')}"


@pytest.mark.parametrize("asked", CASES, ids=_case_name)
def test_a_source_reads_its_example_as_expected(asked: Path) -> None:
    key, case = _case_name(asked).split("/")
    written = json.loads(asked.read_text(encoding="utf-8"))
    brief = a_brief_for(key, **written.get("brief", {}))
    expected = json.loads((asked.parent / f"{case}.expected.json").read_text(encoding="utf-8"))

    found: Any
    try:
        found = as_json(all_read(a_source(key), _page(key, asked.parent, case, written), brief))
    except SourceError as error:
        found = {"error": type(error).__name__, "says": str(error)}

    assert found == expected, json.dumps(found, indent=1, ensure_ascii=False)


def test_no_example_lies_without_its_request_and_expectation() -> None:
    for body in EXAMPLES.glob("*/*"):
        if body.is_dir():
            continue
        case = body.name.split(".")[0]
        assert (body.parent / f"{case}.request.json").exists(), f"{body} has no request"
        assert (body.parent / f"{case}.expected.json").exists(), f"{body} has no expectation"


def _page(key: str, folder: Path, case: str, written: dict[str, Any]) -> Page:
    asked = written["request"]
    request = Request(
        **{
            **asked,
            "body": asked.get("body", "").encode(),
            "headers": tuple((name, value) for name, value in asked.get("headers", ())),
            "accept_status": tuple(asked.get("accept_status", (200,))),
        }
    )
    bodies = [p for p in folder.glob(f"{case}.*") if not p.name.endswith((".request.json", ".expected.json"))]
    assert len(bodies) <= 1, f"{case} has more than one body: {bodies}"
    return a_page(
        bodies[0].read_bytes() if bodies else b"",
        source=key,
        request=request,
        url=written.get("url", request.url),
        status=written.get("status", 200),
        headers=written.get("headers", {}),
    )
