"""Agreement of two coders: what counts as said by both, and Cohen's kappa of it."""

from __future__ import annotations

from decimal import Decimal

from deckgen.pipeline.review_kappa import Pair, agreements, pairs
from tests.factories import a_mention, a_result, an_origin
from tests.pipeline.coding import a_review, said

RESULTS = tuple(a_result(i) for i in range(1, 101))


def the_pair(first: list[str], second: list[str]) -> Pair:
    """Two who labelled the same results; "drop" takes one out, "" says nothing."""
    one, two = (
        a_review(
            name,
            *(
                (r, said(False) if label == "drop" else said(None, label))
                for r, label in zip(RESULTS, labels, strict=False)
                if label
            ),
        )
        for name, labels in (("anna", first), ("ben", second))
    )
    [pair] = pairs((one, two))
    return pair


def test_kappa_of_a_table_computed_by_hand() -> None:
    # both blog 20, both news 15, anna blog and ben news 5, anna news and ben blog 10: chance agrees on 25
    pair = the_pair(
        ["blog"] * 25 + ["news"] * 25, ["blog"] * 20 + ["news"] * 5 + ["blog"] * 10 + ["news"] * 15
    )

    assert (pair.agreed, len(pair.said), pair.expected) == (35, 50, Decimal(25))
    assert pair.kappa == Decimal("0.4")


def test_to_drop_a_result_is_an_answer_of_its_own() -> None:
    pair = the_pair(["drop", "drop", "blog"], ["drop", "blog", "blog"])

    assert pair.agreed == 2
    assert [row[1:] for row in pair.differing] == [("drop", "blog")]


def test_a_row_that_one_of_them_left_empty_does_not_count() -> None:
    assert len(the_pair(["blog", "", "news"], ["blog", "blog", "news"]).said) == 2


def test_two_who_always_say_the_same_word_agree_on_nothing_beyond_chance() -> None:
    assert the_pair(["blog"] * 9, ["blog"] * 9).kappa is None


def test_kinds_and_relevance_are_two_questions() -> None:
    mention = a_mention()
    one, two = (a_review(n, (RESULTS[0], said(None, "blog")), (mention, said(True))) for n in "ab")

    assert [pair.what for pair in pairs((one, two))] == ["kind", "relevance"]


def test_a_label_on_a_mention_is_no_kind_of_a_result() -> None:
    one, two = (a_review(n, (a_mention(), said(None, "blog"))) for n in "ab")

    assert pairs((one, two)) == ()


def test_of_three_coders_the_two_with_most_rows_in_common_are_told() -> None:
    a = a_review("a", *((r, said(None, "blog")) for r in RESULTS[:60]))
    b = a_review("b", *((r, said(None, "blog")) for r in RESULTS[50:]))
    c = a_review("c", *((r, said(None, "news" if r.rank < 10 else "blog")) for r in RESULTS))
    origins = {n: an_origin(url=n) for n in "abc"}

    [found] = agreements((a, b, c), origins)

    assert (found.rows, found.agreed, [o.url for o in found.origins]) == (60, 51, ["a", "c"])
