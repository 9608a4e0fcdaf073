"""Nations as lists write them, made codes of ISO 3166-1; what is not understood is counted and fails nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from licet.transfers.nations import NationError, Nations

_SHOWN = 8


class NationsNamed:
    """The names of nations in one list.

    Args:
        nations: the names that are known.
    """

    def __init__(self, nations: Nations) -> None:
        self._nations = nations
        self._codes: dict[str, str] = {}
        self._strange: Counter[str] = Counter()

    @classmethod
    def from_law(cls, folder: Path) -> NationsNamed:
        """Read the names of a folder of law."""
        return cls(Nations.from_folder(folder / "nations"))

    def code(self, text: str) -> str:
        """Return the code of a nation, or an empty text for what names none, or more than one."""
        text = " ".join(text.split()).rstrip(".")
        if not text:
            return ""
        if text not in self._codes:
            try:
                self._codes[text] = self._nations.code(text)
            except NationError:
                self._codes[text] = ""
        if not self._codes[text]:
            self._strange[text] += 1
        return self._codes[text]

    def codes(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the codes of the nations among some texts, once each."""
        return tuple(dict.fromkeys(code for text in texts if (code := self.code(text))))

    def is_nation(self, text: str) -> bool:
        """Whether a text names one nation; unlike :meth:`code` it counts nothing."""
        before = self._strange.copy()
        found = bool(self.code(text))
        self._strange = before
        return found

    def notes(self) -> list[str]:
        """Return what was not understood, in a sentence."""
        if not self._strange:
            return []
        first = ", ".join(f"'{name}' ({count:,})" for name, count in self._strange.most_common(_SHOWN))
        more = f" and {len(self._strange) - _SHOWN:,} more" if len(self._strange) > _SHOWN else ""
        return [f"Names that are no nation of today, left as they stand: {first}{more}."]
