"""Reading a document, whatever its format: PDF, DOCX, XLSX, CSV, HTML, Markdown and plain text become lines with their places.

The format is told by what the file holds, and only for text by the ending of its name. What cannot be read is a fault of one clear line;
nothing is guessed, and what was left unread is said. The readers of the formats stand in files of their own and need the extra
``licet[sheets]``; plain text, Markdown and CSV do not.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from licet.classification.lines import Document
from licet.errors import Fault, InputError
from licet.language.nodes import Unreadable, decode

MAX_FILE = 50_000_000
# A text beyond this is no data sheet.
MAX_TEXT = 5_000_000
# What an office file may hold once it is unpacked.
MAX_UNPACKED = 300_000_000

_TEXTS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    "": "text",
}
_READ = "PDF, DOCX, XLSX, CSV, HTML, Markdown or plain text"
_OTHERS = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\0": "a TIFF image",
    b"MM\0*": "a TIFF image",
    b"{\\rtf": "an RTF file",
    b"%!PS": "a PostScript file",
    b"\x1f\x8b": "a packed file",
    b"7z\xbc\xaf": "a packed file",
    b"Rar!": "a packed file",
}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
INSTALL = "install it with: pip install 'licet[sheets]'"


def read_document(path: Path, *, pages: str = "") -> Document:
    """Read a document.

    Args:
        path: the file.
        pages: of a PDF, the pages to read: ``3-8``, ``2``, ``1,4-6``; all by default.

    Raises:
        InputError: for a file that cannot be read, with a fault of one line.
    """
    name = path.name
    data = _data(path, name)
    kind = _kind(data, path.suffix.casefold(), name)
    if pages and kind != "pdf":
        raise fault(name, f"pages '{pages}' of a file without pages", "a PDF", "leave out the pages")
    if kind in _TEXTS.values() and len(data) > MAX_TEXT:
        found = f"{len(data) / 1e6:,.0f} MB of text"
        raise fault(name, found, f"at most {MAX_TEXT / 1e6:.0f} MB", "take out the part that matters")
    try:
        return _read(kind, data, name, pages)
    except ImportError as error:
        missing = f"the reader of {kind.upper()} files ({error.name or error}), which is not installed"
        raise fault(name, missing, "the extra 'sheets'", INSTALL) from None


def text_document(text: str, name: str = "text") -> Document:
    """Read a text that is at hand, plain or Markdown.

    Raises:
        InputError: for an empty text.
    """
    from licet.classification.plain_text import read_text

    return read_text(text, name, markdown=True)


def fault(name: str, found: str, expected: str = "", mend: str = "") -> InputError:
    """Return an error of one fault."""
    return InputError(faults=[Fault(name, found, expected, mend)])


def _data(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise fault(str(path), "a folder", f"a file: {_READ}")
        size = path.stat().st_size
        if size > MAX_FILE:
            raise fault(
                name, f"{size / 1e6:,.0f} MB", f"at most {MAX_FILE / 1e6:.0f} MB", "take out the pages that matter"
            )
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise fault(str(path), error.strerror or "cannot be read", f"a file: {_READ}") from None
    if not data.strip():
        raise fault(name, "an empty file", _READ)
    return data


def _kind(data: bytes, suffix: str, name: str) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return packed(data, name)
    if data.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise fault(name, "an encrypted office file", "one without a password", "save it without a password")
        raise fault(name, "an office file of the old format", _READ, "save it as DOCX, XLSX or PDF")
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise fault(name, f"{what}, which holds no text that can be read here", _READ)
    if suffix == ".pdf":
        raise fault(name, "a file that is no PDF, or a damaged one", "a PDF", "fetch or export it again")
    if suffix in (".docx", ".xlsx"):
        expected = suffix[1:].upper()
        raise fault(name, f"a file that is no {expected}, or a damaged one", f"a {expected} file", "save it again")
    if suffix not in _TEXTS:
        raise fault(name, f"the unknown format '{suffix}'", _READ)
    kind = _TEXTS[suffix]
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind == "text" and start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return kind


def packed(data: bytes, name: str) -> str:
    """Return the kind of an office file, once it is known to be whole, of sensible size and without tricks.

    Raises:
        InputError: for a file that is none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            size = sum(info.file_size for info in infos)
            if size > MAX_UNPACKED:
                limit = f"at most {MAX_UNPACKED / 1e6:.0f} MB"
                raise fault(name, f"{size / 1e6:,.0f} MB once unpacked", limit, "take out the sheets that matter")
            if archive.testzip() is not None:
                raise zipfile.BadZipFile
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as part:
                        # Office files have no document type; one that has may unfold without end.
                        if b"<!DOCTYPE" in part.read(2048):
                            raise zipfile.BadZipFile
    # zipfile refuses a compression that it does not know with NotImplementedError, and a password with RuntimeError.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise fault(name, "a damaged office or ZIP file", _READ, "save or fetch it again") from None
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise fault(name, "a ZIP file that is no DOCX and no XLSX", _READ, "unpack it, or save it in one of these")


def _text(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise fault(name, "text that is not UTF-16, as its first bytes say", "text in UTF-8") from None
    try:
        return decode(data, name)
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None


def _read(kind: str, data: bytes, name: str, pages: str) -> Document:
    """Read a file of a known kind; the readers are imported only where they are needed."""
    if kind == "pdf":
        from licet.classification.pdf_pages import read_pdf

        return read_pdf(data, name, pages)
    if kind in ("docx", "xlsx"):
        from licet.classification.office_files import read_docx, read_xlsx

        return read_docx(data, name) if kind == "docx" else read_xlsx(data, name)
    if kind == "html":
        from licet.classification.web_pages import read_html

        return read_html(data, name)
    from licet.classification.plain_text import read_csv, read_text

    return (
        read_csv(_text(data, name), name) if kind == "csv" else read_text(_text(data, name), name, kind == "markdown")
    )
