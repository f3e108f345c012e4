"""What one record of the archive says, and its form as a WARC record (ISO 28500) of its own gzip member."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from io import BytesIO
from types import MappingProxyType
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from deckgen.model.exchange import Failure, Page

_VERSION = "WARC/1.1"
_KEPT_HEADERS = 200
_KEPT_VALUE = 4096
_NAME = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]{1,100}\Z")
_PRIVATE = re.compile(r"cookie|authori[sz]ation|auth-token|api-key|apikey|secret|session|csrf")
# The body is kept decoded, so these would no longer be true; other WARC readers look for the same names.
_MOVED = {
    "content-encoding": "x-archive-orig-content-encoding",
    "transfer-encoding": "x-archive-orig-transfer-encoding",
}
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


class Role(StrEnum):
    INFO = "info"  # the first record: what this archive is
    ANSWER = "answer"
    FAILURE = "failure"
    COMPLETE = "complete"  # the run reached its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. `fields` holds what is no body: a failure's reason, the run's day, the sources left out."""

    id: str
    role: Role
    at: datetime
    key: str = ""  # of the request
    source: str = ""
    url: str = ""
    request_url: str = ""
    method: str = ""
    about: str = ""
    step: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: bytes = b""
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def record_id(*parts: str) -> str:
    """The same parts give the same id, so that a run that was killed and resumed cites the same records."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, 'deckgen ' + chr(10).join(parts))}>"


def of_page(page: Page) -> Record:
    """An answer as it is kept: cookies, keys and untrue transfer headers are gone."""
    return Record(
        # Not the source: two sources that ask the same share one answer, whichever of them came first.
        id=record_id(page.request.key, page.sha256, str(page.status)),
        role=Role.ANSWER,
        at=page.retrieved_at.replace(microsecond=0),
        key=page.request.key,
        source=page.source,
        url=page.url,
        request_url=page.request.shown_url,
        method=page.request.method,
        about=page.request.about,
        step=page.request.step,
        status=page.status,
        headers={} if is_local(page.request.url) else _kept(page.headers, len(page.body)),
        body=page.body,
    )


def of_failure(failure: Failure) -> Record:
    """A question that got no answer, so that a replay finds the same gap."""
    return Record(
        id=record_id(failure.request.key, failure.reason, failure.detail, failure.at.isoformat()),
        role=Role.FAILURE,
        at=failure.at.replace(microsecond=0),
        key=failure.request.key,
        source=failure.source,
        url=failure.request.shown_url,
        request_url=failure.request.shown_url,
        method=failure.request.method,
        about=failure.request.about,
        step=failure.request.step,
        status=failure.status,
        fields={
            "reason": failure.reason.value,
            "detail": failure.detail,
            "status": failure.status,
            "try_after": failure.try_after.isoformat() if failure.try_after else None,
        },
    )


def is_local(url: str) -> bool:
    return url.startswith("file:")


def encoded(record: Record) -> bytes:
    """The record as one gzip member."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=_VERSION)
    kind, content_type, http, payload = _block(record)
    about = {
        "WARC-Record-ID": record.id,
        "WARC-Date": record.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Deckgen-Role": record.role.value,
        "Deckgen-Request-Key": record.key,
        "Deckgen-Request-URL": record.request_url,
        "Deckgen-Method": record.method,
        "Deckgen-Source": record.source,
        "Deckgen-About": record.about,
        "Deckgen-Step": record.step,
    }
    made = writer.create_warc_record(
        quote(record.url, safe=_PRINTABLE),
        kind,
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type=content_type,
        warc_headers_dict={name: quote(value, safe=_PRINTABLE) for name, value in about.items() if value},
        http_headers=http,
    )
    writer.write_record(made)
    return out.getvalue()


def decoded(content: bytes) -> Record | None:
    """The record in an unpacked member; None when it is none of ours or not whole."""
    try:
        for made in ArchiveIterator(BytesIO(content)):
            return _read(made.rec_headers, made.http_headers, made.content_stream().read())
    except (ArchiveLoadFailed, ValueError, LookupError, EOFError, RecursionError, AttributeError, TypeError):
        return None  # warcio misses headers it takes for granted with an error of Python's own
    return None


def _read(warc: StatusAndHeaders, http: StatusAndHeaders | None, payload: bytes) -> Record:
    def named(name: str) -> str:
        return str(warc.get_header(name) or "")

    record = Record(
        id=named("WARC-Record-ID"),
        role=Role(named("Deckgen-Role")),
        at=datetime.strptime(named("WARC-Date"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        key=named("Deckgen-Request-Key"),
        source=named("Deckgen-Source"),
        url=named("WARC-Target-URI"),
        request_url=named("Deckgen-Request-URL"),
        method=named("Deckgen-Method"),
        about=named("Deckgen-About"),
        step=named("Deckgen-Step"),
    )
    if record.role is Role.INFO:
        lines = (line.partition(":") for line in payload.decode().splitlines())
        return replace(record, fields={name.strip(): value.strip() for name, _, value in lines})
    if record.role is not Role.ANSWER:
        found = json.loads(payload)
        if not isinstance(found, dict):
            raise ValueError("the fields of a record are no object")
        status = found.get("status", 0)
        return replace(record, fields=found, status=status if isinstance(status, int) else 0)
    if http is None:
        return replace(record, status=200, body=payload)
    headers = {name.lower(): value for name, value in http.headers}
    return replace(record, status=int(http.get_statuscode()), headers=headers, body=payload)


def _block(record: Record) -> tuple[str, str, StatusAndHeaders | None, bytes]:
    """WARC type, content type, HTTP head and payload."""
    if record.role is Role.INFO:
        lines = "".join(f"{name}: {value}\r\n" for name, value in record.fields.items())
        return "warcinfo", "application/warc-fields", None, lines.encode()
    if record.role is not Role.ANSWER:
        return "metadata", "application/json", None, json.dumps(dict(record.fields), sort_keys=True).encode()
    if is_local(record.request_url):
        return "resource", "application/octet-stream", None, record.body
    phrase = HTTPStatus(record.status).phrase if record.status in set(HTTPStatus) else ""
    head = StatusAndHeaders(
        f"{record.status} {phrase}".strip(), list(record.headers.items()), protocol="HTTP/1.1"
    )
    return "response", "application/http; msgtype=response", head, record.body


def _kept(headers: Mapping[str, str], length: int) -> dict[str, str]:
    kept = {}
    for name, value in list(headers.items())[:_KEPT_HEADERS]:
        lowered = name.lower()
        if not _NAME.match(lowered) or _PRIVATE.search(lowered):
            continue
        line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        kept[_MOVED.get(lowered, lowered)] = quote(line, safe=_PRINTABLE)[:_KEPT_VALUE].strip()
    kept["content-length"] = str(length)
    return dict(sorted(kept.items()))
