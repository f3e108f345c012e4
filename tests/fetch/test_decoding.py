"""Packed answers, however the network cuts them."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.fetch.decoding import Body
from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import GapReason

PACKERS = {
    "": lambda b: b,
    "identity": lambda b: b,
    "gzip": lambda b: gzip.compress(b, mtime=0),
    "x-gzip": lambda b: gzip.compress(b[: len(b) // 2], mtime=0) + gzip.compress(b[len(b) // 2 :], mtime=0),
    "deflate": zlib.compress,
    "deflate, gzip": lambda b: gzip.compress(zlib.compress(b), mtime=0),
}


def unpacked(
    encoding: str, packed: bytes, *, step: int, max_bytes: int = 10_000, may_cut: bool = False
) -> bytes:
    body = Body(encoding, max_bytes=max_bytes, may_cut=may_cut)
    for at in range(0, len(packed), step):
        body.add(packed[at : at + step])
    return body.whole()


@given(
    content=st.binary(min_size=1, max_size=400),
    encoding=st.sampled_from(sorted(PACKERS)),
    step=st.integers(1, 50),
)
@settings(max_examples=80, deadline=None)
def test_the_body_is_the_same_however_it_arrives(content: bytes, encoding: str, step: int) -> None:
    assert unpacked(encoding, PACKERS[encoding](content), step=step) == content


@given(content=st.binary(min_size=1, max_size=200), cut=st.integers(1, 250), step=st.integers(1, 50))
@settings(max_examples=80, deadline=None)
def test_a_packed_body_cut_anywhere_is_never_taken_for_whole(content: bytes, cut: int, step: int) -> None:
    packed = gzip.compress(content, mtime=0)

    with pytest.raises(Trouble) as trouble:
        unpacked("gzip", packed[: max(1, len(packed) - cut)], step=step)

    assert trouble.value.reason is GapReason.INCOMPLETE
    assert trouble.value.may_pass


@pytest.mark.parametrize("encoding", sorted(PACKERS))
def test_no_more_than_the_bound_is_kept(encoding: str) -> None:
    packed = PACKERS[encoding](b"0123456789" * 100_000)

    assert unpacked(encoding, packed, step=4096, max_bytes=1_000_000) == b"0123456789" * 100_000
    with pytest.raises(Trouble) as trouble:
        unpacked(encoding, packed, step=4096, max_bytes=999_999)
    assert trouble.value.reason is GapReason.TOO_LARGE
    assert unpacked(encoding, packed, step=4096, max_bytes=25, may_cut=True) == b"0123456789012345678901234"


def test_packing_that_never_ends_and_gives_nothing_is_stopped() -> None:
    with pytest.raises(Trouble) as trouble:
        unpacked("gzip", gzip.compress(b"", mtime=0) * 50_000, step=65_536, max_bytes=1_000)

    assert trouble.value.reason is GapReason.TOO_LARGE


def test_more_than_two_layers_are_refused() -> None:
    with pytest.raises(Trouble):
        Body("gzip, gzip, gzip", max_bytes=10)
