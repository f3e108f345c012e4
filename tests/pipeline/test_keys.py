"""Keys are found in the order environment, .env of the folder, .env here, keyring; what is none is told."""

from __future__ import annotations

import codecs
import time
from pathlib import Path
from typing import Any

import pytest

from deckgen.model.source import Credential, Entry
from deckgen.pipeline import key_ring
from deckgen.pipeline.env_file import MAX_BYTES
from deckgen.pipeline.keys import Keys, Place, keys_of, problem_of, sharing
from tests.rings import Broken, InMemory, Locked, Silent, with_ring
from tests.toy import an_entry

KEY = "hush-hush-1234"
NAME = "DECKGEN_PRESS_KEY"


def keyed(key: str = "press", *, env: str = NAME, form: str = "", **changes: Any) -> Entry:
    credential = Credential(name=key, env=env, header="X-Key", form=form)
    return an_entry(key, credential=credential, **{"is_key_required": True, **changes})


def found(tmp_path: Path, *entries: Entry, environ: dict[str, str] | None = None, **more: Any) -> Keys:
    """Looked for with FOLDER = tmp_path/client and the current folder = tmp_path."""
    (tmp_path / "client").mkdir(exist_ok=True)
    return keys_of(
        entries or (keyed(),), environ=environ or {}, folder=tmp_path / "client", here=tmp_path, **more
    )


def test_the_nearest_place_wins(tmp_path: Path) -> None:
    (tmp_path / "client").mkdir()
    ring = InMemory()
    ring.kept["deckgen", NAME] = "from-keyring"
    seen = []
    with with_ring(ring):
        seen.append(found(tmp_path))
        (tmp_path / ".env").write_text(f"{NAME}=from-here\n")
        seen.append(found(tmp_path))
        (tmp_path / "client" / ".env").write_text(f"{NAME}=from-folder\n")
        seen.append(found(tmp_path))
        seen.append(found(tmp_path, environ={NAME: " from-environment "}))

    assert [keys.values["press"] for keys in seen] == [
        "from-keyring", "from-here", "from-folder", "from-environment"
    ]  # fmt: skip
    assert [keys.places[NAME] for keys in seen] == [
        Place.KEYRING, Place.HERE, Place.FOLDER, Place.ENVIRONMENT
    ]  # fmt: skip
    assert not any(keys.warnings for keys in seen)


def test_a_name_set_to_nothing_is_not_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"{NAME}={KEY}\n")

    assert found(tmp_path, environ={NAME: "  "}).values == {"press": KEY}


def test_the_keyring_is_asked_only_for_what_stands_nowhere_else(tmp_path: Path) -> None:
    ring = InMemory()
    with with_ring(ring):
        found(tmp_path, keyed(), keyed("other", env="DECKGEN_OTHER_KEY"), an_entry(), environ={NAME: KEY})
        asked = list(ring.asked)
        found(tmp_path, keyed(), environ={NAME: KEY})
        found(tmp_path, an_entry())

    assert asked == ring.asked == ["DECKGEN_OTHER_KEY"]


def test_one_key_serves_all_sources_that_name_it_and_is_asked_for_once(tmp_path: Path) -> None:
    ring = InMemory()
    ring.kept["deckgen", NAME] = KEY
    both = (keyed("videos"), keyed("channel"))
    with with_ring(ring):
        keys = found(tmp_path, *both, an_entry())

    assert keys.values == {"videos": KEY, "channel": KEY}
    assert ring.asked == [NAME]
    assert both[0].credential is not None
    assert sharing(both[0].credential, (*both, an_entry())) == both


@pytest.mark.parametrize(
    ("ring", "line"),
    [
        (Locked, "the keyring is locked; only keys in the environment and in .env are used"),
        (
            Broken,
            "the keyring cannot be used (ZeroDivisionError); "
            "only keys in the environment and in .env are used",
        ),
    ],
)
def test_a_keyring_that_fails_is_no_key_and_one_line(ring: type[InMemory], line: str, tmp_path: Path) -> None:
    with with_ring(ring()):
        keys = found(tmp_path, keyed(), keyed("other", env="DECKGEN_OTHER_KEY"))
        optional = found(tmp_path, keyed(is_key_required=False))

    assert (keys.values, keys.warnings) == ({}, (line,))
    assert (optional.values, optional.warnings) == ({}, ())


def test_a_keyring_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_ring, "PATIENCE_S", 0.05)
    ring = Silent()
    began = time.monotonic()
    with with_ring(ring):
        keys = found(tmp_path)
    took = time.monotonic() - began
    ring.is_over.set()

    assert took < 5
    assert keys.warnings == (
        "the keyring did not answer within 0 seconds; only keys in the environment and in .env are used",
    )


FILES: list[tuple[str, bytes, str]] = [
    ("with a mark at its beginning", codecs.BOM_UTF8 + f"{NAME}={KEY}".encode(), KEY),
    ("with lines of Windows", f"OTHER=1\r\n{NAME}={KEY}\r\n".encode(), KEY),
    ("with lines of old Macs", f"OTHER=1\r{NAME}={KEY}\r".encode(), KEY),
    ("as PowerShell writes it", f"{NAME}={KEY}\r\n".encode("utf-16"), KEY),
    ("in quotes", f'{NAME}="{KEY}"\n'.encode(), KEY),
    ("for a shell", f"export {NAME}='{KEY}'  # mine\n".encode(), KEY),
    ("with a dollar", f"A=1\n{NAME}=hush$A${{A}}hush\n".encode(), "hush$A${A}hush"),
    ("with a hash inside", f"{NAME}=hush#hush\n".encode(), "hush#hush"),
    ("with spaces around", f"  {NAME} = {KEY}  \n".encode(), KEY),
    ("twice: the last one", f"{NAME}=hush-first\n{NAME}={KEY}\n".encode(), KEY),
]


@pytest.mark.parametrize(("body", "key"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_a_file_may_be_written_by_any_editor(body: bytes, key: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(body)

    assert found(tmp_path) == Keys(values={"press": key}, places={NAME: Place.HERE})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\xff\xfe\x00", ".env: is no text; save it as UTF-8"),
        (f"{NAME}=hush\xe9hush".encode("latin-1"), ".env: is no text; save it as UTF-8"),
        (b"#" * (MAX_BYTES + 1), ".env: is larger than 65,536 bytes; keep only lines NAME=key in it"),
        (
            f"{NAME}: {KEY}\n".encode(),
            f".env: names {NAME}, but not as {NAME}=key on a line of its own; correct it there",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_without_its_content(
    body: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes(body)

    keys = found(tmp_path)

    assert keys.values == {}
    assert keys.warnings == (f"{tmp_path}/{said}",)


def test_a_folder_of_that_name_is_no_file_of_keys(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()

    assert found(tmp_path) == Keys()


def test_nothing_but_keys_of_sources_is_taken_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"PATH=/tmp\nHOME=/\n{NAME}={KEY}\n")

    assert found(tmp_path).values == {"press": KEY}


@pytest.mark.parametrize(
    ("key", "form", "said"),
    [
        ("", "", "is empty"),
        ("hush\nhush", "", "has a space, a line break or a letter that no key has; copy it again"),
        ("hush hush", "", "has a space, a line break or a letter that no key has; copy it again"),
        ("hushé-hushé", "", "has a space, a line break or a letter that no key has; copy it again"),
        ("hush\u200bhush", "", "has a space, a line break or a letter that no key has; copy it again"),
        ("hush", "", "is shorter than 6 characters; copy all of it"),
        ("h" * 4001, "", "is longer than 4,000 characters; copy the key alone"),
        ("hush-hush", "ID:SECRET", "does not have the form ID:SECRET"),
        (":hush-hush", "ID:SECRET", "does not have the form ID:SECRET"),
        ("hush-hush:", "ID:SECRET", "does not have the form ID:SECRET"),
        ("identity:hush", "ID:SECRET", "is shorter than 6 characters; copy all of it"),
        ("me:hush-hush", "ID:SECRET", ""),
        ("me:hush:hush", "ID:SECRET", ""),
        (r"""!"#$%&'()*+,-./;<=>?@[\]^_`{|}~""", "", ""),
    ],
)
def test_what_can_be_no_key_is_told_and_what_can_is_taken(key: str, form: str, said: str) -> None:
    assert problem_of(Credential(name="press", env=NAME, header="X-Key", form=form), key) == said


def test_a_key_that_is_none_is_told_by_name_and_the_next_place_is_used(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"{NAME}={KEY}\n")

    keys = found(tmp_path, environ={NAME: "hush hush"})

    assert keys.values == {"press": KEY}
    assert keys.warnings == (
        f"{NAME} in the environment has a space, a line break or a letter that no key has; copy it again; "
        "until then it counts as not set",
    )


def test_keys_do_not_show_themselves(tmp_path: Path) -> None:
    keys = found(tmp_path, environ={NAME: KEY})

    assert keys.values == {"press": KEY}
    assert KEY not in repr(keys) + str(keys)
