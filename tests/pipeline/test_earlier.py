"""Two runs of one folder over real sockets: the second knows what the first one read, or tells a break."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from deckgen.archive.archive import Archive
from deckgen.archive.keeping import Keeping
from deckgen.arguments.rivals import Rivals
from deckgen.fetch.gate import Gate
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.finding import Finding, Quote, Word
from deckgen.model.measure import Measurement
from deckgen.pipeline import build
from deckgen.pipeline.build import Gathered, gather
from deckgen.pipeline.earlier import Past, earlier, on_day
from scripts.make_samples import answer
from scripts.samples.cases import STRONG, Case, Company
from tests.end_to_end.client import brief_of
from tests.factories import NOON, a_brief
from tests.server import Reply, serving

pytestmark = pytest.mark.network
FIRST, SECOND = date(2026, 10, 18), date(2026, 11, 22)
CHANNELS = ("bluesky",)


@dataclass
class Client:
    """A client's folder and the fictional web, which changes between runs."""

    folder: Path
    base: str
    case: Case
    renamed: tuple[bytes, bytes] = (b"", b"")  # what stands in answers, and what stands there now

    def grows(self, people: dict[str, int]) -> None:
        """Sets audiences on Bluesky; the accounts of companies that are not named stay."""

        def grown(c: Company) -> Company:
            if c.key not in people or c.bluesky is None:
                return c
            handle, _, posts, last = c.bluesky
            return replace(c, bluesky=(handle, people[c.key], posts, min(last, FIRST)))

        self.case = replace(self.case, companies=tuple(grown(c) for c in self.case.companies))

    def writes_brief(self, *only: str, more: str = "", **changed: str) -> None:
        text = brief_of(self.base, only=only or CHANNELS, more=more)
        for old, new in changed.items():
            assert old in text
            text = text.replace(old, new)
        (self.folder / "brief.toml").write_text(text, encoding="utf-8")

    def runs(self, day: date, **changes: Any) -> Gathered:
        return gather(self.folder, environ=at(day), **{"is_offline": False, **changes})

    @property
    def store(self) -> Path:
        return self.folder / "evidence"


def at(day: date) -> dict[str, str]:
    moment = datetime.combine(day, time(8), tzinfo=UTC)
    return {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    as_told = Gate.slow_down

    def hurried(gate: Gate, *, interval_s: float, concurrent: int) -> None:
        as_told(gate, interval_s=interval_s / 1000, concurrent=concurrent)

    monkeypatch.setattr(Gate, "slow_down", hurried)
    monkeypatch.setattr(build, "getproxies", dict)
    made: list[Client] = []

    def reply(path: str, _: int) -> Reply:
        host, _slash, rest = path.lstrip("/").partition("/")
        status, headers, body = answer(made[0].case, f"https://{host}/{rest}")
        old, new = made[0].renamed
        return Reply(
            status=status, headers=tuple(headers.items()), body=body.replace(old, new) if old else body
        )

    with serving(reply) as server:
        made.append(Client(folder=tmp_path, base=server.base, case=STRONG))
        made[0].writes_brief()
        yield made[0]


def audiences(observations: tuple[Observation, ...]) -> list[tuple[str, date, int]]:
    return [(o.about, o.as_of, int(o.value)) for o in observations if o.metric == "audience"]


def found(evidence: Evidence) -> Finding:
    return Rivals().find(evidence, {})


def says(evidence: Evidence) -> dict[str, str]:
    rows = [r.cells for r in found(evidence).tables["audience_growth"].rows]
    named = [(c["company"], c["verdict"]) for c in rows]
    return {q.text: w.key for q, w in named if isinstance(q, Quote) and isinstance(w, Word)}


def test_the_second_run_finds_what_the_first_one_read_live_and_offline(client: Client) -> None:
    client.grows({"velmora": 17_000, "brightspoke": 6_000})
    first = client.runs(FIRST)
    client.grows({"velmora": 18_000, "brightspoke": 6_100})

    live = client.runs(SECOND)
    offline = client.runs(SECOND, is_offline=True)

    assert first.evidence.earlier == ()
    assert audiences(live.evidence.earlier) == [("velmora", FIRST, 17_000), ("brightspoke", FIRST, 6_000)]
    assert offline.evidence == live.evidence
    assert says(live.evidence) == {"Velmora": "grew", "Brightspoke": "grew"}
    assert live.warnings == ()


def test_what_an_earlier_run_read_leads_to_the_record_in_its_own_archive(client: Client) -> None:
    client.runs(FIRST)
    client.grows({"velmora": 19_000})
    evidence = client.runs(SECOND).evidence

    with Archive.read(client.store / f"{FIRST}.warc.gz") as archive:
        records = [archive.record(o.origin.record) for o in evidence.earlier]
    assert records
    assert all(record is not None for record in records)
    assert {o.origin.retrieved_at.date() for o in evidence.earlier} == {FIRST}


def test_another_handle_in_the_brief_is_no_growth(client: Client) -> None:
    client.runs(FIRST)
    moved = tuple(
        replace(c, bluesky=("news.velmora.example", 99_000, 3, FIRST)) if c.key == "velmora" else c
        for c in STRONG.companies
    )
    client.case = replace(STRONG, companies=moved)
    client.writes_brief(**{'bluesky = "velmora.example"': 'bluesky = "news.velmora.example"'})

    evidence = client.runs(SECOND).evidence

    assert {o.about for o in evidence.earlier} == {"brightspoke"}
    assert says(evidence) == {"Velmora": "once", "Brightspoke": "same"}


def test_an_account_that_was_renamed_meanwhile_is_told_as_a_break(client: Client) -> None:
    client.runs(FIRST)
    client.renamed = (b'"velmora.example"', b'"velmora-bikes.example"')

    evidence = client.runs(SECOND).evidence

    assert says(evidence) == {"Velmora": "account", "Brightspoke": "same"}
    assert [c.key for c in found(evidence).caveats if c.key == "account-change"] == ["account-change"]


def test_a_moved_article_is_not_joined_to_the_views_of_the_old_one(client: Client) -> None:
    only = ("wikipedia", "pageviews", "wikidata")
    client.writes_brief(*only)
    client.runs(FIRST)
    moved = tuple(
        replace(c, article="Velmora (bicycles)", views=(90_000, 120_000)) if c.key == "velmora" else c
        for c in STRONG.companies
    )
    client.case = replace(STRONG, companies=moved)
    client.writes_brief(*only, **{'wikipedia = "Velmora"': 'wikipedia = "Velmora (bicycles)"'})

    evidence = client.runs(SECOND).evidence

    assert not [o for o in evidence.earlier if o.about == "velmora" and o.metric == "views_month"]
    assert found(evidence).tables["audience_growth"].rows == ()


def test_a_change_within_the_rounding_and_one_too_soon_are_refused(client: Client) -> None:
    more = "".join(
        f'\n[[evidence]]\nabout = "{name}"\nplatform = "youtube"\nmetric = "audience"\nvalue = {people}\n'
        f'read_on = {day}\nurl = "https://www.youtube.com/@{name.lower()}"\nread_by = "Ada Lind"\n'
        for name, people, day in (
            ("Velmora", 12_000, FIRST),
            ("Velmora", 12_100, SECOND),
            ("Brightspoke", 900, SECOND - timedelta(days=13)),
            ("Brightspoke", 990, SECOND),
        )
    )
    client.writes_brief(more=more)
    evidence = client.runs(SECOND).evidence
    rounded = tuple(
        replace(o, rounded_to=o.rounded_to * 1000) if o.about == "velmora" else o
        for o in evidence.observations
    )

    assert says(evidence) == {"Velmora": "grew", "Brightspoke": "too-soon"}
    assert says(replace(evidence, observations=rounded)) == {}
    refused = found(replace(evidence, observations=rounded)).numbers["audience_refused"]
    assert isinstance(refused, Measurement)
    assert refused.value == 2


def test_of_one_day_the_last_run_counts_and_later_days_do_not(client: Client) -> None:
    client.grows({"velmora": 1})
    client.runs(FIRST)
    client.grows({"velmora": 2})
    client.runs(FIRST, refresh=True)
    client.grows({"velmora": 3})
    client.runs(SECOND)
    shutil.copy(client.store / f"{FIRST}.warc.gz", client.store / "2027-01-01.warc.gz")

    path = client.store / f"{SECOND}.warc.gz"
    past = past_of(client, path)

    assert [row for row in audiences(past.observations) if row[0] == "velmora"] == [("velmora", FIRST, 2)]


def test_of_many_runs_the_newest_and_the_first_are_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deckgen.pipeline.earlier.NEWEST", 2)
    days = [FIRST + timedelta(days=7 * i) for i in range(6)]
    for day in days:
        client.runs(day)
    current = client.store / f"{days[-1]}.warc.gz"

    past = past_of(client, current, as_of=days[-1])

    read = sorted({o.as_of for o in past.observations if o.metric == "audience"})
    assert read == [days[0], days[3], days[4]]


@pytest.mark.parametrize("content", [b"", b"no archive", gzip.compress(b"WARC/1.1\r\nbroken", mtime=0)])
def test_an_archive_that_is_none_is_left_out_with_a_warning(client: Client, content: bytes) -> None:
    client.runs(FIRST)
    (client.store / "2026-10-11.warc.gz").write_bytes(content)

    gathered = client.runs(SECOND)

    assert len(gathered.warnings) == 1
    assert "2026-10-11.warc.gz: this earlier run is left out of growth" in gathered.warnings[0]
    assert {o.as_of for o in gathered.evidence.earlier if o.metric == "audience"} == {FIRST}


def test_of_a_damaged_archive_what_is_whole_is_used_and_it_is_said(client: Client) -> None:
    client.runs(FIRST)
    path = client.store / f"{FIRST}.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])

    gathered = past_of(client, client.store / f"{SECOND}.warc.gz")

    assert gathered.warnings == (f"{path}: this earlier run is damaged; growth uses what is whole of it",)
    assert audiences(gathered.observations)


def test_archives_that_are_too_large_together_are_left_out_oldest_first(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (FIRST, FIRST + timedelta(days=7)):
        client.runs(day)
    newer = client.store / f"{FIRST + timedelta(days=7)}.warc.gz"
    monkeypatch.setattr("deckgen.pipeline.earlier.MOST_BYTES", newer.stat().st_size + 10)

    past = past_of(client, client.store / f"{SECOND}.warc.gz")

    assert {o.as_of for o in past.observations if o.metric == "audience"} == {FIRST + timedelta(days=7)}
    assert "too large to be read for growth" in past.warnings[0]


def test_answers_that_may_be_kept_no_longer_are_not_read(client: Client) -> None:
    client.runs(FIRST)

    past = past_of(
        client,
        client.store / f"{SECOND}.warc.gz",
        keeping=Keeping(now=NOON, days={"bluesky": 30}),
    )

    assert past.observations == ()


def test_a_brief_is_moved_to_an_earlier_day_without_what_was_typed_since() -> None:
    brief = a_brief()

    then = on_day(brief, FIRST)

    assert (then.as_of, then.manual, then.us) == (FIRST, (), brief.us)
    assert then.window.end == date(2026, 10, 12)
    assert then.window.weeks == brief.window.weeks
    assert on_day(brief, brief.as_of).window == brief.window


def past_of(client: Client, current: Path, *, as_of: date = SECOND, keeping: Keeping | None = None) -> Past:
    brief = build.read_brief(client.folder, as_of=as_of)
    return earlier(
        current, brief, sources=build.sources_of(brief), keeping=keeping or Keeping(now=NOON, days={})
    )
