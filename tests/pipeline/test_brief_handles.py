"""Accounts on platforms that anybody may run: the brief names the server, and is told when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.good_brief import changed, loaded, problems

LINE = 'mastodon = "@norrvind@social.example"'


@pytest.mark.parametrize(
    ("platform", "handle"),
    [
        ("discourse", "https://community.norrvind.example"),
        ("discourse", "norrvind.example/forum"),
        ("lemmy", "norrvind@lemmy.example"),
        ("lemmy", "https://lemmy.example/c/norrvind"),
        ("mastodon", "https://social.example/@norrvind"),
        ("reddit", "r/norrvind"),
    ],
)
def test_a_forum_or_community_is_named_by_its_address(platform: str, handle: str, tmp_path: Path) -> None:
    brief = loaded(changed(LINE, f'{platform} = "{handle}"'), tmp_path)

    assert brief.us.handles[platform] == handle


@pytest.mark.parametrize(
    ("platform", "handle"), [("discourse", "norrvind"), ("lemmy", "r/norrvind"), ("mastodon", "@norrvind")]
)
def test_a_name_without_a_server_is_a_mistake(platform: str, handle: str, tmp_path: Path) -> None:
    found = problems(changed(LINE, f'{platform} = "{handle}"'), tmp_path)

    assert found == [
        f'us.handles.{platform} is "{handle}", no profile there; copy the address of the profile'
    ]
