"""A company's account on GitHub: followers, public repositories, and when somebody last pushed to one.

Seen in a recording of 2014: an organisation. From documentation, checked 2026-11-22: the list of repositories
by last push, accounts of type User, and 404 for both an unknown name and an account that is no organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation
from deckgen.model.exchange import Page, Request
from deckgen.parsing.jsons import Node, as_list, as_object
from deckgen.parsing.moments import day
from deckgen.sources._channel import ChannelSource, denied, number, there
from deckgen.sources._declared import Account

PLATFORM = "github"
ORGANISATION, USER = "Organization", "User"
REPOSITORIES = "repositories"  # what is counted there as posts
_HEADERS = (("Accept", "application/vnd.github+json"), ("X-GitHub-Api-Version", "2022-11-28"))


class Github(ChannelSource):
    """Asks for the organisation, else for a person's account of that name, then for its newest push."""

    platform = PLATFORM

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        if page.request.step == "pushed":
            return self._read_pushed(page, brief)
        return self._read_account(page, brief)

    def asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        for account in accounts:
            yield self._ask(
                brief, f"orgs/{account.handle}", account.company.key, "organisation", account.carry()
            )

    def _ask(self, brief: Brief, path: str, about: str, step: str, carry: dict[str, str]) -> Request:
        return Request(
            url=f"{self.bases(brief)[0]}/{path}",
            about=about,
            step=step,
            carry=carry,
            headers=_HEADERS,
            accept_status=(200,) if step == "pushed" else (200, 404),
            credential="github",
        )

    def _read_account(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        answer, carry, about = as_object(page), dict(page.request.carry), page.request.about
        if page.status == 404:
            if answer.text_or("message").lower() != "not found":
                raise SourceRefused(f"{page.request.url}: 404 without the service's word that there is none")
            if page.request.step == "organisation":
                yield self._ask(brief, f"users/{carry['handle']}", about, "person", carry)
            else:
                yield denied(page, PLATFORM, "message")
            return
        kind = answer.text("type")
        if kind not in {ORGANISATION, USER}:
            raise SourceChanged(f"{page.request.url}: at $.type is neither {ORGANISATION} nor {USER}")
        reason = "ok" if kind == ORGANISATION else "personal-account"
        yield there(page, PLATFORM, "type", reason=reason)
        yield from _numbers(page, answer)
        if answer.whole("public_repos") > 0:
            owner = "orgs" if kind == ORGANISATION else "users"
            path = f"{owner}/{carry['handle']}/repos?sort=pushed&direction=desc&per_page=1"
            yield self._ask(brief, path, about, "pushed", carry)

    def _read_pushed(self, page: Page, brief: Brief) -> Iterator[Item]:
        """The last push to a public repository; `updated_at` is something else."""
        for newest in as_list(page)[:1]:
            last = day(newest.text_or("pushed_at"))
            if last is not None and last <= brief.as_of:
                yield there(page, PLATFORM, f"{newest.path}.pushed_at", last=last)


def _numbers(page: Page, answer: Node) -> Iterator[Observation]:
    created = day(answer.text_or("created_at"))
    said = (
        ("audience", "followers", answer.whole_or("followers")),
        ("posts_total", "public_repos", answer.whole("public_repos")),
        ("created", "created_at", created.toordinal() if created else None),
    )
    for metric, locator, value in said:
        if value is not None and value >= 0:
            note = REPOSITORIES if metric == "posts_total" else ""
            yield number(page, PLATFORM, metric, value, locator, note=note)
