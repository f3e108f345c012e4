"""The second round of questions: about what all sources found in the first, answered and replayed alike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from deckgen.archive.archive import Archive
from deckgen.fetch.fetcher import Fetcher
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Gap, Item, Presence, PresenceState, Proof
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Gives, Source
from deckgen.pipeline.collect import collect
from deckgen.pipeline.questions import Progress
from deckgen.sources._declared import declared, given
from tests.factories import AS_OF, NOON, a_company, a_presence
from tests.server import Reply, serving
from tests.toy import a_fetcher, a_toy_brief, an_entry

pytestmark = pytest.mark.network


class Declares(Source):
    """A website that names an account."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        yield Request(url=f"{self.bases(brief)[0]}/site", about="velmora", step="site")

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        yield Presence(
            source="website",
            company="velmora",
            platform="telegram",
            state=PresenceState.PRESENT,
            proof=Proof.SITE_LINK,
            handle=page.body.decode(),
            url=f"https://t.me/{page.body.decode()}",
            origin=page.origin(),
        )


class Asks(Source):
    """Asks about the accounts of the brief, then about those that others found."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return (self._ask(brief, account.company.key, account.handle) for account in given(brief, "telegram"))

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        accounts = declared(brief, found, "telegram")
        return (self._ask(brief, account.company.key, account.handle) for account in accounts)

    def _ask(self, brief: Brief, company: str, handle: str) -> Request:
        return Request(url=f"{self.bases(brief)[0]}/{handle}", about=company, step="profile")

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        yield a_presence(source=self.key, company=page.request.about, platform="telegram", handle=page.url)


def a_site(path: str, _: int) -> Reply:
    return Reply(body=b"velmora_news" if path == "/site" else b"{}")


def sources(**asking: object) -> tuple[Source, Source]:
    return Asks(an_entry("asks", **asking)), Declares(an_entry("declares"))


def a_brief_with_handle(base: str) -> Brief:
    us = a_company(handles={"telegram": "norrvind"})
    return a_toy_brief(base, "asks", "declares", us=us)


def gathered(folder: Path, brief: Brief, *which: Source, base: str = "", **changes: object) -> Evidence:
    fetcher: Fetcher | None = a_fetcher(bases={s.key: (base,) for s in which}) if base else None
    with Archive.open(
        folder / f"{AS_OF}.warc.gz", as_of=AS_OF, brief_digest=brief.digest, now=NOON
    ) as archive:
        return collect(brief, archive=archive, fetcher=fetcher, sources=which, **changes)  # type: ignore[arg-type]


def test_what_a_website_names_is_asked_once_all_have_answered_and_replays_the_same(tmp_path: Path) -> None:
    with serving(a_site) as server:
        brief = a_brief_with_handle(server.base)
        live = gathered(tmp_path, brief, *sources(), base=server.base)
    replayed = gathered(tmp_path, brief, *sources())

    asked = [(p.source, p.company) for p in live.presences]
    assert asked == [("asks", "us"), ("asks", "velmora"), ("website", "velmora")]
    assert {one.path for one in server.asked[:2]} == {"/norrvind", "/site"}
    assert [one.path for one in server.asked[2:]] == ["/velmora_news"]
    assert replayed == live


def test_a_source_that_only_follows_up_and_finds_nothing_to_ask_about_is_not_configured(
    tmp_path: Path,
) -> None:
    brief = a_toy_brief("http://127.0.0.1:9", "asks")

    found = gathered(tmp_path, brief, Asks(an_entry("asks")), base="http://127.0.0.1:9")

    assert found.asked == ()
    assert found.skipped == (("asks", GapReason.NOT_CONFIGURED),)


class AsksAnything(Asks):
    """Takes what others found for an address as it is."""

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        return (Request(url=p.handle, step="profile") for p in found.presences if p.source == "website")


def test_what_was_found_on_the_web_cannot_make_us_read_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("private")
    with serving({"/site": Reply(body=b"file:notes.txt")}) as server:
        which = (AsksAnything(an_entry("asks")), Declares(an_entry("declares")))
        brief = a_toy_brief(server.base, "asks", "declares")
        found = gathered(tmp_path, brief, *which, base=server.base)

    assert [lookup.source for lookup in found.lookups] == ["declares"]
    assert found.gaps == ()


def test_both_rounds_share_the_bound_on_requests(tmp_path: Path) -> None:
    with serving(a_site) as server:
        found = gathered(
            tmp_path, a_brief_with_handle(server.base), *sources(max_requests=1), base=server.base
        )

    assert [gap.reason for gap in found.gaps] == [GapReason.STOPPED]


def test_a_source_is_told_to_be_done_once_after_its_last_round(tmp_path: Path) -> None:
    told: list[Progress] = []
    with serving(a_site) as server:
        gathered(tmp_path, a_brief_with_handle(server.base), *sources(), base=server.base, report=told.append)

    assert [(p.source, p.asked) for p in told if p.is_done] == [("declares", 1), ("asks", 2)]


def test_a_handle_of_the_brief_goes_before_what_others_declare_and_nothing_is_guessed() -> None:
    brief = a_toy_brief("https://x.example", us=a_company(handles={"telegram": "https://t.me/norrvind"}))
    found = Evidence(
        brief=brief,
        asked=(),
        presences=tuple(
            a_presence(platform="telegram", state=PresenceState.PRESENT, **facts)
            for facts in (
                {"source": "website", "company": "us", "handle": "other", "proof": Proof.SITE_LINK},
                {"source": "wikidata", "company": "velmora", "handle": "Velmora", "proof": Proof.WIKIDATA},
                {"source": "website", "company": "velmora", "handle": "velmora", "proof": Proof.REL_ME},
                {"source": "wikidata", "company": "brightspoke", "handle": "bright", "proof": Proof.NONE},
                {"source": "telegram", "company": "brightspoke", "handle": "spoke", "proof": Proof.API},
            )
        ),
    )

    assert [(a.company.key, a.handle) for a in given(brief, "telegram")] == [("us", "norrvind")]
    assert [(a.company.key, a.handle, a.proof) for a in declared(brief, found, "telegram")] == [
        ("velmora", "velmora", Proof.REL_ME)
    ]


def test_a_source_of_channels_where_nobody_has_an_account_is_no_gap_unless_the_brief_sets_it_up(
    tmp_path: Path,
) -> None:
    quiet = Asks(an_entry("asks", gives=Gives.PRESENCE))
    unnamed = a_toy_brief("http://127.0.0.1:9", "toy")
    named = a_toy_brief("http://127.0.0.1:9", "asks")

    assert gathered(tmp_path / "a", unnamed, quiet, base="http://127.0.0.1:9").skipped == ()
    assert gathered(tmp_path / "b", named, quiet, base="http://127.0.0.1:9").skipped == (
        ("asks", GapReason.NOT_CONFIGURED),
    )
