"""What a run may cost is known before it: nothing is due when nothing will be asked."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deckgen.archive.archive import Archive
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence
from deckgen.model.exchange import Request
from deckgen.model.source import Credential, Price, Source
from deckgen.pipeline.collect import collect
from deckgen.pipeline.costs import Due, dues, has_questions
from deckgen.pipeline.keys import Keys
from deckgen.pipeline.plugins import load_source
from tests.factories import AS_OF, NOON, a_brief
from tests.server import Reply, serving
from tests.toy import Toy, a_fetcher, a_post_page, a_toy_brief, an_entry

PRICE = Price(per_request=Decimal("0.005"))
CREDENTIAL = Credential(name="toy", env="DECKGEN_TOY_KEY", header="X-Key")
NO_KEYS = Keys()
BRIEF = a_toy_brief("https://toy.example")


class Counted(Toy):
    def most_requests(self, brief: Brief) -> int:
        return 12


class Greedy(Toy):
    def most_requests(self, brief: Brief) -> int:
        return 10_000


class Quiet(Toy):
    def requests(self, brief: Brief) -> Iterable[Request]:
        return ()


class Late(Quiet):
    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        return ()


class Broken(Toy):
    def requests(self, brief: Brief) -> Iterable[Request]:
        raise ZeroDivisionError


def due(source: Source, folder: Path, *, brief: Brief = BRIEF, keys: Keys = NO_KEYS) -> tuple[Due, ...]:
    return dues([source], brief, path=folder / f"{AS_OF}.warc.gz", keys=keys)


def a_toy(kind: type[Source] = Counted, **changes: Any) -> Source:
    return kind(an_entry(**{"price": PRICE, "max_requests": 400, **changes}))


def run(folder: Path, source: Source, base: str) -> Brief:
    """One live run over the loopback server."""
    brief = a_toy_brief(base)
    path = folder / f"{AS_OF}.warc.gz"
    with Archive.open(path, as_of=AS_OF, brief_digest=brief.digest, now=NOON) as archive:
        collect(brief, archive=archive, fetcher=a_fetcher(base), sources=[source])
    return brief


def test_the_most_it_may_cost_is_requests_times_price(tmp_path: Path) -> None:
    [found] = due(a_toy(), tmp_path)

    assert (found.most_requests, found.most_cost) == (12, Decimal("0.060"))


def test_no_more_is_reckoned_than_the_entry_lets_it_ask(tmp_path: Path) -> None:
    [found] = due(a_toy(Greedy), tmp_path)

    assert found.most_cost == Decimal(2)


def test_a_source_whose_terms_must_be_told_is_due_without_a_price(tmp_path: Path) -> None:
    [found] = due(a_toy(price=None, shows_terms=True), tmp_path)

    assert (found.price, found.most_cost) == (None, None)
    assert due(a_toy(price=None), tmp_path) == ()


def test_what_cannot_be_asked_costs_nothing(tmp_path: Path) -> None:
    keyed = a_toy(credential=CREDENTIAL, is_key_required=True)

    assert due(a_toy(Quiet), tmp_path) == ()
    assert due(keyed, tmp_path) == ()
    assert len(due(keyed, tmp_path, keys=Keys(values={"toy": "hush-hush"}))) == 1


@pytest.mark.parametrize("kind", [Late, Broken])
def test_what_cannot_be_told_beforehand_counts_as_asking(kind: type[Source]) -> None:
    assert has_questions(a_toy(kind), BRIEF)


@pytest.mark.network
def test_a_run_whose_answers_are_all_there_asks_for_no_consent(tmp_path: Path) -> None:
    source = a_toy()
    with serving(lambda *_: Reply(body=a_post_page("a"))) as server:
        brief = run(tmp_path, source, server.base)

        assert due(source, tmp_path, brief=brief) == ()
        assert len(due(source, tmp_path, brief=BRIEF)) == 1  # another server: nothing of it was asked


@pytest.mark.network
@pytest.mark.parametrize(
    ("status", "has_key", "is_due"), [(501, False, True), (404, False, False), (401, True, True)]
)
def test_what_a_run_would_ask_again_is_due_again(
    status: int, has_key: bool, is_due: bool, tmp_path: Path
) -> None:
    """A second page among the questions that is down today may be up later; one that is gone stays so."""
    source = a_toy(credential=CREDENTIAL if has_key else None)

    def answer(path: str, _: int) -> Reply:
        further = "/us/posts/2" if path == "/us/posts" else ""
        return Reply(status=status) if path.endswith("/2") else Reply(body=a_post_page("a", further=further))

    with serving(answer) as server:
        brief = run(tmp_path, source, server.base)

        assert bool(due(source, tmp_path, brief=brief)) is is_due


def test_a_run_that_was_stopped_is_due(tmp_path: Path) -> None:
    path = tmp_path / f"{AS_OF}.warc.gz"
    path.touch()
    assert len(due(a_toy(), tmp_path)) == 1

    with Archive.open(path, as_of=AS_OF, brief_digest="", now=NOON):
        pass
    assert len(due(a_toy(), tmp_path)) == 1


def test_brave_search_is_reckoned_by_its_queries_and_pages(tmp_path: Path) -> None:
    brave = load_source("brave_search")

    [found] = dues([brave], a_brief(), path=tmp_path / "a", keys=Keys(values={"brave_search": "hush-hush"}))

    assert (found.most_requests, found.most_cost) == (20, Decimal("0.100"))
