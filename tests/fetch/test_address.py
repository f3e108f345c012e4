"""Addresses: what is public, what hides its host."""

from __future__ import annotations

import pytest

from deckgen.fetch.address import endpoints, is_local_name, is_public, target
from deckgen.fetch.trouble import Trouble


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909", "::ffff:9.9.9.9"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "no address",
    ],
)  # fmt: skip
def test_private_addresses_are_not_however_they_are_wrapped(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "//example.org/", "ftp://example.org/", "http:///path", "http://user@example.org/",
        "http://user:word@example.org/", "http://example.org\\@10.0.0.1/", "http://exa mple.org/",
        "http://example.org/\r\nX: y", "http://[::1", "http://example.org:99999/", "http://example.org:x/",
        "http://" + "a" * 9000, "data:text/html,x", "http://\u2488example.org/", "http://@/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(Trouble):
        target(url)


def test_a_target_is_spelt_as_the_network_wants_it() -> None:
    found = target("HTTPS://B\u00fccher.Example/\u00fc?q=\u00e4#part")

    assert (found.origin, str(found.url)) == (
        ("https", "xn--bcher-kva.example", 443),
        "https://xn--bcher-kva.example/%C3%BC?q=%C3%A4",
    )


@pytest.mark.parametrize(
    "host", ["localhost", "a.localhost", "printer.local", "127.1", "0x7f.1", "2130706433", "::1"]
)
def test_local_names_are_known_by_their_spelling(host: str) -> None:
    assert is_local_name(host)
    assert not is_local_name("example.org")


def test_endpoints_are_host_and_port_of_bases() -> None:
    bases = ("http://127.0.0.1:8080/api", "https://searx.example", "file:saved")

    assert endpoints(bases) == {("127.0.0.1", 8080), ("searx.example", 443)}
