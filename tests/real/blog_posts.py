"""What the WordPress sites hold: posts of the year before AS_OF, pages, comments, menus and settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests.real.wiki_pages import AS_OF

RECENT = (2, 5, 9, 14, 20, 27, 33, 40, 48, 55, 61, 68, 76, 84)  # days before AS_OF, all within 90
OLDER = (97, 120, 150, 180, 210, 240, 270, 300, 330, 355)
PROFILES = (
    "https://www.linkedin.com/company/norrvind/",
    "https://www.instagram.com/norrvind/",
    "https://twitter.com/intent/tweet?text=Ride",  # a share button is no profile
)
_ABOUT_US = "The Norrvind city bike climbs the hill, and a Velmora &amp; Sons follows."


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post; `at` in UTC."""

    at: datetime
    title: str
    text: str = "<p>A ride through the town, with a stop for coffee and a look at the river.</p>"
    category: str = "Rides"
    comments: int = 0
    status: str = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogSite:
    """One site. No `permalinks`: addresses are as /?p=1. `front`: titles of the first and the posts' page."""

    key: str
    title: str
    theme: str
    posts: tuple[Post, ...] = ()
    pages: tuple[str, ...] = ()
    permalinks: str = ""
    timezone: str = "UTC"
    front: tuple[str, str] | None = None
    footer_links: tuple[str, ...] = ()
    keeps_default_post: bool = False
    robots: str = ""  # a file of its own, instead of the one that WordPress makes up

    def seed(self) -> dict[str, Any]:
        """As `seed.php` reads it."""
        posts = [
            {
                "at": post.at.strftime("%Y-%m-%d %H:%M:%S"),
                "title": post.title,
                "text": post.text,
                "category": post.category,
                "comments": post.comments,
                "status": post.status,
            }
            for post in self.posts
        ]
        return {
            "title": self.title,
            "theme": self.theme,
            "posts": posts,
            "pages": self.pages,
            "permalinks": self.permalinks,
            "timezone": self.timezone,
            "front": self.front or (),
            "footer_links": self.footer_links,
            "keeps_default_post": self.keeps_default_post,
            "default_post_at": f"{AS_OF - timedelta(days=10)} 09:00:00",
        }


def days_before(days: int, at: time = time(9, 30)) -> datetime:
    return datetime.combine(AS_OF - timedelta(days=days), at, tzinfo=UTC)


def _magazine() -> tuple[Post, ...]:
    posts = [Post(at=days_before(day), title=f"Ride no. {day}") for day in (*RECENT, *OLDER)]
    posts[1] = Post(
        at=days_before(5),
        title="Tried: a bike for hills",
        text=f"<p>{_ABOUT_US}</p>",
        category="Tests",
        comments=1,
    )
    posts[4] = Post(at=days_before(20), title="Norrvind &#8211; a visit", category="Tests", comments=3)
    draft = Post(at=days_before(3), title="A draft about Norrvind", status="draft")
    return (*posts, draft)


SITES = (
    BlogSite(
        key="magazine",
        title="Two Wheels",
        theme="twentytwentyone",
        posts=_magazine(),
        pages=("About us",),
        permalinks="/%year%/%monthnum%/%day%/%postname%/",
        footer_links=PROFILES,
    ),
    BlogSite(
        key="workshop",
        title="Norrvind Cycles",
        theme="twentytwentythree",
        posts=tuple(
            Post(at=days_before(day), title=f"From the workshop, part {day}") for day in (11, 44, 88, 130)
        ),
        pages=("Welcome", "Journal", "Dealers"),
        permalinks="/%postname%/",
        front=("Welcome", "Journal"),
    ),
    # Addresses with questions only; its clock is that of a place west of Greenwich.
    BlogSite(
        key="plain",
        title="Brightspoke",
        theme="twentytwentyone",
        timezone="America/New_York",
        posts=(
            *(Post(at=days_before(day), title=f"News {day}") for day in range(1, 14)),
            Post(at=days_before(90, time(0, 0, 0)), title="The first moment that counts"),
            Post(at=days_before(91, time(23, 59, 59)), title="The last moment that does not"),
        ),
    ),
    BlogSite(key="fresh", title="Velmora", theme="twentytwentythree", keeps_default_post=True),
    BlogSite(
        key="shut",
        title="Halden",
        theme="twentytwentyone",
        posts=(Post(at=days_before(4), title="For readers only"),),
        pages=("Welcome", "Journal", "Dealers"),
        front=("Welcome", "Journal"),
        permalinks="/%postname%/",
        robots="User-agent: *\nDisallow: /feed/\n",
    ),
)
