"""A company's server on Discord, by the invitation that the brief or its website names: its members.

Shape from documentation, checked 2026-11-22; no recording was found. Invitations run out: one that is gone
denies the server only where the user has just named it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.text import clean
from deckgen.sources._channel import ChannelSource, denied, number, there, unknown
from deckgen.sources._declared import Account

PLATFORM = "discord"
UNKNOWN_INVITE = 10006
MAX_NAME = 100


class Discord(ChannelSource):
    """Asks what an invitation leads to."""

    platform = PLATFORM

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        if page.status == 404:
            code = answer.whole_or("code")
            if code != UNKNOWN_INVITE:
                raise SourceRefused(f"{page.request.url}: 404 with code {code}, which says of no invitation")
            return [denied(page, PLATFORM, "$.code")]
        guild = answer.child_or("guild")
        if guild is None:
            answer.text("code")  # else this is no invitation at all
            return [unknown(page, PLATFORM, "$", reason="not-a-server")]
        return self._read(page, answer, guild)

    def asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        for account in accounts:
            code = quote(account.handle, safe="")
            yield Request(
                url=f"{self.bases(brief)[0]}/invites/{code}?with_counts=true",
                about=account.company.key,
                step="invite",
                carry=account.carry(),
                accept_status=(200, 404),
            )

    def _read(self, page: Page, answer: Node, guild: Node) -> Iterator[Item]:
        """The server is called by its name; an invitation is replaced now and then, its number never."""
        name = clean(guild.text("name"))[:MAX_NAME]
        if not name:
            raise SourceChanged(f"{page.request.url}: at {guild.path}.name there is no name of a server")
        yield replace(there(page, PLATFORM, guild.path), handle=name)
        members = answer.whole_or("approximate_member_count")
        if members is not None and members >= 0:
            yield number(
                page,
                PLATFORM,
                "audience",
                members,
                "$.approximate_member_count",
                kind=Kind.ESTIMATE,
                handle=guild.text("id")[:40],
            )
