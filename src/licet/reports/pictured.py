"""Pictures inside a page: each an SVG of its own that shares no name with another, or one line that says why there are none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from licet.errors import LicetError
from licet.pictures.needed import can_draw
from licet.reports.markup import Safe, tag

if TYPE_CHECKING:
    from licet.pictures.of_comparisons import Drawn

WITHOUT = (
    "Pictures are left out: they need altair and vl-convert-python, which come with pip install 'licet[pictures]'."
)
_TAG = re.compile(r"<[^>]*>")
# Where a drawing names something, and where it refers to that.
_NAMES = re.compile(r'(?P<before>\sid="|="url\(#|href="#)')


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of a page: what it is called, what it shows in a few words, and its HTML."""

    name: str
    heading: str
    html: Safe


def figures(draw: Callable[[], Sequence[Drawn]]) -> tuple[list[Figure], str]:
    """Return the pictures of a page, and what a reader has to know where there are none.

    Args:
        draw: draws them; only asked where the packages are there that it takes.
    """
    if not can_draw():
        return [], WITHOUT
    try:
        return [_figure(one, number) for number, one in enumerate(draw(), 1)], ""
    except LicetError as error:
        return [], f"Pictures are left out: {str(error).splitlines()[0]}"


def file_link(name: str) -> Safe:
    """Return a link to a file that lies beside the page."""
    return tag("a", name, href=quote(name))


def _figure(drawn: Drawn, number: int) -> Figure:
    shown = Safe(alone(drawn.picture.svg(), number))
    return Figure(drawn.name, drawn.heading, tag("figure", shown, class_="picture", id=f"picture-{drawn.name}"))


def alone(svg: str, number: int) -> str:
    """Return a drawing whose names are no other's: neither on the same page, nor beside it in a notebook.

    >>> alone('<svg><clipPath id="a"/><g clip-path="url(#a)"/></svg>', 2)
    '<svg><clipPath id="p2-f42b671d-a"/><g clip-path="url(#p2-f42b671d-a)"/></svg>'
    """
    own = f"p{number}-{hashlib.sha256(svg.encode()).hexdigest()[:8]}-"
    return _TAG.sub(lambda found: _NAMES.sub(rf"\g<before>{own}", found[0]), svg)
