"""A classification for people: as text, Markdown and HTML, and the candidates that a text brings up.

The public names are here; each form has a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from licet.classification.verdicts import Classification
from licet.reports.again import again_html, again_markdown
from licet.reports.candidates import render_candidates
from licet.reports.entries_telling import asked_by, classified
from licet.reports.paragraphs import plainly
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["as_markdown", "as_text", "page", "render", "render_candidates"]


def render(
    classification: Classification, *, console: Console, rulebook: Rulebook | None = None, everything: bool = False
) -> None:
    """Print a classification.

    Args:
        classification: the classification.
        console: where to; its width and colours are kept to.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        everything: whether every entry is printed, those that are not met as well.
    """
    from licet.reports.entries_text import write

    write(classified(classification, rulebook), console, everything)


def as_text(classification: Classification, rulebook: Rulebook | None = None, everything: bool = False) -> str:
    """Return a classification as text without colour, a hundred columns wide, whatever the terminal is.

    Args:
        classification: the classification.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        everything: whether every entry is told, those that are not met as well.
    """
    return plainly(lambda console: render(classification, console=console, rulebook=rulebook, everything=everything))


def as_markdown(
    classification: Classification,
    rulebook: Rulebook | None = None,
    everything: bool = False,
    sheet: Mapping[str, str] | None = None,
) -> str:
    """Return a classification as Markdown.

    Args:
        classification: the classification.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        everything: whether every entry is told, those that are not met as well.
        sheet: how a data sheet was read, for what gives the same again: the file, the pages and the product.
    """
    from licet.reports.entries_markdown import markdown

    again = again_markdown("classify", asked_by(classification, sheet), rulebook or Rulebook.load())
    return markdown(classified(classification, rulebook), everything, again=again)


def page(
    classifications: Sequence[Classification],
    rulebook: Rulebook | None = None,
    everything: bool = False,
    sheet: Mapping[str, str] | None = None,
) -> str:
    """Return classifications as one HTML page that needs nothing else.

    Args:
        classifications: the classifications, in the order of the page.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        everything: whether every entry is told, those that are not met as well.
        sheet: how a data sheet was read, for what gives the same again: the file, the pages and the product.
    """
    from licet.reports.entries_html import entries_page

    asked = [asked_by(one, sheet) for one in classifications]
    again = again_html("classify", asked, rulebook or Rulebook.load())
    return entries_page([(one, classified(one, rulebook)) for one in classifications], rulebook, everything, again)
