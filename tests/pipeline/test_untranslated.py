"""What a template lacks in the deck's language is told in one line, not passed over in silence."""

from __future__ import annotations

from pathlib import Path

from deckgen.pipeline.making import untranslated
from deckgen.pipeline.resources import template_languages, template_roots
from deckgen.templating.template import load_template


def test_a_language_that_is_begun_can_be_built_and_says_what_it_lacks(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    (folder / "lang").mkdir(parents=True)
    (folder / "template.toml").write_text('name = "acme"\nextends = "boardroom"\n')
    (folder / "lang" / "nl.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Opening"\nmsgstr "Begin"\n'
    )
    roots = template_roots(tmp_path)

    template = load_template("acme", roots=roots, language="nl", notes_language="sv")

    assert template.sections["opening"] == "Begin"
    assert "nl" in template_languages(roots)["acme"]
    assert "nl" not in template_languages(roots)["boardroom"]
    (line,) = untranslated(template)
    assert line.startswith("Template 'acme' lacks ")
    assert "texts in 'nl', which stand as they were written" in line
    assert line.endswith("; complete nl.po in its folder lang")
    assert "\n" not in line
