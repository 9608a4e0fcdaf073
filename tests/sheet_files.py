"""Files of data sheets for tests, made in the test itself: PDF by hand, office files by their libraries."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Sequence
from pathlib import Path

# A page with "Range: 300 km", encrypted with a password.
_ENCRYPTED = (
    "eNqNUj1v1EAQLUH7D0AIbXOigv3w7tqWTpa4JKcEEiW68FGgFOvd2cPosCN7D+UQPwAhCn4GJT0VDaKjQHQUURASdGmQKFn7cslJR4HtYv1m3sybt9PbWx/eZLci1Dv5/vkLYpjiKn+C"
    "+n1E7s0OAZM17fWkGiOyp8fQYB4SRijLEJS2TeQrhC4PkbVqWnrMELlb2AY/wlFLxAdL1Oif1LZRDYE670R2wBZ6UB2FEjS8MpU4ETwUIqPKaw+Ytr1KHygNFnPOCJpqWpsgt609DNH5gWG5"
    "kD//zpSIJSXbUI79YyxkG298Dfopyt5ce3X9/a+PN15v/8g+XHl5cnrpznA22xlc/v01+zl8d3j1dHT859Pb029bxy/aome8s/JyZdBWEiL709x3vy0YnBroBjqxZBMmz8AXRiOyUZrKFuUY"
    "k4dFebtsigWwpF8tNXjQej7C/GKSYNAeFjwVqYp5GgLDYuKhxmTf69Lq2iKyi/sgdWK5SuLcppYa51Kh8lgbKZ1kNGHWOGoZU1IKI3JncqolCKGcSkGLRGeI3Md9JyMdayvTEE3yFKgVxmhJ"
    "E5kapWIHUR6lTiWOWdBcWwvgIqEYd9TlSiTLt3JUg0MUx4iePzi0jyR2+BxjwdwuUl5gSqxgjEcrGFdsBYukWsGEXOL6WhcTqDur94vnEOSFRazCps9Xb2s9LGo/Aiel5TzhYaxgfEINjySTi"
    "TMCgJrsf1IOusuvZ4ceq8XaNl7XvjMmuIl6vY3dIfoL4xsLHw=="
)

Text = tuple[float, float, float, str]


def encrypted_pdf() -> bytes:
    return zlib.decompress(base64.b64decode(_ENCRYPTED))


def pdf(*pages: Sequence[Text], map_signs: bool = True) -> bytes:
    """Return a PDF; each page is a list of left, height, size and text. Without ``map_signs`` its font says nothing of its signs."""
    objects: list[bytes] = []

    def add(data: bytes) -> int:
        objects.append(data)
        return len(objects)

    if map_signs:
        font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    else:
        names = b" ".join(b"/q%d" % code for code in range(32, 127))
        font = add(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Odd /FirstChar 32 /LastChar 126 /Widths [" + b"500 " * 95 + b"]"
            b" /Encoding << /Type /Encoding /Differences [32 " + names + b"] >>"
            b" /FontDescriptor << /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 0 500 500] /ItalicAngle 0 /Ascent 500"
            b" /Descent 0 /CapHeight 500 /StemV 80 >> >>"
        )
    tree = len(objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        stream = b""
        for left, height, size, text in page:
            written = text.encode("cp1252")
            for sign in (b"\\", b"(", b")"):
                written = written.replace(sign, b"\\" + sign)
            stream += b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, left, height, written)
        content = add(b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream))
        kids.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>"
                % (tree, content, font)
            )
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    assert add(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), listed)) == tree
    root = add(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    out, offsets = b"%PDF-1.4\n", []
    for number, data in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start)


def lines_pdf(*lines: str) -> bytes:
    """Return a PDF of one page with lines of one size; two spaces and more set columns apart at fixed places."""
    texts: list[Text] = []
    for number, line in enumerate(lines):
        for column, piece in enumerate(part for part in line.split("  ") if part.strip()):
            texts.append((50 + 170.0 * column, 800 - 16.0 * number, 10, piece.strip()))
    return pdf(texts)


def docx_file(path: Path, *parts: str | tuple[int, str] | list[list[str]]) -> Path:
    """Write a DOCX file of paragraphs, headings with their level, and tables."""
    import docx

    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        elif isinstance(part, tuple):
            document.add_heading(part[1], part[0])
        else:
            table = document.add_table(rows=0, cols=len(part[0]))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
    document.save(str(path))
    return path


def xlsx_file(
    path: Path, rows: Sequence[Sequence[object]], title: str = "Specs", formats: dict[str, str] | None = None
) -> Path:
    """Write an XLSX file of one sheet; ``formats`` gives cells a number format."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    return path
