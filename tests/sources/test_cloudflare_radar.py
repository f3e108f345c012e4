"""Buckets of Cloudflare Radar, from documentation; its answers are in tests/examples/cloudflare_radar."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from deckgen.errors import SourceChanged
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.exchange import Request
from tests.factories import a_brief, a_page, a_result
from tests.sources.harness import a_source, all_read, of_type

RADAR = a_source("cloudflare_radar")


def told(**details: Any) -> list[Observation]:
    request = Request(url="https://api.cloudflare.com/x", about="cyclista.example", step="bucket")
    body = json.dumps({"success": True, "errors": [], "result": {"details_0": details}}).encode()
    return of_type(Observation, all_read(RADAR, a_page(body, request=request), a_brief()))


def test_a_bucket_is_a_level_and_no_rank() -> None:
    (seen,) = told(bucket="50000")

    assert (seen.metric, seen.value) == ("traffic_bucket", Decimal(50_000))


def test_a_rank_goes_before_its_bucket() -> None:
    (seen,) = told(bucket="200", rank=12)

    assert (seen.metric, seen.value) == ("traffic_rank", Decimal(12))


@pytest.mark.parametrize("details", [{"bucket": ">200000"}, {"bucket": ""}, {}])
def test_beyond_the_ceiling_nothing_is_known(details: dict[str, str]) -> None:
    assert told(**details) == []


@pytest.mark.parametrize("bucket", ["top 5", "-200", "0", "99999999999"])
def test_another_form_of_bucket_is_a_change(bucket: str) -> None:
    with pytest.raises(SourceChanged, match="no bucket"):
        told(bucket=bucket)


def test_only_blogs_found_are_asked_for_and_the_key_is_named() -> None:
    brief = a_brief()
    seen = Evidence(
        brief=brief, asked=(), results=(a_result(url="https://cyclista.example/blog/a", query="brand-1"),)
    )

    (asked,) = RADAR.follow_up(brief, seen)

    assert asked.url.endswith("/radar/ranking/domain/cyclista.example")
    assert asked.credential == "cloudflare"
    assert list(RADAR.requests(brief)) == []
