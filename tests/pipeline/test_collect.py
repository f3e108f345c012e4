"""Collecting: one evidence whatever came first, each question one ending, nothing answered asked twice."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deckgen.archive.archive import Archive
from deckgen.errors import BriefError, SourceBlocked, SourceChanged, SourceRefused
from deckgen.fetch.fetcher import Fetcher
from deckgen.model.brief import Brief, ManualEvidence, SourceSettings
from deckgen.model.evidence import Evidence, Gap, Item, Observation, SearchResult
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Credential, Source
from deckgen.pipeline.collect import collect
from deckgen.pipeline.questions import Progress
from tests.factories import AS_OF, NOON, a_brief, a_result
from tests.server import Reply, serving
from tests.toy import Toy, a_fetcher, a_post_page, a_toy_brief, an_entry

pytestmark = pytest.mark.network
STEPS = [(c, s) for c in ("us", "velmora", "brightspoke") for s in ("posts", "comments")]


def gathered(
    folder: Path, brief: Brief, *sources: Source, fetcher: Fetcher | None = None, **changes: Any
) -> Evidence:
    path = folder / f"{AS_OF}.warc.gz"
    with Archive.open(path, as_of=AS_OF, brief_digest=brief.digest, now=NOON) as archive:
        return collect(brief, archive=archive, fetcher=fetcher, sources=sources, **changes)


def replayed(folder: Path, brief: Brief, *sources: Source) -> Evidence:
    with Archive.read(folder / f"{AS_OF}.warc.gz") as archive:
        return collect(brief, archive=archive, fetcher=None, sources=sources)


def a_site(path: str, _: int) -> Reply:
    """Six lists of posts; ours go on for two more pages."""
    further = {"/us/posts": "/us/posts/2", "/us/posts/2": "/us/posts/3"}.get(path, "")
    return Reply(body=a_post_page(f"{path} a", f"{path} b", further=further))


class Odd(Source):
    """Asks what a test gives it and answers by what a test does with the page."""

    asks: tuple[Request, ...] = ()

    @staticmethod
    def read(page: Page, brief: Brief) -> Iterable[Any]:
        return ()

    def requests(self, brief: Brief) -> Iterable[Request]:
        return self.asks

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        return type(self).read(page, brief)


def an_odd(asks: Iterable[Request], read: Any = lambda page, brief: (), **entry: Any) -> Source:
    kind = type("OddOne", (Odd,), {"asks": tuple(asks), "read": staticmethod(read)})
    made: Source = kind(an_entry(**entry))
    return made


def test_every_question_ends_as_one_lookup_and_order_follows_the_questions(tmp_path: Path) -> None:
    def slow(path: str, n: int) -> Reply:
        time.sleep(random.Random(path).uniform(0, 0.05))
        return a_site(path, n)

    with serving(slow) as server:
        evidence = gathered(
            tmp_path, a_toy_brief(server.base), Toy(an_entry()), fetcher=a_fetcher(server.base)
        )

    followed = [("us", "posts"), ("us", "more"), ("us", "more"), ("us", "comments"), *STEPS[2:]]
    assert [(lookup.about, lookup.step) for lookup in evidence.lookups] == followed
    assert [lookup.items for lookup in evidence.lookups] == [2] * 8
    assert [m.title for m in evidence.mentions][:5] == [
        "/us/posts a", "/us/posts b", "/us/posts/2 a", "/us/posts/2 b", "/us/posts/3 a",
    ]  # fmt: skip
    assert evidence.gaps == ()
    assert evidence.asked == ("toy",)
    assert {m.origin.retrieved_at for m in evidence.mentions} == {NOON}


def test_a_second_run_asks_nothing_and_a_replay_gives_the_same(tmp_path: Path) -> None:
    def partly(path: str, n: int) -> Reply:
        return Reply(status=404) if path == "/velmora/posts" else a_site(path, n)

    with serving(partly) as server:
        brief = a_toy_brief(server.base)
        first = gathered(tmp_path, brief, Toy(an_entry()), fetcher=a_fetcher(server.base))
        asked = len(server.asked)
        size = (tmp_path / f"{AS_OF}.warc.gz").stat().st_size

        second = gathered(tmp_path, brief, Toy(an_entry()), fetcher=a_fetcher(server.base))

        assert len(server.asked) == asked
    assert second == first
    assert replayed(tmp_path, brief, Toy(an_entry())) == first
    assert (tmp_path / f"{AS_OF}.warc.gz").stat().st_size == size
    assert [(g.about, g.reason) for g in first.gaps] == [("velmora", GapReason.REFUSED)]


def test_a_later_run_asks_again_only_what_may_have_passed(tmp_path: Path) -> None:
    status = {"/us/posts": 500, "/velmora/posts": 403}

    with serving(lambda path, n: Reply(status=status[path]) if path in status else a_site(path, n)) as server:
        brief = a_toy_brief(server.base)
        first = gathered(tmp_path, brief, Toy(an_entry()), fetcher=a_fetcher(server.base))
        server.asked.clear()
        status.clear()

        second = gathered(tmp_path, brief, Toy(an_entry()), fetcher=a_fetcher(server.base))

    assert [g.reason for g in first.gaps] == [GapReason.SERVER_ERROR, GapReason.BLOCKED]
    assert [one.path for one in server.asked] == ["/us/posts", "/us/posts/2", "/us/posts/3"]
    assert [g.reason for g in second.gaps] == [GapReason.BLOCKED]


def test_offline_a_question_that_was_never_asked_is_a_gap(tmp_path: Path) -> None:
    with serving(a_site) as server:
        brief = a_toy_brief(server.base)
        gathered(tmp_path, brief, an_odd([]), fetcher=a_fetcher(server.base))

    evidence = replayed(tmp_path, brief, Toy(an_entry()))

    assert {g.reason for g in evidence.gaps} == {GapReason.NOT_ARCHIVED}
    assert len(evidence.gaps) == 6
    assert evidence.lookups == ()


def test_two_sources_with_one_question_share_the_answer(tmp_path: Path) -> None:
    with serving(a_site) as server:
        brief = a_toy_brief(server.base, "toy", "twin")
        fetcher = a_fetcher(bases={"toy": (server.base,), "twin": (server.base,)})
        evidence = gathered(tmp_path, brief, Toy(an_entry()), Toy(an_entry("twin")), fetcher=fetcher)

    assert len(server.asked) == len({one.path for one in server.asked}) == 8
    assert [lookup.source for lookup in evidence.lookups] == ["toy"] * 8 + ["twin"] * 8
    assert [m.origin.record for m in evidence.mentions[:16]] == [
        m.origin.record for m in evidence.mentions[16:]
    ]


def test_answers_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    ring = {"/us/posts": "/us/posts/2", "/us/posts/2": "/us/posts/3", "/us/posts/3": "/us/posts/2"}
    with serving(lambda path, _: Reply(body=a_post_page("x", further=ring.get(path, "")))) as server:
        evidence = gathered(
            tmp_path, a_toy_brief(server.base), Toy(an_entry()), fetcher=a_fetcher(server.base)
        )

    assert len(server.asked) == 8
    assert len(evidence.lookups) == 8


def test_one_address_about_two_companies_is_asked_once_and_read_for_each(tmp_path: Path) -> None:
    with serving({"/both": Reply(body=b"x")}) as server:
        asks = [Request(url=f"{server.base}/both", about=about) for about in ("us", "velmora")]
        evidence = gathered(tmp_path, a_brief(), an_odd(asks), fetcher=a_fetcher(server.base))

    assert len(server.asked) == 1
    assert [lookup.about for lookup in evidence.lookups] == ["us", "velmora"]


def test_questions_beyond_the_bound_are_gaps_and_the_first_ones_win(tmp_path: Path) -> None:
    with serving(a_site) as server:
        source = Toy(an_entry(max_requests=4))
        brief = a_toy_brief(server.base)
        evidence = gathered(tmp_path, brief, source, fetcher=a_fetcher(server.base))

    assert [(lookup.about, lookup.step) for lookup in evidence.lookups] == STEPS[:4]
    assert {g.reason for g in evidence.gaps} == {GapReason.STOPPED}
    assert [(g.about, g.step) for g in evidence.gaps] == [("us", "more"), *STEPS[4:]]
    assert replayed(tmp_path, brief, source) == evidence


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SourceChanged("no list of posts"), GapReason.CHANGED),
        (SourceBlocked("a bot check"), GapReason.BLOCKED),
        (SourceRefused("invalid key"), GapReason.REFUSED),
        (ZeroDivisionError("our own mistake"), GapReason.CHANGED),
        (RecursionError("too deep"), GapReason.CHANGED),
    ],
)
def test_an_answer_that_cannot_be_read_is_a_gap_and_leaves_nothing_half(
    tmp_path: Path, error: Exception, reason: GapReason
) -> None:
    def read(page: Page, brief: Brief) -> Iterable[Any]:
        yield a_result(origin=page.origin())
        raise error

    with serving({"/a": Reply(body=b"x")}) as server:
        odd = an_odd([Request(url=f"{server.base}/a", about="us")], read)
        evidence = gathered(tmp_path, a_brief(), odd, fetcher=a_fetcher(server.base))

    assert (evidence.results, evidence.lookups) == ((), ())
    [gap] = evidence.gaps
    assert (gap.reason, gap.about, gap.at) == (reason, "us", NOON)
    assert str(error) in gap.detail


def test_what_a_service_says_cannot_command_the_terminal_it_is_shown_in(tmp_path: Path) -> None:
    def read(page: Page, brief: Brief) -> Iterable[Any]:
        raise SourceRefused("the service says: \x1b]0;owned\x07\x1b[2J \u202egone")

    with serving({"/a": Reply(body=b"x")}) as server:
        odd = an_odd([Request(url=f"{server.base}/a")], read)
        evidence = gathered(tmp_path, a_brief(), odd, fetcher=a_fetcher(server.base))

    assert [gap.detail for gap in evidence.gaps] == ["the service says: ]0;owned [2J gone"]


def test_a_gap_that_parse_yields_ends_its_question_and_one_about_a_part_does_not(tmp_path: Path) -> None:
    def read(page: Page, brief: Brief) -> Iterable[Any]:
        where = {"source": "toy", "about": page.request.about, "url": page.url, "at": NOON}
        yield (
            Gap(step=page.request.step, reason=GapReason.LOGIN, **where)
            if page.url.endswith("/a")
            else Gap(step="engine:one", reason=GapReason.BLOCKED, **where)
        )

    with serving({"/a": Reply(body=b"x"), "/b": Reply(body=b"x")}) as server:
        asks = [Request(url=f"{server.base}/{name}", about=name, step="list") for name in "ab"]
        evidence = gathered(tmp_path, a_brief(), an_odd(asks, read), fetcher=a_fetcher(server.base))

    assert [lookup.about for lookup in evidence.lookups] == ["b"]
    assert [(g.about, g.reason) for g in evidence.gaps] == [("a", GapReason.LOGIN), ("b", GapReason.BLOCKED)]


def test_a_page_from_the_web_cannot_make_us_read_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("private")
    with serving({"/a": Reply(body=b"x")}) as server:
        odd = an_odd(
            [Request(url=f"{server.base}/a")],
            lambda page, brief: [Request(url="file:notes.txt", step="next")],
        )
        evidence = gathered(tmp_path, a_brief(), odd, fetcher=a_fetcher(server.base, folder=tmp_path))

    assert [lookup.origin.url for lookup in evidence.lookups] == [f"{server.base}/a"]
    assert evidence.gaps == ()


def test_sources_that_are_off_unconfigured_or_without_key_are_not_asked(tmp_path: Path) -> None:
    keyed = {"credential": Credential(name="keyed", env="KEYED", header="X-Key"), "is_key_required": True}
    with serving(a_site) as server:
        asks = [Request(url=f"{server.base}/us/posts")]
        sources = [
            an_odd(asks, key="off", is_on=False),
            an_odd(asks, key="disabled"),
            an_odd(asks, key="wanted", is_on=False),
            an_odd(asks, key="keyed", **keyed),
            an_odd([], key="empty"),
        ]
        settings: Mapping[str, SourceSettings] = {
            "disabled": SourceSettings(enabled=False),
            "wanted": SourceSettings(enabled=True),
        }
        brief = a_brief(sources=settings)
        evidence = gathered(tmp_path, brief, *sources, fetcher=a_fetcher(server.base))

    assert evidence.asked == ("wanted",)
    assert evidence.skipped == (("keyed", GapReason.NO_KEY), ("empty", GapReason.NOT_CONFIGURED))
    assert replayed(tmp_path, brief, *sources) == evidence


def test_the_users_own_mistake_in_a_sources_settings_is_raised_as_it_is(tmp_path: Path) -> None:
    class Strict(Odd):
        def requests(self, brief: Brief) -> Iterable[Request]:
            raise BriefError("brief.toml: sources.toy.feeds is empty")

    with pytest.raises(BriefError, match="feeds is empty"):
        gathered(tmp_path, a_brief(), Strict(an_entry()), fetcher=a_fetcher())


def test_a_source_that_fails_before_its_first_question_is_a_gap(tmp_path: Path) -> None:
    class Broken(Odd):
        def requests(self, brief: Brief) -> Iterable[Request]:
            raise KeyError("bug")

    evidence = gathered(tmp_path, a_brief(), Broken(an_entry()), fetcher=a_fetcher())

    assert [(g.source, g.reason) for g in evidence.gaps] == [("toy", GapReason.CHANGED)]


def test_numbers_typed_into_the_brief_become_observations_with_the_page_as_origin(tmp_path: Path) -> None:
    typed = ManualEvidence(
        about="velmora",
        platform="linkedin",
        metric="audience",
        value=Decimal(1200),
        read_on=date(2026, 11, 1),
        url="https://linkedin.example/velmora",
        read_by="A. Reader",
        line=41,
    )
    evidence = gathered(tmp_path, a_brief(manual=(typed,)), fetcher=a_fetcher())

    [observation] = evidence.observations
    assert (observation.source, observation.about, observation.value) == ("manual", "velmora", Decimal(1200))
    assert (observation.origin.url, observation.origin.source) == (typed.url, "brief")
    assert "41" in observation.origin.locator


def test_a_replaced_file_is_read_anew_and_an_unchanged_one_is_not_archived_twice(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("one")

    def read(page: Page, brief: Brief) -> Iterable[Any]:
        yield a_result(title=page.body.decode(), origin=page.origin())

    def run() -> tuple[Evidence, int]:
        odd = an_odd([Request(url="file:in.csv")], read)
        found = gathered(tmp_path, a_brief(), odd, fetcher=a_fetcher(folder=tmp_path))
        return found, (tmp_path / f"{AS_OF}.warc.gz").stat().st_size

    first, size = run()
    again, size_again = run()
    (tmp_path / "in.csv").write_text("two")
    changed, _ = run()

    assert (again, size_again) == (first, size)
    assert [r.title for r in changed.results] == ["two"]


class Levels(Odd):
    """Knows hosts only when the search is done."""

    def look_up(self, page: Page, brief: Brief, hosts: Iterable[str]) -> Iterable[Observation]:
        if page.body == b"broken":
            raise SourceChanged("no list")
        for host in hosts:
            yield Observation(
                source=self.key,
                about=host,
                platform="tranco",
                metric="traffic_rank",
                value=Decimal(len(host)),
                as_of=AS_OF,
                origin=page.origin(host),
            )


def test_hosts_found_by_search_are_looked_up_when_all_have_answered(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("ok")

    def results(page: Page, brief: Brief) -> Iterable[SearchResult]:
        return [a_result(n, url=f"https://{h}.example/p") for n, h in enumerate(("b", "a", "b"), 1)]

    levels = type("L", (Levels,), {"asks": (Request(url="file:list.csv", step="list"),)})(an_entry("levels"))
    with serving({"/s": Reply(body=b"x")}) as server:
        search = an_odd([Request(url=f"{server.base}/s")], results)
        fetcher = a_fetcher(server.base, folder=tmp_path)
        evidence = gathered(tmp_path, a_brief(), levels, search, fetcher=fetcher)
        (tmp_path / "list.csv").write_text("broken")
        fetcher = a_fetcher(server.base, folder=tmp_path)
        broken = gathered(tmp_path, a_brief(), levels, search, fetcher=fetcher)

    assert [o.about for o in evidence.observations] == ["b.example", "a.example"]
    assert broken.observations == ()
    assert [(g.source, g.reason) for g in broken.gaps] == [("levels", GapReason.CHANGED)]
    assert [lookup.source for lookup in broken.lookups] == ["toy"]


def test_progress_is_told_and_ends_with_the_totals(tmp_path: Path) -> None:
    told: list[Progress] = []
    with serving(a_site) as server:
        brief = a_toy_brief(server.base)
        fetcher = a_fetcher(server.base)
        gathered(tmp_path, brief, Toy(an_entry()), fetcher=fetcher, report=told.append)

    last = told[-1]
    assert (last.asked, last.answered, last.gaps, last.items, last.is_done) == (8, 8, 0, 16, True)
    assert len(told) == 9


def test_robots_txt_is_kept_in_the_archive_and_not_asked_again(tmp_path: Path) -> None:
    rules = Reply(body=b"User-agent: deckgen\nDisallow: /us")
    with serving(lambda path, n: rules if path == "/robots.txt" else a_site(path, n)) as server:
        asks = [Request(url=f"{server.base}/{p}", about=p, robots=True) for p in ("us", "velmora")]
        first = gathered(tmp_path, a_brief(), an_odd(asks), fetcher=a_fetcher(server.base))
        asks.append(Request(url=f"{server.base}/brightspoke", about="brightspoke", robots=True))
        second = gathered(tmp_path, a_brief(), an_odd(asks), fetcher=a_fetcher(server.base))

    assert [one.path for one in server.asked] == ["/robots.txt", "/velmora", "/brightspoke"]
    assert [(g.about, g.reason) for g in first.gaps] == [("us", GapReason.ROBOTS)]
    assert replayed(tmp_path, a_brief(), an_odd(asks)) == second
