"""Whether a mention was made by the company that it speaks of: on its own pages or from its own accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deckgen.model.brief import Brief, Company, TopicKind
from deckgen.model.evidence import Evidence, Mention, PresenceState, Proof
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.platforms import RULES
from deckgen.parsing.profiles import profile_named
from deckgen.sources._declared import DECLARERS

FEDIVERSE = "mastodon"
COMMUNITIES = frozenset({"discourse", "lemmy"})  # a company keeps them, but others speak there
_SUBREDDIT = "reddit.com/r/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account: on the fediverse `name` is user@server, elsewhere the handle; in lower case, without @."""

    platform: str
    name: str
    address: str = ""  # canonical, in lower case


Accounts = Mapping[str, tuple[Account, ...]]


def accounts_of(evidence: Evidence) -> Accounts:
    """Each company's accounts: those of the brief, and those its website or Wikidata item declares."""
    return {company.key: tuple(_accounts(company, evidence)) for company in evidence.brief.companies}


def is_by_speaker(mention: Mention, brief: Brief, accounts: Accounts) -> bool:
    """Whether no outside voice speaks: the topic's company does, or in talk about the industry we do."""
    return any(_is_by(mention, company, accounts[company.key]) for company in _speakers(mention, brief))


def _speakers(mention: Mention, brief: Brief) -> tuple[Company, ...]:
    topic = next((t for t in brief.topics if t.key == mention.topic), None)
    if topic is None or topic.kind is TopicKind.INDUSTRY:
        return (brief.us,)
    return tuple(company for company in brief.companies if company.key == mention.topic)


def _accounts(company: Company, evidence: Evidence) -> Iterator[Account]:
    for platform, written in company.handles.items():
        yield from _named(platform, written.strip())
    for found in evidence.presences:
        is_told = found.source in DECLARERS and found.proof is not Proof.NONE
        if found.company == company.key and is_told and found.state is PresenceState.PRESENT:
            for spelling in dict.fromkeys((found.handle, found.url)):
                yield from _named(found.platform, spelling)


def _named(platform: str, written: str) -> Iterator[Account]:
    if not written or platform in COMMUNITIES or _is_subreddit(platform, written):
        return
    if profile := profile_named(platform, written):
        yield Account(platform=platform, name=_plain(profile.handle), address=_address(profile.url))
    is_address = "://" in written
    name = _plain(written.rstrip("/").rpartition("/")[2] if is_address else written)
    yield Account(platform=platform, name=name, address=_address(written) if is_address else "")


def _is_subreddit(platform: str, written: str) -> bool:
    if platform != "reddit":
        return False
    profile = profile_named(platform, written)
    return _SUBREDDIT in (profile.url if profile else written).lower()


def _is_by(mention: Mention, company: Company, accounts: tuple[Account, ...]) -> bool:
    host = _place(mention)
    if host and any(host == domain or host.endswith(f".{domain}") for domain in company.domains):
        return True
    address = _address(mention.url)
    author = mention.author.strip()
    if "://" in author:  # some services sign with the profile's address
        address, author = _address(author), author.rstrip("/").rpartition("/")[2]
    signed = _plain(author)
    return any(
        _lies_under(address, account.address)
        or _is_subdomain(host, account)
        or (signed and _is_signed(signed, account, mention, host))
        for account in accounts
    )


def _place(mention: Mention) -> str:
    """Where it stands, not what it links to: strangers may submit our page to a site of their own."""
    site = mention.site.strip()
    named = host_of(site) if "." in site and " " not in site else ""  # else the name of an outlet
    return named or host_of(mention.url)


def _is_signed(signed: str, account: Account, mention: Mention, host: str) -> bool:
    if account.platform == FEDIVERSE:
        user, _, server = account.name.partition("@")
        # The same user name on another server is somebody else.
        return bool(server) and (signed == account.name or (signed == user and host == server))
    return signed == account.name and _is_on(account.platform, mention.source, host)


def _is_on(platform: str, source: str, host: str) -> bool:
    """Whether the source or the host is the platform itself: a part of a name is none."""
    if source == platform or source.startswith(f"{platform}_"):
        return True
    rules = [rule for rule in RULES if rule.platform == platform]
    return any(rule.covers(host) for rule in rules) if rules else platform in host.split(".")


def _is_subdomain(host: str, account: Account) -> bool:
    """An account that has a host of its own, such as acme.tumblr.com."""
    return bool(account.name) and host.split(".")[:2] == [account.name, account.platform]


def _lies_under(address: str, profile: str) -> bool:
    if not profile or not address:
        return False
    return address == profile or address.startswith((f"{profile.rstrip('/')}/", f"{profile}?"))


def _address(url: str) -> str:
    """An address as it is compared: host without www, no scheme, in lower case."""
    text = canonical(url).casefold().partition("://")[2] if "://" in url else ""
    return text.removeprefix("www.").rstrip("/")


def _plain(handle: str) -> str:
    return handle.strip().lstrip("@").casefold()
