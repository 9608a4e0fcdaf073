"""Passwords that are long and guessed all the same: something short said again, signs in a row, or the names that everybody here knows."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from django.core.exceptions import ValidationError

# So many different signs, and so many beside what everybody knows.
_DIFFERENT, _OF_ITS_OWN = 5, 8
_KNOWN: Final = ("licet", "password", "passwort", "welcome", "qwerty", "administrator", "licence", "license", "export")
_ROWS: Final = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class NothingGuessed:
    """Refuses what is guessed."""

    def validate(self, password: str, user: Any = None) -> None:
        """Look at a password.

        Raises:
            ValidationError: for one that is guessed.
        """
        text = password.casefold()
        name = str(user.get_username()).casefold() if user is not None else ""
        rest = text
        for word in filter(None, (name, *_KNOWN)):
            rest = rest.replace(word, "")
        if len(set(text)) < _DIFFERENT or period(text) * 2 <= len(text) or in_a_row(text) or len(rest) < _OF_ITS_OWN:
            raise ValidationError(self.get_help_text(), "guessed")

    def get_help_text(self) -> str:
        """Return what is asked."""
        return "Choose one that is not made of your name, of a word that everybody knows, of signs in a row, or of something said again."


def period(text: str) -> int:
    """Return after how many signs a text says itself again; its length where it does not.

    >>> period("heronheronhe"), period("heron")
    (5, 5)
    """
    return next((step for step in range(1, len(text)) if text[step:] == text[: len(text) - step]), len(text))


def in_a_row(text: str) -> bool:
    """Whether a text goes on along rows of a keyboard, the letters or the numbers, one way or back.

    >>> in_a_row("123456789012"), in_a_row("qwertyuiopas"), in_a_row("a heron stands")
    (True, True, False)
    """
    rows = [row for each in _ROWS for row in (each, each[::-1])]
    next_to = sum(any(one + other in row for row in rows) for one, other in pairwise(text))
    return next_to * 4 >= (len(text) - 1) * 3
