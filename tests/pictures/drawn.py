"""What tests of pictures read out of a drawn picture."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from typing import Any

from licet.pictures import Picture

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
