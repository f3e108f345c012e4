"""A small question: the brief's own, else the probe's; one more where the first gives nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, SourceSettings
from deckgen.model.evidence import Evidence, Gap, Item
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Probe, Source
from deckgen.pipeline.plugins import load_sources
from deckgen.pipeline.probe_brief import probe_brief, probe_evidence
from deckgen.pipeline.probing import Probed, State, asked
from tests.factories import AS_OF
from tests.server import LoopbackServer, Reply, serving
from tests.toy import Toy, a_fetcher, a_post_page, a_toy_brief, an_entry

CONTACT = "press@norrvind.example"
OWN = {"instagram"}  # asks in the name of the client's own account, which only a brief can name
SERVICES = [source for source in load_sources() if source.entry.bases and source.key not in OWN]


def probed(server: LoopbackServer, *sources: Source, brief: Brief | None = None) -> list[Probed]:
    bases = {source.key: (server.base,) for source in sources}
    return list(asked(sources, brief=brief, contact=CONTACT, fetcher=a_fetcher(bases=bases)))


def a_toy(kind: type[Source] = Toy, *, base: str, **changes: Any) -> Source:
    return kind(an_entry(bases=(base,), probe=Probe(phrase="tea"), **changes))


class Late(Toy):
    """Asks only what follows from what others found."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return ()

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        yield Request(url=f"{self.bases(brief)[0]}/late/{brief.us.name}", about="us", step="posts")


class Broken(Toy):
    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        raise ZeroDivisionError


class Local(Toy):
    def requests(self, brief: Brief) -> Iterable[Request]:
        yield Request(url="file:posts.csv")


class Changed(Toy):
    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        raise SourceChanged("posts is gone")


@pytest.mark.network
def test_one_question_is_asked_when_its_answer_holds_something() -> None:
    with serving(lambda *_: Reply(body=a_post_page("a", "b", further="/more"))) as server:
        [found] = probed(server, a_toy(base=server.base))
        paths = [one.path for one in server.asked]

    assert (found.state, found.answers, found.items, found.on) == (State.READS, 1, 2, AS_OF)
    assert paths == ["/us/posts"]


@pytest.mark.network
def test_a_second_question_is_asked_when_the_first_only_leads_on_and_no_third() -> None:
    with serving(lambda path, _: Reply(body=a_post_page(further=f"{path}/on"))) as server:
        [found] = probed(server, a_toy(base=server.base))
        paths = [one.path for one in server.asked]

    assert paths == ["/us/posts", "/us/posts/on"]
    assert (found.state, found.answers) == (State.NOTHING, 2)


@pytest.mark.network
def test_nothing_is_well_for_a_client_and_not_where_something_always_is() -> None:
    with serving(lambda *_: Reply(body=a_post_page())) as server:
        [general] = probed(server, a_toy(base=server.base))
        [own] = probed(server, a_toy(base=server.base), brief=a_toy_brief(server.base))

    assert (general.state, own.state) == (State.NOTHING, State.READS)
    assert not general.state.is_well


@pytest.mark.network
def test_a_source_that_only_follows_up_is_asked_what_it_can_ask() -> None:
    with serving(lambda *_: Reply(body=a_post_page("a"))) as server:
        [found] = probed(server, a_toy(Late, base=server.base))

        assert [one.path for one in server.asked] == ["/late/tea"]
    assert found.state is State.READS


@pytest.mark.network
def test_files_of_the_user_are_not_a_service() -> None:
    with serving({}) as server:
        [found] = probed(server, a_toy(Local, base=server.base))

    assert (found.state, found.state.is_well, found.answers) == (State.NOT_ASKED, True, 0)


@pytest.mark.network
@pytest.mark.parametrize(
    ("kind", "reply", "state", "detail"),
    [
        (Changed, Reply(body=b"{}"), State.CHANGED, "posts is gone"),
        (Broken, Reply(body=b"{}"), State.CHANGED, "ZeroDivisionError: "),
        (Toy, Reply(body=b"{}"), State.CHANGED, "KeyError: 'posts'"),
        (Toy, Reply(status=403), State.BLOCKED, "status 403"),
        (Toy, Reply(status=401), State.REFUSED, "status 401"),
        (Toy, Reply(status=404), State.REFUSED, "status 404"),
        (Toy, Reply(status=501), State.SILENT, "status 501"),
        (Toy, Reply(raw=b"\r\n"), State.SILENT, "no response line received"),
    ],
)
def test_what_went_wrong_is_told_apart(kind: type[Source], reply: Reply, state: State, detail: str) -> None:
    with serving(lambda *_: reply) as server:
        [found] = probed(server, a_toy(kind, base=server.base))

    assert (found.state, found.detail, found.on) == (state, detail.strip(), AS_OF)
    assert not found.state.is_well


def test_the_clients_server_and_options_go_before_those_of_the_probe() -> None:
    probe = Probe(base="https://probe.example", options=(("tag", ("tea",)), ("feeds", ("a",))))
    entry = an_entry(probe=probe)
    own = SourceSettings(bases=("https://own.example",), options={"tag": ("bikes",)})

    general = probe_brief(entry, as_of=AS_OF, contact=CONTACT).settings("toy")
    ours = probe_brief(entry, as_of=AS_OF, contact=CONTACT, settings=own).settings("toy")

    assert general.bases == ("https://probe.example",)
    assert ours.bases == ("https://own.example",)
    assert dict(ours.options) == {"tag": ("bikes",), "feeds": ("a",)}


@pytest.mark.parametrize("source", SERVICES, ids=[s.key for s in SERVICES])
def test_every_source_with_an_address_of_its_own_has_a_question_for_its_probe(source: Source) -> None:
    brief = probe_brief(source.entry, as_of=AS_OF, contact=CONTACT)

    questions = [*source.requests(brief), *source.follow_up(brief, probe_evidence(brief))]

    assert questions
    assert questions[0].url.startswith(("https://", "http://"))
    assert brief.window.end <= AS_OF < brief.window.end + timedelta(days=7)
