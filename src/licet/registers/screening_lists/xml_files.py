"""XML read with the standard library and nothing else: no document type, so no entity can be declared, and none is fetched."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.read_list import refused, text_of


class _HasDoctype(Exception):
    """The document declares its type, through which entities are declared that grow without end or read other files."""


class _NoDoctype(Tree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _HasDoctype(name or pubid or system)


def read_xml(file: PublishedFile, what: str) -> Tree.Element:
    """Return the root of a document that is closed.

    Args:
        file: the file.
        what: the list, for messages.

    Raises:
        InputError: for text that is not XML or not closed, and for a document with a type.
    """
    # Declared encodings other than UTF-8 would be read otherwise than the text was checked.
    text = text_of(file)
    parser = Tree.XMLParser(target=_NoDoctype(), encoding="utf-8")  # noqa: S314 - a document type, and so any entity, is refused
    try:
        parser.feed(text.lstrip().encode())
        root = parser.close()
    except _HasDoctype:
        raise refused(file, 0, "a document type (DOCTYPE)", what, "fetch the file as published; it has none") from None
    except Tree.ParseError as error:
        line = error.position[0]
        cut = "no element found" in str(error) or "unclosed" in str(error)
        found = "XML that ends in the middle" if cut else f"text that is not XML ({error})"
        raise refused(file, line, found, what) from None
    assert isinstance(root, Tree.Element)
    return root


def local(element: Tree.Element) -> str:
    """Return the name of an element without its namespace, which changes from edition to edition."""
    return str(element.tag).rpartition("}")[2]


def children(element: Tree.Element, *path: str) -> list[Tree.Element]:
    """Return the elements that a path of names leads to."""
    found = [element]
    for name in path:
        found = [child for one in found for child in one if local(child) == name]
    return found


def text(element: Tree.Element, *path: str) -> str:
    """Return the text of the first element that a path leads to, on one line, or an empty text."""
    found = children(element, *path)
    return " ".join((found[0].text or "").split()) if found else ""


def texts(element: Tree.Element, *path: str) -> list[str]:
    """Return the texts of all elements that a path leads to, without empty ones."""
    return [told for one in children(element, *path) if (told := " ".join((one.text or "").split()))]
