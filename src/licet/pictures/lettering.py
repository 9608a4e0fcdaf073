"""How wide a text is in the sans letters of the pictures, so that labels can be fitted, wrapped and kept apart before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# The width of each letter in thousandths of its size; these are the metrics that Liberation Sans, Arial and Helvetica share.
_WIDTHS = {
    " !,./:;I[]\\": 278,
    "'": 191,
    "ijl": 222,
    "|": 260,
    "()-r": 333,
    "ft·": 278,
    "cksvxyzJ": 500,
    "*": 389,
    '"': 355,
    "+<=>~–×": 584,
    "FTZ": 611,
    "ABEKPSVXY&": 667,
    "CDHNRU": 722,
    "GOQ": 778,
    "m": 833,
    "w": 722,
    "M": 833,
    "W": 944,
    "%": 889,
    "…—@": 1000,
    "→": 1000,
}
_OF = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
_OTHER = 556
# Bold letters are so much wider at most.
_BOLD = 1.09


def wide(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in pixels, at least as great as it is drawn.

    Args:
        text: the text, on one line.
        size: the size of the letters in pixels.
        bold: whether they are bold.
    """
    return sum(_OF.get(letter, _OTHER) for letter in text) * size / 1000 * (_BOLD if bold else 1)


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Return a text as lines of which none is wider than so many pixels, unless a single word is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def shortened(text: str, size: float, width: float) -> str:
    """Return a text that is no wider than so many pixels, its end replaced by an ellipsis where it is too long.

    >>> shortened("presumption of denial", 10, 60), shortened("denial", 10, 60)
    ('presumptio…', 'denial')
    """
    if wide(text, size) <= width:
        return text
    kept = text
    while kept and wide(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def fitting(texts: Sequence[str], size: float, width: float) -> str:
    """Return the first of several texts that is no wider than so many pixels, or nothing."""
    return next((text for text in texts if wide(text, size) <= width), "")


def named(names: Iterable[str], size: float, width: float) -> str:
    """Return as many names as fit into so many pixels: ``Albania, Andorra and 28 more``."""
    every = list(names)
    if len(every) < 2:
        return shortened(every[0], size, width) if every else ""
    for shown in range(len(every), 0, -1):
        rest = len(every) - shown
        text = f"{', '.join(every[:shown])} and {rest} more" if rest else f"{', '.join(every[:-1])} and {every[-1]}"
        if wide(text, size) <= width:
            return text
    return shortened(f"{every[0]} and {len(every) - 1} more", size, width)
