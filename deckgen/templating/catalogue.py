"""The messages of one language: gettext catalogues of a template's folders, nearest first, read by Babel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from babel.core import Locale, UnknownLocaleError, get_global
from babel.messages.pofile import PoFileError, read_po

from deckgen.errors import TemplateError
from deckgen.templating.own import DIGITS, NONE, Own, of_printed

FOLDER = "lang"
MAX_CATALOGUE_BYTES = 2_000_000
MOST_FORMS = 6
_OWN = re.compile(r"^# Own numbers:(.*)$", re.MULTILINE)
_FORMS = re.compile(r"nplurals\s*=\s*(\d+)")

Forms = tuple[str, ...]  # one, or as many as the language has plural forms
Key = tuple[str, str]  # (context, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What each message is called in one language. A message that is missing stays as it was written."""

    language: str  # as in the name of its file: sv, pt_BR
    locale: Locale
    messages: Mapping[Key, Forms]
    missing: dict[Key, None] = field(default_factory=dict)  # asked for and not found, in that order
    own: Own = NONE  # numbers that its translators write in digits: a line "# Own numbers: 1, 90" at the top

    def text(self, message: str, *, written_in: str, context: str = "") -> str:
        """The message in this language; the one of its own context before the general one."""
        found = self.messages.get((context, message)) or self.messages.get(("", message))
        if found:
            return found[0]
        if written_in != self.language:
            self.missing[context, message] = None
        return message

    def forms(self, one: str, many: str, *, written_in: str, context: str = "") -> Forms:
        """All plural forms of a message, in the order of the language's rule."""
        found = self.messages.get((context, one)) or self.messages.get(("", one))
        if found and len(found) > 1:
            return found
        if written_in != self.language:
            self.missing[context, one] = None
        return (one, many)

    def gettext(self, message: str) -> str:
        """For `{% trans %}` of Jinja's i18n extension."""
        return self.text(message, written_in="")

    def ngettext(self, one: str, many: str, n: Any) -> str:
        return chosen(self.forms(one, many, written_in=""), n, self.locale)

    def pgettext(self, context: str, message: str) -> str:
        return self.text(message, written_in="", context=context)

    def npgettext(self, context: str, one: str, many: str, n: Any) -> str:
        return chosen(self.forms(one, many, written_in="", context=context), n, self.locale)


def chosen(forms: Sequence[str], n: Any, locale: Locale) -> str:
    """The form that the language's plural rule picks for a number; the last one where there are too few."""
    rule = locale.plural_form
    order = [tag for tag in ("zero", "one", "two", "few", "many") if tag in rule.tags] + ["other"]
    return forms[min(order.index(rule(abs(n))), len(forms) - 1)]


def read_catalogue(language: str, folders: Sequence[Path]) -> Catalogue:
    """The catalogues of a language in these folders, joined; the nearest folder wins message by message."""
    messages: dict[Key, Forms] = {}
    locale, own = locale_of(language), NONE
    for folder in reversed(folders):
        path = folder / FOLDER / f"{language}.po"
        if path.is_file():
            text = _read(path)
            messages.update(_messages(path, text, language))
            for line in _OWN.findall(text.partition("msgid")[0]):
                own |= of_printed(DIGITS.findall(line), language=tag(locale))
    return Catalogue(language=language, locale=locale, messages=messages, own=own)


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages a folder has catalogues of."""
    return tuple(sorted(p.stem for p in (folder / FOLDER).glob("*.po") if _locale(p.stem)))


def locale_of(language: str) -> Locale:
    """The language with its likeliest country: sv -> sv_SE."""
    found = _locale(language)
    if found is None:
        raise TemplateError(f"'{language}' is no language code; use one such as sv, da or pt_BR")
    return found


def tag(locale: Locale) -> str:
    """A locale as files name it: sv-SE."""
    return f"{locale.language}-{locale.territory}" if locale.territory else str(locale.language)


def tag_of(language: str) -> str:
    """A language code as files name it; empty when it is none."""
    found = _locale(language) if language else None
    return tag(found) if found else ""


def _locale(language: str) -> Locale | None:
    try:
        given = Locale.parse(language.replace("-", "_"))
        if given.territory:
            return given
        likely = Locale.parse(str(get_global("likely_subtags").get(given.language, given.language)))
        return Locale.parse(f"{given.language}_{likely.territory}") if likely.territory else given
    except (ValueError, UnknownLocaleError):
        return None


def _read(path: Path) -> str:
    with path.open("rb") as file:
        body = file.read(MAX_CATALOGUE_BYTES + 1)
    if len(body) > MAX_CATALOGUE_BYTES:
        raise TemplateError(f"{path}: the file is over {MAX_CATALOGUE_BYTES // 1_000_000} MB; split it")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def _messages(path: Path, text: str, language: str) -> dict[Key, Forms]:
    try:
        if any(int(n[:9]) > MOST_FORMS for n in _FORMS.findall(text)):
            raise ValueError(f"no language has more than {MOST_FORMS} plural forms")
        catalogue = read_po(StringIO(text), locale=language.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        raise TemplateError(f"{path}: line {error.lineno}: {error}; mend that line") from None
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        raise TemplateError(f"{path}: is no gettext catalogue ({error}); mend or delete it") from None
    found: dict[Key, Forms] = {}
    for message in catalogue:
        one = message.id if isinstance(message.id, str) else message.id[0]
        given = message.string or ""
        forms = (given,) if isinstance(given, str) else tuple(given)
        if one and not message.fuzzy and all(forms):
            found[message.context or "", one] = forms
    return found
