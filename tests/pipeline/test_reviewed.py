"""What reviews do to the evidence: rows dropped and counted, kinds replaced, samples judged."""

from __future__ import annotations

from typing import Any

import pytest

from deckgen.model.evidence import Evidence, Judgement, SiteKind
from deckgen.pipeline.reviewed import reviewed
from tests.factories import a_brief, a_mention, a_result, a_topic, an_evidence
from tests.pipeline.coding import a_review, said

NEWS = a_result(1, host_kind=SiteKind.NEWS, reasons=("name:news",))
BLOG_ON_OUR_SITE = a_result(2, host_kind=SiteKind.OWN, page_kind=SiteKind.BLOG)
POSTS = tuple(a_mention(key=f"https://blog.example/{i}", url=f"https://blog.example/{i}") for i in range(60))


def taken(*reviews: Any, **changes: Any) -> Evidence:
    fields = {"results": (NEWS, BLOG_ON_OUR_SITE), "mentions": POSTS, **changes}
    return reviewed(an_evidence(**fields), reviews)


def test_without_a_review_nothing_changes() -> None:
    evidence = an_evidence(results=(NEWS,), mentions=POSTS)

    assert reviewed(evidence, ()) is evidence


def test_a_dropped_result_is_taken_out_of_every_query_and_counted() -> None:
    again = a_result(9, query="industry-1", url=f"{NEWS.url}#comments")
    found = taken(a_review("anna", (NEWS, said(False))), results=(NEWS, again, BLOG_ON_OUR_SITE))

    assert found.results == (BLOG_ON_OUR_SITE,)
    assert found.removed == (
        ("saved_pages", "brand-1", "reviewed", 1),
        ("saved_pages", "industry-1", "reviewed", 1),
    )


@pytest.mark.parametrize(
    ("result", "label", "host", "page"),
    [
        (NEWS, "blog", SiteKind.NEWS, SiteKind.BLOG),
        (NEWS, "own", SiteKind.OWN, SiteKind.UNKNOWN),
        (NEWS, "unknown", SiteKind.UNKNOWN, SiteKind.UNKNOWN),
        (BLOG_ON_OUR_SITE, "forum", SiteKind.FORUM, SiteKind.FORUM),
        (BLOG_ON_OUR_SITE, "competitor", SiteKind.COMPETITOR, SiteKind.BLOG),
    ],
)
def test_a_label_replaces_the_kind_and_says_whose_it_is(
    result: Any, label: str, host: SiteKind, page: SiteKind
) -> None:
    [found] = taken(a_review("anna", (result, said(None, label))), results=(result,)).results

    assert (found.host_kind, found.page_kind) == (host, page)
    assert found.reasons == (*result.reasons, "review:anna")


def test_two_who_agree_are_both_named() -> None:
    reviews = (a_review(name, (NEWS, said(True, "blog"))) for name in ("anna", "ben"))

    found = taken(*reviews).results[0]

    assert (found.page_kind, found.reasons[-1]) == (SiteKind.BLOG, "review:anna+ben")


@pytest.mark.parametrize(
    ("one", "other"), [(said(None, "blog"), said(None, "news")), (said(False), said(None, "news"))]
)
def test_of_two_who_differ_neither_is_right(one: Any, other: Any) -> None:
    found = taken(a_review("anna", (NEWS, one)), a_review("ben", (NEWS, other))).results[0]

    assert (found.host_kind, found.page_kind) == (SiteKind.UNKNOWN, SiteKind.UNKNOWN)
    assert found.reasons[-1] == "review:differ"


def test_who_says_nothing_of_a_row_has_no_say() -> None:
    found = taken(a_review("anna", (NEWS, said(False))), a_review("ben", (BLOG_ON_OUR_SITE, said(True))))

    assert found.results == (BLOG_ON_OUR_SITE,)


def test_mentions_are_dropped_kept_disputed_or_unread() -> None:
    dropped, kept, disputed, unread = POSTS[:4]
    anna = a_review("anna", (dropped, said(False)), (kept, said(True)), (disputed, said(True)))
    ben = a_review("ben", (dropped, said(False)), (disputed, said(False)))

    found = taken(anna, ben, mentions=POSTS[:4])

    assert [(m.key, m.judged) for m in found.mentions] == [
        (kept.key, Judgement.RELEVANT),
        (disputed.key, Judgement.DISPUTED),
        (unread.key, Judgement.NONE),
    ]
    assert found.removed == (("wordpress_com", "us", "reviewed", 1),)


def test_the_precision_is_that_of_the_drawn_sample() -> None:
    anna = a_review("anna", *((m, said(i % 5 > 0)) for i, m in enumerate(POSTS)))

    [precision] = taken(anna).precisions

    assert (precision.source, precision.topic, precision.sample) == ("wordpress_com", "us", 50)
    assert 38 <= precision.relevant <= 42
    assert [(o.source, o.url, o.sha256) for o in precision.origins] == [
        ("review", "file:review/anna.csv", "a" * 64)
    ]
    assert precision.origins[0].locator.startswith("50 rows between lines ")


def test_the_disputed_are_read_and_not_relevant() -> None:
    anna = a_review("anna", *((m, said(True)) for m in POSTS[:12]))
    ben = a_review("ben", *((m, said(False)) for m in POSTS[:3]))

    [precision] = taken(anna, ben, mentions=POSTS[:12]).precisions

    assert (precision.sample, precision.relevant) == (12, 9)


def test_a_mention_labelled_as_ours_is_our_own_and_no_outside_voice() -> None:
    ours = a_review("anna", (POSTS[0], said(True, "own")), *((m, said(True)) for m in POSTS[1:10]))

    found = taken(ours, mentions=POSTS[:10])

    assert [m.is_own for m in found.mentions] == [True] + [False] * 9
    assert (found.precisions[0].sample, found.precisions[0].relevant) == (10, 9)


def test_one_post_under_two_industry_phrases_is_one_row() -> None:
    brief = a_brief(topics=(a_topic(), a_topic("industry-1"), a_topic("industry-2", phrases=("e-bike",))))
    both = tuple(a_mention(topic=f"industry-{i}", key="https://b.example/1") for i in (1, 2))

    found = taken(a_review("anna", (both[0], said(False))), brief=brief, mentions=both)

    assert found.mentions == ()
    assert [row[1] for row in found.removed] == ["industry-1", "industry-2"]
    assert [(p.topic, p.sample, p.relevant) for p in found.precisions] == [("industry", 1, 0)]


def test_a_row_that_is_gone_from_the_evidence_does_no_harm() -> None:
    elsewhere = a_mention(key="https://gone.example/1")

    found = taken(a_review("anna", (elsewhere, said(False))))

    assert (len(found.mentions), found.removed, found.precisions) == (60, (), ())


def test_the_agreement_rests_on_the_files_of_both() -> None:
    results = tuple(a_result(i) for i in range(1, 61))
    anna = a_review("anna", *((r, said(None, "blog" if r.rank % 2 else "news")) for r in results))
    ben = a_review("ben", *((r, said(None, "blog" if r.rank % 2 else "forum")) for r in results[:50]))

    [found] = taken(anna, ben, results=results).agreements

    assert (found.what, found.rows, found.agreed) == ("kind", 50, 25)
    assert [o.sha256[0] for o in found.origins] == ["a", "b"]
