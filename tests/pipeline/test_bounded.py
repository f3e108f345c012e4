"""A process of its own for what strangers wrote: what it may take, and what is believed of its answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from deckgen.errors import FitError, InputError, TemplateError
from deckgen.pipeline import bounded
from deckgen.pipeline.bounded import Bounds, called
from deckgen.pipeline.resident import resident
from tests.pipeline import taking

ABOUT = "Template 'acme'"


@pytest.fixture(autouse=True)
def _tests_are_found_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))


def refusal(function: Callable[[Any], Any], argument: object, **bounds: Any) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        called(function, argument, about=ABOUT, bounds=Bounds(**bounds))
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_answer_comes_back_as_values_and_bytes() -> None:
    told, body = called(taking.echo, {"a": MappingProxyType({"b": (1,)})}, about=ABOUT)

    assert told == {"was": "{'a': mappingproxy({'b': (1,)})}"}
    assert body == b"body"


def test_time_is_bounded() -> None:
    assert "takes more than 1 seconds to draw" in str(refusal(taking.sleep, 60, time_s=1.0))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not bound memory")
def test_memory_is_bounded() -> None:
    error = refusal(taking.take, 10**9, memory=500_000_000)

    assert "takes more than 500 MB of memory to draw; make its pictures smaller" in str(error)


def test_memory_is_looked_at_where_the_system_does_not_bound_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "resident", lambda _: 600_000_000)

    error = refusal(taking.sleep, 60, memory=500_000_000)

    assert "takes more than 500 MB of memory" in str(error)


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="there is no ps")
def test_the_memory_of_a_process_is_known_on_a_mac() -> None:
    held = (
        "import sys; b = bytearray(50_000_000); sys.stdout.write('x'); sys.stdout.flush(); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.read(1)
        assert 50_000_000 < resident(process, "darwin") < 500_000_000
        assert resident(process, "linux") == 0
        process.communicate(b"")


def test_what_is_given_back_is_bounded() -> None:
    error = refusal(taking.give, 3_000_000, answer=2_000_000)

    assert "its deck would be larger than 2 MB; make the pictures in its master smaller" in str(error)


def test_a_process_that_breaks_off_is_told_of() -> None:
    assert "the program that draws it broke off (7)" in str(refusal(taking.end, 7))


@pytest.mark.parametrize("kind", [InputError, TemplateError, FitError])
def test_an_error_keeps_its_kind_and_its_words_but_nothing_a_terminal_obeys(kind: type[InputError]) -> None:
    with pytest.raises(kind) as caught:
        called(taking.refuse, kind.__name__, about=ABOUT)

    assert type(caught.value) is kind
    assert str(caught.value) == "acme.potx: slide 3:  [31m what is wrong"


def test_what_nobody_expected_is_a_sentence_too_and_keeps_its_trace() -> None:
    error = refusal(taking.fail, "")

    assert str(error).startswith(f"{ABOUT}: holds something that is not understood (KeyError: ")
    assert "report it together with the template" in str(error)
    assert "in fail" in str(error.__cause__)


def test_keys_and_tokens_stay_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERPAPI_KEY", "secret")
    monkeypatch.setenv("DECKGEN_NOW", "2026-01-01")

    told, _ = called(taking.environment, None, about=ABOUT)

    assert "PATH" in told
    assert not {"SERPAPI_KEY", "DECKGEN_NOW"} & set(told)


@pytest.mark.parametrize("function", [taking.connect, taking.start])
def test_the_network_and_other_programs_are_out_of_reach(function: Callable[[None], Any]) -> None:
    assert "PermissionError: a template asked for" in str(refusal(function, None))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0" * 7,
        (5).to_bytes(8, "big") + b"nojso",
        (2**60).to_bytes(8, "big") + b"{}",
        (100_000).to_bytes(8, "big") + b"[" * 100_000,
        (2).to_bytes(8, "big") + b"[]",
        (4).to_bytes(8, "big") + b"null",
    ],
)
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    assert bounded._read(answer)[0] == {}
