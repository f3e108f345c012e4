"""What a reviewer is asked: each result once, and samples that stay the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model.evidence import Mention, SiteKind
from deckgen.pipeline.review_rows import COLUMNS, SAMPLE, asked, drawn, groups
from tests.factories import a_brief, a_mention, a_result, an_evidence


def posts(number: int, topic: str = "us", source: str = "feeds", start: int = 0) -> tuple[Mention, ...]:
    return tuple(
        a_mention(
            topic=topic, source=source, key=f"https://{topic}.example/{i}", url=f"https://{topic}.example/{i}"
        )
        for i in range(start, start + number)
    )


def sample(mentions: tuple[Mention, ...]) -> list[str]:
    return [m.key for m in drawn(an_evidence(), "feeds", "us", mentions)]


def test_each_result_is_asked_once_with_all_queries_that_list_it() -> None:
    results = (
        a_result(
            1, url="https://a.example/p?utm_source=x", host_kind=SiteKind.BLOG, reasons=("label:blog", "x")
        ),
        a_result(4, url="https://a.example/p", query="industry-1", published_on=date(2026, 3, 1)),
        a_result(2),
    )

    rows = asked(an_evidence(results=results))

    assert [(r.what, r.about, r.told, r.reasons, r.date) for r in rows] == [
        ("result", "norrvind | best city e-bike", "blog", "label:blog | x", "2026-03-01"),
        ("result", "norrvind", "unknown", "", ""),
    ]
    assert rows[0].source == "saved_pages (google)"
    assert len({r.id for r in rows}) == 2


def test_a_sample_of_each_source_and_topic_is_asked() -> None:
    mentions = (
        *posts(80),
        *posts(7, source="hackernews", start=100),
        *posts(3, "velmora"),
        *posts(60, "industry-1"),
    )

    rows = asked(an_evidence(mentions=mentions))

    sizes = {(r.source, r.about): 0 for r in rows}
    for row in rows:
        sizes[row.source, row.about] += 1
    assert sizes == {
        ("feeds", "Norrvind"): SAMPLE,
        ("hackernews", "Norrvind"): 7,
        ("feeds", "Velmora"): 3,
        ("feeds", "city e-bike"): SAMPLE,
    }
    assert tuple(rows[0].cells) == COLUMNS[:-3]


def test_what_does_not_count_is_not_asked() -> None:
    counts, own, undated = posts(3)
    mentions = (counts, a_mention(key=own.key, is_own=True), a_mention(key=undated.key, published_at=None))

    assert {m.key for items in groups(an_evidence(mentions=mentions)).values() for m in items} == {counts.key}


def test_the_sample_is_the_same_for_the_same_mentions_in_any_order() -> None:
    mentions = posts(300)

    assert sample(mentions) == sample(mentions[::-1])
    assert len(set(sample(mentions))) == SAMPLE


def test_another_source_topic_or_company_has_another_sample() -> None:
    mentions, evidence = posts(300), an_evidence()
    others = (
        drawn(evidence, "hackernews", "us", mentions),
        drawn(evidence, "feeds", "velmora", mentions),
        drawn(an_evidence(brief=a_brief(us=a_brief().competitors[0])), "feeds", "us", mentions),
    )

    assert all([m.key for m in other] != sample(mentions) for other in others)


@settings(max_examples=30, deadline=None)
@given(st.integers(50, 200), st.integers(0, 100))
def test_new_mentions_displace_only_as_many_as_enter(before: int, more: int) -> None:
    old, new = sample(posts(before)), sample(posts(before + more))

    fresh = [key for key in new if key not in old]
    assert len(new) == len(old) == SAMPLE
    assert all(int(key.rsplit("/", 1)[1]) >= before for key in fresh)


def test_a_mention_that_was_judged_before_stays_when_the_evidence_grows() -> None:
    first = {r.id for r in asked(an_evidence(mentions=posts(60)))}

    rows = {r.id for r in asked(an_evidence(mentions=posts(600)), besides=first)}

    assert first < rows
    assert len(rows) > SAMPLE


def test_of_a_source_whose_words_may_not_be_kept_only_the_address_is_written() -> None:
    evidence = an_evidence(mentions=(a_mention(title="A ride", excerpt="Much said"),))

    [row] = asked(evidence, unkept={"wordpress_com"})

    assert (row.title, row.text, row.date, row.reasons) == ("", "", "", "")
    assert row.url == "https://blog.example/post"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_words_of_strangers_stay_on_one_line(text: str) -> None:
    [row] = asked(an_evidence(mentions=(a_mention(title=text, excerpt=text, author=text, key="k"),)))

    assert all(cell.isprintable() for cell in row.cells.values())


@pytest.mark.parametrize("what", ["results", "mentions"])
def test_nothing_found_asks_nothing(what: str) -> None:
    assert asked(an_evidence(**{what: ()})) == ()


def test_no_part_of_a_stranger_s_words_or_address_begins_a_cell_that_computes() -> None:
    mention = a_mention(title="Nice;=1+1", author="a,@SUM(1)", url="https://a.example/?x=1;=2", key="k")

    [row] = asked(an_evidence(mentions=(mention,)))

    assert (row.title, row.url) == ("Nice; =1+1", "https://a.example/?x=1%3B=2")
    assert "a, @SUM(1)" in row.reasons
