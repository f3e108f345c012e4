"""Link authority, from documentation: it is named as such and never becomes a level of traffic."""

from __future__ import annotations

import json

import pytest

from deckgen.arguments._blogs import traffic
from deckgen.errors import SourceChanged
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.exchange import Request
from tests.factories import a_brief, a_page, a_result
from tests.sources.harness import a_source, all_read, of_type

AUTHORITY = a_source("open_pagerank")


def told(value: float) -> list[Observation]:
    carry = {"hosts": "cyclista.example=blog.cyclista.example cyclista.example=cyclista.example"}
    request = Request(url="https://openpagerank.com/x", step="authority", carry=carry)
    rows = [{"status_code": 200, "domain": "cyclista.example", "page_rank_decimal": value, "rank": None}]
    body = json.dumps({"status_code": 200, "response": rows}).encode()
    return of_type(Observation, all_read(AUTHORITY, a_page(body, request=request), a_brief()))


def test_both_hosts_of_a_domain_get_its_authority_and_it_is_no_traffic() -> None:
    seen = told(3.71)

    assert [(o.about, o.metric, str(o.value)) for o in seen] == [
        ("blog.cyclista.example", "link_authority", "3.71"),
        ("cyclista.example", "link_authority", "3.71"),
    ]
    assert traffic(Evidence(brief=a_brief(), asked=(), observations=tuple(seen))) == {}


@pytest.mark.parametrize("value", [-0.1, 10.5])
def test_a_value_off_the_scale_is_a_change(value: float) -> None:
    with pytest.raises(SourceChanged, match="from 0 to 10"):
        told(value)


def test_all_blogs_are_asked_for_in_one_question() -> None:
    brief = a_brief()
    urls = ("https://blog.cyclista.example/a", "https://velo.example/blog/b")
    results = tuple(a_result(url=url, rank=i, query="brand-1") for i, url in enumerate(urls, 1))

    (asked,) = AUTHORITY.follow_up(brief, Evidence(brief=brief, asked=(), results=results))

    assert asked.url.endswith("domains%5B%5D=cyclista.example&domains%5B%5D=velo.example")
    assert asked.carry["hosts"] == "cyclista.example=blog.cyclista.example velo.example=velo.example"
