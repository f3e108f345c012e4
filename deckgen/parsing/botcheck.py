"""The words of pages that turn a program away."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"unusual traffic|automated (?:quer|request)"
    r"|ungewöhnlichen datenverkehr|trafic exceptionnel|captcha|not a robot"
    r"|verifying your request|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|are you a human|confirm you.{1,3}re a human"
    r"|bots use duckduckgo|checking your browser|one last step"
    r"|just a moment\.\.\.|attention required!",
    re.IGNORECASE,
)


def reads_like_a_bot_check(words: str) -> bool:
    """Whether visible text is that of a bot check; ask only of a page that has little else to say."""
    return bool(_WORDS.search(words))
