"""From where a request came, for what not everybody may read: where that is in doubt, from elsewhere."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping

_TOLD_BY_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
)


def is_near(told: Mapping[str, str], proxies: int, networks: Iterable[str]) -> bool:
    """Return whether a request came from this machine, or from a network that may.

    A request that a proxy handed on comes from the proxy's address, which is often this machine's: it counts from where the proxy says it came, and
    from elsewhere where no proxy is trusted or it says nothing.

    Args:
        told: what the server tells of the request (``request.META``).
        proxies: how many proxies stand before the site.
        networks: those that may.
    """
    address = told.get("REMOTE_ADDR", "")
    if any(told.get(name) for name in _TOLD_BY_PROXIES):
        # The last so many were put there by the proxies, each what it saw itself; what stands before them may be anybody's invention.
        chain = [one.strip() for one in told.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
        if proxies < 1 or len(chain) < proxies:
            return False
        address = chain[-proxies]
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
    return read.is_loopback or any(read in ipaddress.ip_network(one) for one in networks)
