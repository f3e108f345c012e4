"""A company's own site: what its home page declares, whether and how often it blogs, what changed when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode, urljoin

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing import sitemaps
from deckgen.parsing.addresses import host_of, registrable
from deckgen.parsing.feeds import as_feed
from deckgen.parsing.html import decoded
from deckgen.parsing.site import Site, audit
from deckgen.sources._cadence import first_day
from deckgen.sources._posts import counted

PROBES = ("/feed/", "/rss.xml")  # where feeds mostly are when nothing declares one
MAX_BYTES = 2_000_000
GONE = (404, 410)
NO_ROBOTS = tuple(s for s in range(400, 500) if s not in {408, 425, 429})  # means: everything is allowed


class Website(Source):
    """At most 8 questions a site: robots.txt, home, blog page, feed or two probes, API, two sitemaps."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        for company in brief.companies:
            base = next(iter(self.bases(brief)), "https://{domain}")
            named = company.handles.get("website", "")
            domain = next(iter(company.domains), "")
            if named or domain:
                url = named if "://" in named else f"{base.replace('{domain}', named or domain)}/"
                yield _asked(company, url, "home", {})
            if "://" in (blog := company.handles.get("blog", "")):
                yield _asked(company, blog, "blog", {"proof": Proof.USER.value})

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        company = brief.company(page.request.about)
        carry = page.request.carry
        match page.request.step:
            case "home":
                yield from _home(page, company)
            case "blog":
                yield from _blog_page(page, company, brief)
            case "feed":
                yield from _feed(page, company, brief)
            case "probe":
                yield from _probe(page, company, brief)
            case "posts":
                yield from _wordpress_count(page, company, brief)
            case "robots":
                named = sitemaps.named_in(decoded(page)) if page.status == 200 else ()
                for url in [u for u in named if _is_same_site(u, page.url)][:1]:
                    yield _asked(company, url, "sitemap", carry)
            case _:
                yield from _sitemap(page, company, brief)


def _asked(
    company: Company, url: str, step: str, carry: Mapping[str, str], status: tuple[int, ...] = ()
) -> Request:
    """All are asked only where robots.txt allows it; that file itself is free to read."""
    return Request(
        url=url,
        about=company.key,
        step=step,
        carry=carry,
        accept_status=(200, *status),
        robots=step != "robots",
        max_bytes=MAX_BYTES,
    )


def _home(page: Page, company: Company) -> Iterator[Item | Request]:
    if not _is_own(page.url, page.request.url, company):
        yield _presence(page, company, "website", PresenceState.UNKNOWN, "redirected", url=page.url)
        return
    site = audit(page)
    yield _presence(page, company, "website", PresenceState.PRESENT, "ok", proof=Proof.USER, url=page.url)
    for declared in site.profiles:
        yield Presence(
            source=page.source,
            company=company.key,
            platform=declared.profile.platform,
            state=PresenceState.PRESENT,
            proof=declared.proof,
            reason="declared-link",
            handle=declared.profile.handle,
            url=declared.profile.url,
            origin=page.origin(declared.locator),
        )
    if site.is_shell and not site.feeds:
        yield _presence(page, company, "blog", PresenceState.UNKNOWN, "script-page")
    else:
        yield _towards_blog(page, company, site)
    robots = urljoin(page.url, "/robots.txt")
    yield _asked(company, robots, "robots", {}, status=NO_ROBOTS)


def _towards_blog(page: Page, company: Company, site: Site) -> Request:
    """The next question on the way to a blog: its declared feed, its page, or a guess."""
    carry = {"proof": Proof.SITE_LINK.value, "blog": site.blog, "api": site.wordpress_api}
    if feed := _best_feed(site):
        return _asked(company, feed, "feed", carry)
    if site.blog:
        return _asked(company, site.blog, "blog", carry)
    carry = {**carry, "number": "0", "doubt": "news-section" if site.has_news else ""}
    return _asked(company, urljoin(page.url, PROBES[0]), "probe", carry, status=GONE)


def _best_feed(site: Site) -> str:
    """One on the site itself before one elsewhere."""
    return min(site.feeds, key=lambda url: not _is_same_site(url, site.url), default="")


def _blog_page(page: Page, company: Company, brief: Brief) -> Iterator[Item | Request]:
    """A page that says it is the blog; its feed tells more, where it has one that was not read yet."""
    carry = page.request.carry
    site = audit(page)
    feed = _best_feed(site)
    if feed and feed != carry.get("feed", ""):
        yield _asked(
            company, feed, "feed", {**carry, "blog": page.url, "api": site.wordpress_api, "page": "1"}
        )
        return
    if site.is_shell:
        yield _presence(page, company, "blog", PresenceState.UNKNOWN, "script-page", url=page.url)
        return
    yield _blog(page, company, carry, "page", page.url, _until(site.newest, brief), "body")


def _feed(page: Page, company: Company, brief: Brief) -> Iterator[Item | Request]:
    carry = page.request.carry
    posts = counted(as_feed(page), brief)
    blog = carry.get("blog", "")
    if not posts.listed:
        if blog and not carry.get("page"):
            yield _asked(company, blog, "blog", {**carry, "feed": page.request.url})
        else:
            yield _presence(page, company, "blog", PresenceState.UNKNOWN, "empty-feed", url=blog)
        return
    yield _blog(page, company, carry, "ok", blog or page.request.url, posts.newest, "items")
    if posts.recent is not None:
        yield _recent_posts(page, company, brief, posts.recent, posts.kind, "items")
    api = carry.get("api", "")
    if posts.kind is Kind.AT_LEAST and api and _is_same_site(api, page.url):
        yield _asked(company, _wordpress_posts(api, brief), "posts", carry)


def _wordpress_posts(api: str, brief: Brief) -> str:
    """Address of the posts of the last 90 days; a moment without "Z" is one of the site's own clock.

    `after` and `before` leave out the very moment. Where addresses are plain, the API itself is a question:
    /index.php?rest_route=/
    """
    query = {
        "_fields": "date_gmt",
        "per_page": "1",
        "after": f"{first_day(brief) - timedelta(days=1)}T23:59:59Z",
        "before": f"{brief.as_of + timedelta(days=1)}T00:00:00Z",
    }
    return f"{api.rstrip('/')}/wp/v2/posts{'&' if '?' in api else '?'}{urlencode(query)}"


def _probe(page: Page, company: Company, brief: Brief) -> Iterator[Item | Request]:
    """A guessed address: a feed there is read, a plain no to all guesses means there is none."""
    carry = dict(page.request.carry)
    if page.status not in GONE:
        try:
            as_feed(page)
        except (SourceBlocked, SourceChanged):
            carry["doubt"] = carry["doubt"] or "no-feed"  # the site answers anything with some page
        else:
            yield from _feed(page, company, brief)
            return
    number = int(carry["number"]) + 1
    if number < len(PROBES):
        following = {**carry, "number": str(number)}
        yield _asked(company, urljoin(page.request.url, PROBES[number]), "probe", following, status=GONE)
        return
    state = PresenceState.UNKNOWN if carry["doubt"] else PresenceState.ABSENT
    yield _presence(page, company, "blog", state, carry["doubt"] or "not-found")


def _wordpress_count(page: Page, company: Company, brief: Brief) -> Iterator[Item]:
    """WordPress says in a header how many posts a question matches."""
    total = page.headers.get("x-wp-total", "")
    if not (total.isascii() and total.isdigit() and len(total) < 8):
        raise SourceChanged(
            f"{page.request.url}: the header X-WP-Total with the number of posts is not there"
        )
    yield _recent_posts(page, company, brief, int(total), Kind.EXACT, "X-WP-Total")


def _sitemap(page: Page, company: Company, brief: Brief) -> Iterator[Item | Request]:
    found = sitemaps.as_sitemap(page)
    if found.is_index:
        inside = [e for e in found.entries if _is_same_site(e.url, page.url)]
        newest = max(inside, key=lambda e: (e.changed_on or date.min, "post" in e.url), default=None)
        if newest and page.request.step == "sitemap":
            yield _asked(company, newest.url, "child", {})
        return
    changed = found.newest(brief.as_of)
    if changed is not None:
        yield _presence(
            page, company, "website", PresenceState.PRESENT, "pages-changed", proof=Proof.USER, last=changed
        )


def _blog(
    page: Page,
    company: Company,
    carry: Mapping[str, str],
    reason: str,
    url: str,
    last: date | None,
    locator: str,
) -> Presence:
    proof = Proof(carry.get("proof", Proof.SITE_LINK))
    return _presence(
        page, company, "blog", PresenceState.PRESENT, reason, proof=proof, url=url, last=last, locator=locator
    )


def _presence(
    page: Page,
    company: Company,
    platform: str,
    state: PresenceState,
    reason: str,
    *,
    proof: Proof = Proof.NONE,
    url: str = "",
    last: date | None = None,
    locator: str = "",
) -> Presence:
    return Presence(
        source=page.source,
        company=company.key,
        platform=platform,
        state=state,
        proof=proof,
        reason=reason,
        url=url,
        last_active=last,
        origin=page.origin(locator),
    )


def _recent_posts(
    page: Page, company: Company, brief: Brief, value: int, kind: Kind, locator: str
) -> Observation:
    return Observation(
        source=page.source,
        about=company.key,
        platform="blog",
        metric="posts_90d",
        value=Decimal(value),
        kind=kind,
        as_of=brief.as_of,
        origin=page.origin(locator),
    )


def _is_same_site(url: str, other: str) -> bool:
    return registrable(host_of(url)) == registrable(host_of(other))


def _is_own(url: str, asked: str, company: Company) -> bool:
    """Where a redirect ended still belongs to the company; a parked domain's seller does not."""
    owned = {registrable(host_of(domain)) for domain in (*company.domains, asked)}
    return registrable(host_of(url)) in owned


def _until(day: date | None, brief: Brief) -> date | None:
    return day if day is not None and day <= brief.as_of else None
