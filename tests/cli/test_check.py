"""`deckgen check` tells what is there and what is still to be saved, and ends with a code for scripts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.cli.running import deckgen
from tests.end_to_end.client import BRIEF
from tests.parsing.result_pages.saved import CAPTCHA, google
from tests.pipeline.test_checking import WELL, client


def test_when_all_is_well_the_last_line_says_so(tmp_path: Path) -> None:
    ran = deckgen("check", client(tmp_path, dict(WELL)))

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{tmp_path / 'brief.toml'}: no mistakes",
        "Saved result pages: 6 files",
        "",
        '"norrvind" (brand-1)',
        "  Google        pages 1 to 3: 30 results, ranks 1 to 30; the engine ends here",
        "",
        '"city e-bike" (industry-1)',
        "  Google        pages 1 to 3: 30 results, ranks 1 to 30; the engine ends here",
        "",
        "All is well: nothing is to be done.",
    ]


def test_what_is_to_do_is_told_page_by_page(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {f"n{n}.html": google("norrvind", n) for n in (1, 2, 4, 7, 8, 9)}
    pages |= {"n9 (1).html": google("norrvind", 9), "x.html": CAPTCHA, "w.html": google("norvind", 1)}
    pages |= {
        "i.html": google("city e-bike", 1, results=0).replace("</div></div>", "<p><em>city e-bike</em></p>")
    }

    ran = deckgen("check", client(tmp_path, pages))

    assert ran.code == 3
    lines = ran.out.splitlines()
    assert "  Google        pages 1, 2, 4, 7 to 9: 60 results, ranks 1 to 90" in lines
    assert "                missing: pages 3, 5, 6" in lines
    assert 'doubled: page 9 is in "searches/n9 (1).html" and "searches/n9.html"; keep one' in ran.out
    assert "                goes on: save pages 10 to 20, or as far as the engine goes" in lines
    assert "  Google        page 1: nothing was found" in lines
    assert lines[lines.index("Blocked: to be saved again") + 1].startswith(
        "  searches/x.html: is a bot check"
    )
    assert 'is a search for "norvind", which is no query of the brief (the nearest is "norrvind")' in ran.out
    assert lines[-1] == (
        'Still to be saved: Google "norrvind" pages 3, 5, 6, 10 to 20. '
        "Saved pages: 1 blocked to be saved again, 1 doubled, 1 of no query in the brief."
    )


def test_a_query_without_pages_and_an_engine_that_others_have_are_told(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {"a.html": google("norrvind", 1, is_last=True)}

    ran = deckgen("check", client(tmp_path, pages))

    assert ran.code == 3
    assert "  nothing saved yet" in ran.out.splitlines()
    assert ran.out.splitlines()[-1] == 'Still to be saved: "city e-bike" from the first page.'


def test_mistakes_of_the_brief_are_told_all_at_once(tmp_path: Path) -> None:
    wrong = BRIEF.replace('"SE"', '"Sweden"').replace('"press@norrvind.example"', '"Kim"')
    (tmp_path / "brief.toml").write_text(wrong)

    ran = deckgen("check", tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 2
    assert all(line.startswith(f"deckgen: {tmp_path / 'brief.toml'}: ") for line in ran.err.splitlines())


def test_without_saved_pages_it_says_how_to_save_them(tmp_path: Path) -> None:
    ran = deckgen("check", client(tmp_path, {}, more=""))

    assert ran.code == 0
    assert "docs/saving-result-pages.md" in ran.out


def test_quiet_prints_the_last_line_alone(tmp_path: Path) -> None:
    ran = deckgen("check", client(tmp_path, {"x.html": CAPTCHA}), "-q")

    assert (ran.code, ran.err) == (3, "")
    assert ran.out == (
        'Still to be saved: "norrvind" from the first page; "city e-bike" from the first page. '
        "Saved pages: 1 blocked to be saved again.\n"
    )


def test_a_folder_of_garbage_is_told_in_a_few_lines(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {f"{n:03}.bin": bytes([n, 0, 255]) * 50 for n in range(100)}
    pages |= dict(WELL)

    ran = deckgen("check", client(tmp_path, pages))

    assert ran.code == 3
    assert "  and 80 more" in ran.out.splitlines()
    assert len(ran.out.splitlines()) < 40
    assert ran.out.splitlines()[-1] == "Saved pages: 100 not readable."


def test_a_name_that_could_change_a_terminal_is_printed_without_it(tmp_path: Path) -> None:
    try:
        folder = client(tmp_path, {**WELL, "a\x1b[31m.html": CAPTCHA})
    except OSError:
        pytest.skip("this file system knows no such names")

    ran = deckgen("check", folder)

    assert "\x1b" not in ran.out
    assert "  searches/a?[31m.html: is a bot check" in ran.out


def test_more_than_a_hundred_pages_take_seconds_and_say_that_they_are_read(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {f"p{n}.html": google("norrvind", n) for n in range(1, 121)}
    began = time.monotonic()

    ran = deckgen("check", client(tmp_path, pages))

    assert ran.err == "Reading 120 saved pages\n"
    assert "pages 1 to 120: 1,200 results, ranks 1 to 1,200" in ran.out
    assert time.monotonic() - began < 20
