"""Connections: each host name is resolved once, checked, and the connection goes to the checked address."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping

import httpcore
import httpx

from deckgen.fetch.address import Endpoint, is_local_name, is_public, not_public
from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import GapReason

_MAX_CONNECTIONS = 32
_KEEPALIVE_S = 15.0


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens sockets to public addresses, and to `allowed` host and port pairs wherever they are."""

    def __init__(self, allowed: frozenset[Endpoint]) -> None:
        self._allowed = allowed
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore calls it so
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        name = host.lower().rstrip(".").strip("[]")
        addresses = await _resolved(name, port)
        if (name, port) not in self._allowed and not all(map(is_public, addresses)):
            raise not_public(name)
        problem: Exception = httpcore.ConnectError(f"{name} has no address")
        for address in addresses[:4]:
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore calls it so
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise httpcore.ConnectError("sockets of the file system are never asked")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 and HTTP/2 through the guarded backend, or through the user's own proxy where one is set.

    `proxies` as `urllib.request.getproxies` gives them: http, https, all, and no (hosts asked directly).
    """

    def __init__(self, allowed: frozenset[Endpoint], proxies: Mapping[str, str]) -> None:
        context = httpx.create_ssl_context()
        self._allowed = allowed
        self._direct = _pool(context, GuardedBackend(allowed), None)
        self._spared = tuple(
            name.strip().lower() for name in proxies.get("no", "").split(",") if name.strip()
        )
        self._proxied: dict[str, httpcore.AsyncConnectionPool] = {}
        for scheme in ("http", "https"):
            address = proxies.get(scheme) or proxies.get("all") or ""
            if address:
                proxy = httpx.URL(address if "://" in address else f"http://{address}")
                port = proxy.port or (443 if proxy.scheme == "https" else 80)
                backend = GuardedBackend(frozenset({(proxy.host.lower(), port)}))
                self._proxied[scheme] = _pool(context, backend, proxy)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.raw_host.decode("ascii")
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        proxied = self._proxied.get(request.url.scheme)
        is_own = (host, port) in self._allowed and is_local_name(host)
        if proxied is not None and not is_own and not _is_spared(host, self._spared):
            if is_local_name(host):
                raise not_public(host)
            pool = proxied
        else:
            pool = self._direct
        answer = await pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    async def aclose(self) -> None:
        for pool in (self._direct, *self._proxied.values()):
            await pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


def _is_spared(host: str, spared: tuple[str, ...]) -> bool:
    """Whether NO_PROXY names the host or a domain above it."""
    return any(name == "*" or f".{host}".endswith("." + name.lstrip("*").lstrip(".")) for name in spared)


def _pool(
    context: ssl.SSLContext, backend: GuardedBackend, proxy: httpx.URL | None
) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(
        ssl_context=context,
        proxy=_proxy(proxy) if proxy is not None else None,
        max_connections=_MAX_CONNECTIONS,
        keepalive_expiry=_KEEPALIVE_S,
        http1=True,
        http2=True,
        network_backend=backend,
    )


def _proxy(url: httpx.URL) -> httpcore.Proxy:
    auth = (url.username, url.password) if url.username else None
    return httpcore.Proxy(url=str(url.copy_with(username=None, password=None)), auth=auth)


async def _resolved(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        may_pass = getattr(error, "errno", None) == socket.EAI_AGAIN
        raise Trouble(GapReason.UNREACHABLE, f"{host} has no address ({error})", may_pass=may_pass) from None
    return list(dict.fromkeys(str(address[4][0]) for address in found))
