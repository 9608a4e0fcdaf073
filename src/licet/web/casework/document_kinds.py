"""Documents that may be handed in: what they can be, and which contents are taken; a content is known by itself and not by its name."""

from __future__ import annotations

import io
import zipfile
from typing import Final

# What a document is, as an event names it, and what people call it.
KINDS: Final = {
    "end_use_certificate": "End-use certificate",
    "end_use_statement": "End-use statement of the buyer",
    "assurance": "Assurance of a government",
    "contract": "Contract, order or invoice",
    "data_sheet": "Data sheet or drawing",
    "import_certificate": "Import certificate",
    "power_of_attorney": "Power to act for the applicant",
    "letter": "Letter",
    "other": "Another document",
}
PDF, PNG, JPEG, TEXT, DOCX, XLSX = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "text/plain; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
# Type → how it is called, and the ends of names that it may have.
TAKEN: Final = {
    PDF: ("PDF", (".pdf",)),
    PNG: ("PNG", (".png",)),
    JPEG: ("JPEG", (".jpg", ".jpeg")),
    DOCX: ("DOCX", (".docx",)),
    XLSX: ("XLSX", (".xlsx",)),
    TEXT: ("plain text", (".txt", ".csv")),
}
_BEGINS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_ZIPPED = b"PK\x03\x04"
_MEMBERS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
# No letter or table has more parts; a list of a million names would be read for nothing.
_MOST_PARTS = 5000


def type_of(content: bytes) -> str:
    """Return the type of a content that is taken; empty for any other, such as a program or a workbook with macros.

    >>> type_of(b"%PDF-1.7 ..."), type_of("Zusage".encode()), type_of(bytes(20))
    ('application/pdf', 'text/plain; charset=utf-8', '')
    """
    found = next((kind for begin, kind in _BEGINS if content.startswith(begin)), "")
    if found:
        return found
    if content.startswith(_ZIPPED):
        return _office(content)
    return TEXT if _is_text(content) else ""


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if (
        len(names) > _MOST_PARTS
        or "[Content_Types].xml" not in names
        or any("vba" in name.casefold() for name in names)
    ):
        return ""
    return next((kind for member, kind in _MEMBERS if member in names), "")


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and all(
        sign.isprintable() or sign in "\r\n\t\f\N{BYTE ORDER MARK}\N{SOFT HYPHEN}" or sign.isspace() for sign in text
    )
