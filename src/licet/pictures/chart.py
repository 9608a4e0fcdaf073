"""What every picture shares: the theme, the sheet with its title, legend and notes, and the writing of SVG, PNG and the data beside.

Nothing is fetched: the letters are those that the renderer brings, and every address is refused to it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from licet.errors import Fault, InputError
from licet.harmless import harmless_row
from licet.pictures.drawing import Panel, boxes, letters, panel
from licet.pictures.lettering import wide, wrapped
from licet.pictures.looks import DARK, GREY, Look
from licet.version import __version__
from licet.whole import made_whole

WIDTH = 940
# The first is what the renderer brings; the others have the same widths, for those who open the SVG.
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_TITLE, _SUBTITLE, _LEGEND, _NOTE = 19, 13, 12, 11
_SWATCH = 20
COUNTED = "The number counts the answers from the strictest on; the darker, the stricter."
SUFFIXES = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the data that it shows.

    Attributes:
        title: the finding, in words.
        told: what the picture shows, in words, for those who do not see it.
        chart: the chart, for whoever works with Altair.
        rows: the data, each row with the same columns.
    """

    title: str
    told: str
    chart: alt.VConcatChart
    rows: tuple[Mapping[str, Any], ...]

    def svg(self) -> str:
        """Return the picture as SVG, the same bytes for the same input, ready to stand in a page."""
        drawn = vl_convert.vegalite_to_svg(self.chart.to_dict(), allowed_base_urls=[])
        # The renderer tells the titles of a sheet, and not what the sheet is.
        return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(self.told, quote=True)}" ', 1)

    def png(self, scale: float = 2) -> bytes:
        """Return the picture as PNG.

        Args:
            scale: how many points of the image one of the picture takes.
        """
        return vl_convert.svg_to_png(self.svg(), scale=scale)

    def csv(self) -> str:
        """Return the data of the picture as CSV."""
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list(self.rows[0]) if self.rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(harmless_row, self.rows))
        return stream.getvalue()

    def save(self, path: str | Path) -> tuple[Path, Path]:
        """Write the picture, and its data beside it as CSV of the same name; both whole, or neither.

        Args:
            path: a name that ends in ``.svg`` or ``.png``.

        Returns:
            The picture and the table.

        Raises:
            InputError: for another ending, and for a place that cannot be written.
        """
        picture, table = places(path)
        data = self.svg().encode() if picture.suffix.casefold() == ".svg" else self.png()
        try:
            with made_whole(picture) as part, made_whole(table) as beside:
                part.write_bytes(data)
                beside.write_text(self.csv(), encoding="utf-8", newline="\n")
        except OSError as error:
            found = f"{path}: {error.strerror}"
            raise InputError(faults=[Fault("the picture", found, "a file that can be written")]) from None
        return picture, table

    def _repr_svg_(self) -> str:
        return self.svg()


def places(path: str | Path, inputs: Iterable[str] = (), where: str = "the picture") -> tuple[Path, Path]:
    """Return where a picture and the table beside it are written.

    Args:
        path: the name of the picture.
        inputs: files that are read, none of which may be overwritten.
        where: what named it, for messages.

    Raises:
        InputError: for a name with another ending, a folder that is not there, and a file that is read.
    """
    picture = Path(path)
    table = picture.with_suffix(".csv")
    if picture.suffix.casefold() not in SUFFIXES:
        raise InputError(faults=[Fault(where, f"the name '{path}'", f"a name in {' or '.join(SUFFIXES)}")])
    if not picture.parent.is_dir():
        raise InputError(faults=[Fault(where, f"{path}: no folder {picture.parent}", "a folder that is there")])
    for file in (picture, table):
        if file.exists() and any(Path(name).exists() and file.samefile(name) for name in inputs):
            raise InputError(faults=[Fault(where, f"{file}, which is read", "another file")])
    return picture, table


def sheet(
    title: str,
    subtitle: Sequence[str],
    panels: Iterable[Panel],
    notes: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    digest: str,
    width: float = WIDTH,
) -> Picture:
    """Put panels one below the other under a title.

    Args:
        title: the finding.
        subtitle: what is shown, and under which law, a line each.
        panels: the panels.
        notes: what a reader should know, a line each.
        rows: the data.
        digest: that of the law.
        width: how wide the sheet is; longer lines are wrapped.
    """
    foot = [*notes, f"Licet {__version__}, law {digest}"]
    head = alt.TitleParams(
        text=wrapped(title, _TITLE, width, bold=True),
        subtitle=[line for text in subtitle for line in wrapped(text, _SUBTITLE, width)],
    )
    told = " ".join(f"{text.rstrip('.')}." for text in (title, *subtitle, *notes))
    chart = alt.vconcat(*panels, _foot(foot, width), spacing=14, bounds="flush", title=head)
    return Picture(title, told, _themed(chart), tuple(rows))


def _themed(chart: alt.VConcatChart) -> alt.VConcatChart:
    # What a mark is stands in the letters on it and in the table; whoever hears the picture is told the whole once.
    themed: alt.VConcatChart = (
        chart.configure(font=_FONT, background="white", padding=18)
        .configure_mark(aria=False)
        .configure_view(stroke=None)
        .configure_title(
            anchor="start",
            align="left",
            frame="group",
            fontSize=_TITLE,
            fontWeight="bold",
            lineHeight=_TITLE + 5,
            color=DARK,
            subtitleFontSize=_SUBTITLE,
            subtitleColor="#4a4843",
            subtitleLineHeight=_SUBTITLE + 5,
            subtitlePadding=6,
            offset=14,
        )
        .configure_axis(
            labelFontSize=11,
            labelColor=DARK,
            titleFontSize=12,
            titleFontWeight="normal",
            titleColor=DARK,
            domainColor=GREY,
            tickColor=GREY,
            gridColor="#e4e2dc",
        )
    )
    return themed


def legend(entries: Sequence[tuple[Look, str]], width: float = WIDTH, extra: Sequence[Panel] = ()) -> Panel:
    """Return a legend as a panel: a swatch with its sign and its words for each entry, in as many lines as it takes.

    Args:
        entries: how each looks, and what it means.
        width: how wide the panel may be.
        extra: what else is drawn into the panel.
    """
    shapes: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    x = y = 0.0
    for look, said in entries:
        taken = _SWATCH + 7 + wide(said, _LEGEND) + 22
        if x and x + taken - 22 > width:
            x, y = 0.0, y + _SWATCH + 6
        shapes.append({**look_box(look), "x": x + 0.5, "y": y + 0.5, "x2": x + _SWATCH - 0.5, "y2": y + _SWATCH - 0.5})
        texts.append(
            {"x": x + _SWATCH / 2, "y": y + _SWATCH / 2, "text": look.sign, "ink": look.ink, "align": "center"}
        )
        texts.append({"x": x + _SWATCH + 7, "y": y + _SWATCH / 2, "text": said, "ink": DARK, "align": "left"})
        x += taken
    return panel([*boxes(shapes), *letters(texts, _LEGEND), *extra], width, y + _SWATCH if entries else 0)


def look_box(look: Look) -> dict[str, Any]:
    """Return how the box of an answer is filled and outlined."""
    return {"fill": look.fill, "line": look.line, "thick": 1, "dash": look.open}


def _foot(notes: Sequence[str], width: float) -> Panel:
    lines = [line for note in notes for line in wrapped(note, _NOTE, width)]
    texts = [
        {"x": 0, "y": 7 + place * (_NOTE + 4), "text": line, "ink": "#5f5c55", "align": "left"}
        for place, line in enumerate(lines)
    ]
    return panel(letters(texts, _NOTE), width, len(lines) * (_NOTE + 4))
