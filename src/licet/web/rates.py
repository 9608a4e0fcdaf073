"""How much one visitor may ask, and how much the site does at once: what takes seconds must not take the site from everybody else.

Counts are kept in the memory of each process; several of them together allow so much more.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from licet.errors import Fault, number_of
from licet.web.refusals import Busy, TooOften

MINUTE = 60
# So many costly answers are worked out at once; whoever comes then waits a little, and is told to come again.
_WORKING = BoundedSemaphore(2)
_WAIT = 10


def network(address: str) -> str:
    """Return what counts as one visitor: an address of version 4; of version 6 a network, since a household has them all."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        # All of version 4 lies in one network of version 6.
        read = read.ipv4_mapped
    return str(read if read.version == 4 else ipaddress.ip_network((read, 64), strict=False))


def within(kind: str, address: str, most: int) -> bool:
    """Count a request, and return whether one address still has no more than so many in this minute."""
    key = f"licet-{kind}:{int(time.time() // MINUTE)}:{network(address)}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # The cache was full, and gave this one up.
        return True


def address_of(request: HttpRequest) -> str:
    """Return the address of a visitor, with the word of so many proxies as the settings trust."""
    from ninja.throttling import BaseThrottle

    return BaseThrottle().get_ident(request) or ""


def check_costly(request: HttpRequest) -> None:
    """Count a request that costs much.

    Raises:
        TooOften: where its visitor has had so many in this minute.
    """
    most = settings.LICET_COSTLY_RATE
    if not within("costly", address_of(request), most):
        expected = f"at most {number_of(most, 'request')} a minute for what takes long"
        raise TooOften(faults=[Fault("this address", "too many requests", expected, "come again in a minute")])


@contextmanager
def costly(request: HttpRequest) -> Iterator[None]:
    """Do what takes seconds, when its turn has come.

    Raises:
        TooOften: where its visitor has asked too much.
        Busy: where too much else is being done.
    """
    check_costly(request)
    if not _WORKING.acquire(timeout=_WAIT):
        raise Busy(faults=[Fault("the site", "it works on too much just now", "", "come again in a minute")])
    try:
        yield
    finally:
        _WORKING.release()
