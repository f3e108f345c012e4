"""One try at one request: sends it, reads the answer within its bounds, names what went wrong."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore
import httpx

from deckgen.fetch.clock import Clock
from deckgen.fetch.decoding import Body
from deckgen.fetch.trouble import Trouble, by_status
from deckgen.model.exchange import GapReason, Request

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """What is sent in one step of a request: redirects change it, keys are in it."""

    url: httpx.URL
    method: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came. `location`: the answer is a redirect to there and has no body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    location: str = ""


async def exchange(
    transport: httpx.AsyncBaseTransport,
    hop: Hop,
    request: Request,
    *,
    seconds: float,
    clock: Clock,
    may_cut: bool,
) -> Answer:
    """The answer to one hop; Trouble when there is no usable one within `seconds` in total."""
    has_begun = False
    try:
        async with asyncio.timeout(seconds):
            # Not a client: that one looks into redirects and cookies by itself.
            sent = httpx.Request(hop.method, hop.url, headers=dict(hop.headers), content=hop.body or None)
            response = await transport.handle_async_request(sent)
            try:
                has_begun = True
                return await _read(response, hop, request, clock=clock, may_cut=may_cut)
            finally:
                await response.aclose()
    except TimeoutError:
        raise Trouble(
            GapReason.TIMEOUT, f"no whole answer within {seconds:.0f} seconds", may_pass=True
        ) from None
    except httpcore.TimeoutException as error:
        raise Trouble(GapReason.TIMEOUT, _named(error), may_pass=True) from None
    except (ssl.SSLError, httpcore.ConnectError) as error:
        may_pass = "CERTIFICATE" not in str(error).upper()
        raise Trouble(GapReason.UNREACHABLE, _named(error), may_pass=may_pass) from None
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpx.HTTPError,
        OSError,
    ) as error:
        reason = GapReason.INCOMPLETE if has_begun else GapReason.UNREACHABLE
        raise Trouble(reason, _named(error), may_pass=True) from None
    except (httpx.InvalidURL, httpx.StreamError, ValueError, LookupError, RuntimeError) as error:
        # What the libraries let through on answers that no server should send.
        raise Trouble(GapReason.UNREACHABLE, _named(error)) from None


async def _read(
    response: httpx.Response, hop: Hop, request: Request, *, clock: Clock, may_cut: bool
) -> Answer:
    headers = _joined(response.headers)
    status = response.status_code
    if status not in request.accept_status:
        if status in REDIRECTS:
            if not headers.get("location"):
                raise Trouble(GapReason.REFUSED, f"status {status} that leads nowhere", status=status)
            return Answer(status=status, headers=headers, location=headers["location"])
        raise by_status(status, headers, now=clock.now())
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and not may_cut and int(length[:20]) > request.max_bytes:
        raise Trouble(GapReason.TOO_LARGE, f"{length[:20]} bytes, at most {request.max_bytes:,} are read")
    body = Body(headers.get("content-encoding", ""), max_bytes=request.max_bytes, may_cut=may_cut)
    async for chunk in response.aiter_raw():
        body.add(chunk)
        if body.is_full:
            break
    content = body.whole()
    if not content and status == 200 and hop.method != "HEAD":
        raise Trouble(GapReason.EMPTY, "status 200 without any content", status=status)
    return Answer(status=status, headers=headers, body=content)


def _joined(headers: httpx.Headers) -> dict[str, str]:
    """Names in lower case, several of one name joined."""
    joined: dict[str, str] = {}
    for name, value in headers.multi_items():
        lowered = name.lower()
        joined[lowered] = f"{joined[lowered]}, {value}" if lowered in joined else value
    return joined


def _named(error: Exception) -> str:
    """Some errors of the network say nothing; then their kind has to do."""
    return " ".join(str(error).split())[:200] or type(error).__name__
