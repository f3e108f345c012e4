"""Crowd signals rank conversations within a source; they are never added, nor compared across sources."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from deckgen.arguments._loud import loud, loud_table, most_comments
from deckgen.model.evidence import Evidence, Mention
from deckgen.model.finding import Quote
from deckgen.model.measure import Measurement
from tests.factories import a_mention, a_result, an_evidence, an_observation

INSIDE = datetime(2026, 11, 2, 9, tzinfo=UTC)


def one(number: int, source: str = "hackernews", **facts: Any) -> Mention:
    url = facts.pop("url", f"https://{source.replace('_', '-')}.example/{number}")
    return a_mention(url=url, source=source, title=f"Post {number}", published_at=INSIDE, **facts)


def titles(evidence: Evidence) -> list[str]:
    return [r.title for r in loud(evidence)]


def test_within_a_source_comments_rank_before_points_and_silence_is_left_out() -> None:
    evidence = an_evidence(
        mentions=(one(1, comments=3, points=90), one(2, comments=8), one(3), one(4, comments=0, points=5))
    )

    assert titles(evidence) == ["Post 2", "Post 1", "Post 4"]


def test_sources_take_turns_whatever_the_size_of_their_numbers() -> None:
    many = tuple(one(i, "reddit", comments=1000 + i) for i in range(12))
    few = (one(50, "lemmy", comments=2), one(51, "lemmy", comments=1))

    chosen = loud(an_evidence(mentions=(*many, *few)))

    assert len(chosen) == 8
    assert [r.source for r in chosen].count("lemmy") == 2
    assert [r.source for r in chosen] == ["reddit"] * 6 + ["lemmy"] * 2


def test_our_own_posts_and_those_outside_the_window_are_not_among_them() -> None:
    old = datetime(2019, 1, 1, tzinfo=UTC)
    evidence = an_evidence(
        mentions=(
            one(1, comments=9, is_own=True),
            a_mention(url="https://x.example/2", comments=9, published_at=old),
            one(3, comments=1),
        )
    )

    assert titles(evidence) == ["Post 3"]


def test_bookmarks_of_a_mention_and_of_a_result_stand_in_their_own_column() -> None:
    evidence = an_evidence(
        mentions=(one(1, url="https://a.example/1?utm_source=x", comments=2),),
        results=(a_result(url="https://b.example/2", title="Found", rank=3, query="brand-1"),),
        observations=(
            an_observation(17, source="hatena", about="https://a.example/1", metric="bookmarks"),
            an_observation(4, source="hatena", about="https://b.example/2", metric="bookmarks"),
            an_observation(0, source="hatena", about="https://c.example/3", metric="bookmarks"),
        ),
    )

    rows = [row.cells for row in loud_table(loud(evidence)).rows]

    told = {c["title"].text: c["bookmarks"].value for c in rows if isinstance(c["title"], Quote)}  # type: ignore[union-attr]
    assert told == {"Post 1": 17, "Found": 4}


def test_a_reaction_that_the_source_does_not_tell_is_none_and_each_number_has_its_answer() -> None:
    (row,) = loud_table(loud(an_evidence(mentions=(one(1, points=5),)))).rows

    assert row.cells["comments"] is None
    assert isinstance(row.cells["points"], Measurement)
    assert row.cells["points"].origins


def test_the_most_comments_are_those_of_one_page_and_none_where_nobody_commented() -> None:
    most = most_comments(loud(an_evidence(mentions=(one(1, comments=3), one(2, "lemmy", comments=8)))))

    assert most is not None
    assert most.value == 8
    assert most_comments(loud(an_evidence(mentions=(one(1, points=3),)))) is None
