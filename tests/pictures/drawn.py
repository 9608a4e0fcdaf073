"""What tests of pictures read out of a drawn picture."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from licet.pictures import Picture
from licet.pictures.drawing import Place
from licet.pictures.lettering import wide

SVG = "{http://www.w3.org/2000/svg}"


def tree(picture: Picture) -> ElementTree.Element:
    """Return the picture as XML."""
    return ElementTree.fromstring(picture.svg())


def texts(picture: Picture) -> list[str]:
    """Return every line of text of the picture, in the order in which it is drawn."""
    return [text for element in tree(picture).iter(f"{SVG}text") for text in element.itertext()]


def outlined(picture: Picture) -> int:
    """Return the number of shapes with a heavy outline."""
    return sum(
        1
        for element in tree(picture).iter(f"{SVG}path")
        if element.get("stroke") == "#000000" and float(element.get("stroke-width", "1")) >= 2
    )


def fills(picture: Picture) -> set[str]:
    """Return the colours that fill shapes."""
    return {element.get("fill", "") for element in tree(picture).iter(f"{SVG}path")}


def table(picture: Picture) -> list[dict[str, Any]]:
    """Return the data beside the picture."""
    return list(csv.DictReader(io.StringIO(picture.csv())))


def written(picture: Picture) -> list[tuple[str, Place]]:
    """Return every line of text with the place that it takes up on the sheet."""
    return [found for found in _written(tree(picture), 0.0, 0.0) if found[0].strip()]


def _written(element: ElementTree.Element, x: float, y: float) -> Iterator[tuple[str, Place]]:
    moved = re.match(r"translate\(([-\d.e]+),([-\d.e]+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag != f"{SVG}text":
        for child in element:
            yield from _written(child, x, y)
        return
    size = float(element.get("font-size", "12px").removesuffix("px"))
    bold = element.get("font-weight") == "bold"
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
    for line in [*element.iter(f"{SVG}tspan")] or [element]:
        y += float(line.get("dy", "0"))
        text = "".join(line.itertext())
        left = x - wide(text, size, bold) * share
        # The line of writing lies below the middle of letters, which rise to about 0.7 of their size.
        yield text, Place(left, y - 0.7 * size, left + wide(text, size, bold), y + 0.1 * size)


def muddled(picture: Picture) -> list[str]:
    """Return the texts that touch another, or that the edge of the picture cuts."""
    root = tree(picture)
    sheet = Place(0, 0, float(root.get("width", "0")), float(root.get("height", "0")))
    found = written(picture)
    cut = [text for text, place in found if not place.inside(sheet)]
    return cut + [f"{one} / {other}" for (one, a), (other, b) in combinations(found, 2) if a.touches(b)]
