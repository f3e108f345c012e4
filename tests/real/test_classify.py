"""The classifier on pages as real servers send them, under hosts whose names tell nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from deckgen.model.evidence import SiteKind
from deckgen.parsing.classify import Classification, classify
from tests.real.collecting import fetched

pytestmark = pytest.mark.network
BLOG, WIKI, UNKNOWN = SiteKind.BLOG, SiteKind.WIKI, SiteKind.UNKNOWN


def _classified(folder: Path, base: str, path: str) -> Classification:
    page = asyncio.run(fetched(f"{base}{path}", folder))
    return classify(f"https://somewhere.example{path}", page=page.body)


@pytest.mark.parametrize(
    ("site", "path", "kind"),
    [
        ("magazine", "/", BLOG),
        ("magazine", "/page/2/", BLOG),
        ("magazine", "/2025/11/21/ride-no-2/", BLOG),
        ("magazine", "/category/rides/", BLOG),
        ("magazine", "/2025/11/", BLOG),
        ("magazine", "/nothing-here/", UNKNOWN),
        ("workshop", "/", UNKNOWN),
        ("workshop", "/dealers/", UNKNOWN),
        ("workshop", "/journal/", BLOG),
        ("workshop", "/from-the-workshop-part-11/", BLOG),
        ("fresh", "/?p=1", BLOG),
        ("fresh", "/?page_id=2", UNKNOWN),
    ],
)
def test_what_wordpress_sends_is_a_blog_only_where_posts_are(
    tmp_path: Path, blogs: Mapping[str, str], site: str, path: str, kind: SiteKind
) -> None:
    assert _classified(tmp_path, blogs[site], path).kind is kind


@pytest.mark.parametrize("path", ["/", "/dealers/"])
def test_a_page_of_a_company_in_a_classic_theme_is_no_blog(
    tmp_path: Path, blogs: Mapping[str, str], path: str
) -> None:
    assert _classified(tmp_path, blogs["shut"], path).kind is UNKNOWN


@pytest.mark.parametrize(
    "path",
    [
        "/index.php/Norrvind_Cycles",
        "/index.php?title=Brightspoke",
        "/index.php/Velmora",
        "/index.php/Main_Page",
        "/index.php?title=Norrvind_Cycles&useskin=monobook",
        "/index.php?title=Norrvind_Cycles&useskin=minerva",
        "/index.php?title=Special:RecentChanges",
    ],
)
def test_what_mediawiki_sends_is_a_wiki(tmp_path: Path, wiki: str, path: str) -> None:
    found = _classified(tmp_path, wiki, path)

    assert (found.kind, found.reasons) == (WIKI, ("generator:mediawiki",))
