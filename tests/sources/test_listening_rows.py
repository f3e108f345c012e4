"""What the cells of an export's row become: counts, kinds of sites, tones, languages."""

from __future__ import annotations

import time

import pytest

from deckgen.model.evidence import Mention, SiteKind
from deckgen.model.exchange import Request
from deckgen.sources._listening_rows import _joined
from tests.factories import a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type


def the_mention(body: str) -> Mention:
    request = Request(url="file:exports/march.csv", about="march.csv", step="export")
    page = a_page(body, request=request, source="listening_export")
    (found,) = of_type(Mention, all_read(a_source("listening_export"), page, a_brief_for("listening_export")))
    assert isinstance(found, Mention)
    return found


@pytest.mark.parametrize(
    ("likes", "points"),
    [("1,204", 1204), ("1 204", 1204), ("12.0", 12), ("0", 0), ("", None), ("1.2K", None), ("-3", None)],
)
def test_likes_are_points_and_replies_comments(likes: str, points: int | None) -> None:
    found = the_mention(f'Date,Title,Likes,Replies,Engagement\n2026-03-04,Norrvind,"{likes}",7,900\n')

    assert (found.points, found.comments) == (points, 7)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("SOCIALMEDIA,SOCIALMEDIA_TWITTER", SiteKind.SOCIAL),
        ("ONLINENEWS,ONLINENEWS_BLOG", SiteKind.BLOG),
        ("MESSAGEBOARD,MESSAGEBOARD_REDDIT", SiteKind.FORUM),
        ("ONLINENEWS,ONLINENEWS_TVRADIO", SiteKind.NEWS),
        ("ONLINENEWS,ONLINENEWS_PRESSRELEASES", SiteKind.UNKNOWN),
        ("press release", SiteKind.UNKNOWN),
        ("social network", SiteKind.SOCIAL),
        ("Blogs", SiteKind.BLOG),
        ("Podcasts", SiteKind.VIDEO),
        ("X", SiteKind.SOCIAL),
        ("Nyheter", SiteKind.NEWS),
        ("Web", SiteKind.UNKNOWN),
    ],
)
def test_each_tools_words_for_a_kind_of_site_are_known(written: str, kind: SiteKind) -> None:
    found = the_mention(f'Date,Title,Source Type\n2026-03-04,Norrvind,"{written}"\n')

    assert found.site_kind is kind


@pytest.mark.parametrize(
    ("outlet", "kind"),
    [("Twitter", SiteKind.SOCIAL), ("Blogs", SiteKind.BLOG), ("X (Twitter)", SiteKind.SOCIAL),
     ("Social Europe", SiteKind.UNKNOWN), ("Video Age", SiteKind.UNKNOWN),
     ("forum.b.example", SiteKind.UNKNOWN)],
)  # fmt: skip
def test_an_outlets_name_tells_its_kind_only_when_it_is_a_platforms(outlet: str, kind: SiteKind) -> None:
    found = the_mention(f"Date,Title,Source\n2026-03-04,Norrvind,{outlet}\n")

    assert (found.site, found.site_kind) == (outlet, kind)


@pytest.mark.parametrize(
    ("sentiment", "tone"), [("Positiv", "positive"), ("Not Rated", ""), ("mixed", ""), ("5", ""), ("-1", "")]
)
def test_a_tone_is_words_unless_a_tool_is_known_to_write_numbers(sentiment: str, tone: str) -> None:
    found = the_mention(f"Date,Title,Sentiment\n2026-03-04,Norrvind,{sentiment}\n")

    assert found.sentiment == tone


@pytest.mark.parametrize(("stated", "code"), [("English", "en"), ("sv-SE", "sv"), ("Unknown", ""), ("", "")])
def test_languages_become_codes(stated: str, code: str) -> None:
    found = the_mention(f"Date,Title,Language\n2026-03-04,Norrvind,{stated}\n")

    assert found.language == code


def test_an_excerpt_of_very_many_pieces_is_not_looked_for_piece_by_piece() -> None:
    numbers = [f"{i:05d}" for i in range(20_000)]
    start = time.perf_counter()

    joined = _joined(["b" * 60_000 + "".join(numbers), "...".join(reversed(numbers))])

    assert time.perf_counter() - start < 0.5
    assert len(joined) > 200_000  # both are kept


def test_an_excerpt_whose_pieces_stand_in_the_text_is_no_second_text() -> None:
    assert _joined(["we ride to work every day", "we ride ... every day"]) == "we ride to work every day"
