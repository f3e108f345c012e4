"""Bookmarks on Hatena, from documentation: whose pages are asked about, and that a crowd is no count."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from deckgen.arguments.talk import Talk
from deckgen.model.evidence import Evidence
from tests.factories import a_brief, a_mention, a_result, an_evidence, an_observation
from tests.sources.harness import a_source

HATENA = a_source("hatena")


def asked_about(evidence: Evidence) -> list[list[str]]:
    requests = HATENA.follow_up(evidence.brief, evidence)
    return [[value for _, value in parse_qsl(urlsplit(r.url).query)] for r in requests]


def test_results_and_mentions_inside_the_window_are_asked_about_once_each() -> None:
    inside = datetime(2026, 11, 2, 9, tzinfo=UTC)
    evidence = Evidence(
        brief=a_brief(),
        asked=(),
        results=(
            a_result(url="https://b.example/2", rank=2, query="brand-1"),
            a_result(url="https://a.example/1", rank=1, query="brand-1"),
        ),
        mentions=(
            a_mention(url="https://a.example/1", published_at=inside),
            a_mention(url="https://c.example/3?x=1&y=ü", published_at=inside),
            a_mention(url="https://old.example/", published_at=datetime(2020, 1, 1, tzinfo=UTC)),
            a_mention(url="https://undated.example/", published_at=None),
            a_mention(url="", key="row:1"),
        ),
    )

    assert asked_about(evidence) == [
        [
            "https://a.example/1",
            "https://b.example/2",
            "https://c.example/3?x=1&y=ü",
            "https://undated.example/",
        ]
    ]


def test_fifty_addresses_go_into_one_question_and_five_hundred_into_all() -> None:
    results = tuple(a_result(url=f"https://a.example/{i}", rank=i, query="brand-1") for i in range(1, 620))

    sizes = [len(some) for some in asked_about(Evidence(brief=a_brief(), asked=(), results=results))]

    assert sizes == [50] * 10


def test_bookmarks_are_never_added_to_mentions() -> None:
    mention = a_mention(published_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    kept = an_observation(900, source="hatena", about=mention.url, metric="bookmarks", platform="hatena")

    without = Talk().find(an_evidence(mentions=(mention,)), {})
    with_bookmarks = Talk().find(an_evidence(mentions=(mention,), observations=(kept,)), {})

    assert with_bookmarks.numbers["total"] == without.numbers["total"]
