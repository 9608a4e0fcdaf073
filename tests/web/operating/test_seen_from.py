"""From where a request came: what is behind a proxy is from where the proxy says, and what is in doubt from elsewhere."""

from __future__ import annotations

import pytest

from licet.web.operating.seen_from import is_near

_NETS = ("192.0.2.0/24", "2001:db8::/32")


@pytest.mark.parametrize(
    ("told", "proxies"),
    [
        ({}, 0),
        ({"REMOTE_ADDR": ""}, 0),
        ({"REMOTE_ADDR": "no address"}, 0),
        ({"REMOTE_ADDR": "198.51.100.1"}, 0),
        ({"REMOTE_ADDR": "198.51.100.1"}, 1),
        # Nobody is trusted, and yet somebody handed it on.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 0),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, 0),
        # The proxy says nothing of where it came from.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, 1),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "cases.example.org"}, 1),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_VIA": "1.1 proxy"}, 1),
        # What stands before the word of the proxy is the visitor's own.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1, 198.51.100.1"}, 1),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1, 198.51.100.1, 10.0.0.1"}, 2),
        # Fewer than there are proxies: one was gone round.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 2),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": " , "}, 1),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1:80"}, 1),
    ],
)
def test_what_comes_from_elsewhere_or_nobody_knows_where(told: dict[str, str], proxies: int) -> None:
    assert not is_near(told, proxies, _NETS)


@pytest.mark.parametrize(
    ("told", "proxies"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 0),
        ({"REMOTE_ADDR": "127.9.9.9"}, 0),
        ({"REMOTE_ADDR": "::1"}, 0),
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, 0),
        # Behind a proxy, who comes without a word of it came to the site itself.
        ({"REMOTE_ADDR": "127.0.0.1"}, 1),
        ({"REMOTE_ADDR": "192.0.2.9"}, 0),
        ({"REMOTE_ADDR": "2001:db8::7"}, 0),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1, 192.0.2.9"}, 1),
    ],
)
def test_what_comes_from_this_machine_or_from_a_network_that_may(told: dict[str, str], proxies: int) -> None:
    assert is_near(told, proxies, _NETS)
