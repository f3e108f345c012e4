"""Why a saved page holds no results: a bot check, a consent page, a shell that no script filled."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from deckgen.parsing.botcheck import reads_like_a_bot_check
from deckgen.parsing.html import text_of, visible_text

_BOT_CHECK = (
    "form[id*=captcha i], form[action*='/sorry/'], form[action*=captcha i], iframe[src*=captcha i], "
    "iframe[src*=enablejs], a[href*=enablejs], meta[content*=enablejs], .g-recaptcha, .h-captcha, "
    ".cf-turnstile, input[name=cf-turnstile-response], [id*=anomaly-modal], [class*=anomaly-modal], "
    "[id*=captcha i], [id*=challenge-form]"
)
_CONSENT = "form[action*='consent.'], form[action*='/consent'], [id*=consent-bump]"
# What Qwant shows in place of results while it turns a visitor away.
_TURNED_AWAY = re.compile(r"\(HTTP (?:403|429)\)")
_SHELL_WORDS = 600  # a page of results has more to read than this


def obstacle(tree: BeautifulSoup) -> str:
    """What stands in the way, as the second half of a sentence; empty when nothing of the kind is seen.

    Ask only when no results were found: a healthy page may hold the word "captcha" in a script.
    """
    words = visible_text(tree, 20_000)
    title = text_of(tree.title)
    if tree.select_one(_CONSENT):
        return "is the engine's consent page; agree to it in the browser and save the results again"
    is_turned_away = len(words) < 4 * _SHELL_WORDS and _TURNED_AWAY.search(words)
    if tree.select_one(_BOT_CHECK) or is_turned_away or reads_like_a_bot_check(f"{title} {words}"):
        return "is a bot check of the engine, not results; solve it in the browser and save the results again"
    if len(words) < _SHELL_WORDS and tree.select_one("script, noscript"):
        return "was saved before its results had loaded; wait until they show, then save the page again"
    return ""
