"""Undoes content encodings piece by piece: bounded, up to the end mark; half a body is no body."""

from __future__ import annotations

import zlib

from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import GapReason

_GZIP = frozenset({"gzip", "x-gzip"})
_MAX_LAYERS = 2
_SLACK = 65_536


class Body:
    """Collects one answer's body. `may_cut`: bytes beyond the bound are dropped instead of refused."""

    def __init__(self, encoding: str, *, max_bytes: int, may_cut: bool = False) -> None:
        names = [
            name for part in encoding.lower().split(",") if (name := part.strip()) not in {"", "identity"}
        ]
        if len(names) > _MAX_LAYERS:
            raise Trouble(GapReason.CHANGED, "the answer is packed more than twice")
        # Encodings are listed in the order they were applied, so the last one comes off first.
        inner = max_bytes + _SLACK  # what is packed twice may be larger half unpacked than it is in the end
        limits = [*[inner] * (len(names) - 1), max_bytes]
        self._layers = [_layer(name, limit) for name, limit in zip(reversed(names), limits, strict=False)]
        self._max_bytes = max_bytes
        self._may_cut = may_cut
        self._raw = 0
        self._body = bytearray()
        self.is_full = False

    def add(self, chunk: bytes) -> None:
        """Takes the next bytes from the wire."""
        self._raw += len(chunk)
        if self._layers and self._raw > self._max_bytes + _SLACK:
            self._overflow()
            return
        room = self._max_bytes - len(self._body)
        for layer in self._layers:
            chunk = layer.decode(chunk)
            if layer.is_full and layer is not self._layers[-1]:
                self._overflow()
        self._body += chunk[:room]
        if len(chunk) > room:
            self._overflow()

    def whole(self) -> bytes:
        """The decoded body; Trouble when a layer has not seen its end mark."""
        if self._raw and not self.is_full:
            for layer in self._layers:
                layer.finish()
        return bytes(self._body)

    def _overflow(self) -> None:
        self.is_full = True
        if not self._may_cut:
            raise Trouble(GapReason.TOO_LARGE, f"more than {self._max_bytes:,} bytes")


def _layer(name: str, max_bytes: int) -> _Layer:
    if name in _GZIP or name == "deflate":
        return _Layer(is_gzip=name in _GZIP, max_bytes=max_bytes)
    raise Trouble(GapReason.CHANGED, f"the answer is packed in a way we did not ask for ({name[:20]!r})")


class _Layer:
    """One gzip or deflate layer; a gzip body may hold several members one after the other."""

    def __init__(self, *, is_gzip: bool, max_bytes: int) -> None:
        self._is_gzip = is_gzip
        self._limit = max_bytes + 1
        self._decoder: zlib._Decompress | None = None
        self._held = b""  # too few bytes to tell what comes next
        self._out = 0
        self._has_ended = False  # an end mark was read and nothing has begun after it
        self._is_padding = False

    def decode(self, chunk: bytes) -> bytes:
        """The next bytes unpacked; stops just behind the limit."""
        out = bytearray()
        chunk = self._held + chunk
        self._held = b""
        while chunk and self._out <= self._limit:
            decoder = self._decoder or self._begin(chunk)
            if decoder is None:
                break
            try:
                part = decoder.decompress(chunk, self._limit - self._out + 1)
            except zlib.error as error:
                damaged = f"the packed answer is damaged ({error})"
                raise Trouble(GapReason.INCOMPLETE, damaged, may_pass=True) from None
            self._out += len(part)
            out += part
            chunk = decoder.unconsumed_tail
            if decoder.eof:
                self._decoder, self._has_ended = None, True
                chunk = decoder.unused_data
        return bytes(out)

    @property
    def is_full(self) -> bool:
        return self._out > self._limit

    def finish(self) -> None:
        if not self._has_ended:
            raise Trouble(GapReason.INCOMPLETE, "the packed answer ends before its end mark", may_pass=True)

    def _begin(self, chunk: bytes) -> zlib._Decompress | None:
        """The decoder for what begins here; None for padding behind the end and while a byte is missing."""
        if self._is_padding:
            return None
        if len(chunk) < 2:
            self._held = chunk
            return None
        is_gzip_start = self._is_gzip and chunk.startswith(b"\x1f\x8b")
        if self._has_ended and not is_gzip_start:
            self._is_padding = True
            return None
        if self._is_gzip and not is_gzip_start:
            raise Trouble(GapReason.CHANGED, "the answer says that it is packed and is not")
        # What is called deflate should be zlib, but some servers send it raw: the first two bytes tell.
        is_zlib = chunk[0] & 0x0F == 8 and int.from_bytes(chunk[:2]) % 31 == 0
        self._has_ended = False
        self._decoder = zlib.decompressobj(31 if self._is_gzip else 15 if is_zlib else -15)
        return self._decoder
