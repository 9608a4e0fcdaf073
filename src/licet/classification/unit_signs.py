"""Signs of units as documents write them: after a number, in brackets behind a label, or alone in a cell.

A sign comes out as every unit that it may be; a sign that is only the start of a longer one (*5 kg/m*) is none of them.
"""

from __future__ import annotations

import re

from licet.language.quantities import Unit, Units

_BRACKETED = re.compile(r"[(\[]\s*(?:in\s+)?(?P<unit>[^()\[\]]{1,24}(?:\([^()]{1,6}\))?[^()\[\]]{0,6})\s*[)\]]")
_GAP = re.compile(r"-(?=[^\W\d])|\+?[ \u00a0\u202f\u2009]{0,2}")
#: A mean of squares that is written on to its unit: grms.
ATTACHED = re.compile(r"(?:-|\s)?rms\b", re.IGNORECASE)
_LONGEST = 32
# Signs of units that are everyday words too; they count only where no word follows.
_EVERYDAY = frozenset({"in"})
_VARIANTS = (
    str.maketrans({"º": "°", "˚": "°", "μ": "µ", "⋅": "·", "∙": "·", "•": "·", "−": "-", "\u00a0": " ", "\u202f": " "}),
    str.maketrans({"µ": "μ", "·": "*", "⋅": "*", "∙": "*", "º": "°", "˚": "°"}),
)


class UnitSigns:
    """Reads signs of units.

    Args:
        units: the table of units.
    """

    def __init__(self, units: Units) -> None:
        self.units = units
        self._known: dict[str, tuple[Unit, ...]] = {}
        self._dimensions = tuple(dict.fromkeys(unit.dimension for unit in units.by_name.values()))
        self._cases: dict[str, list[str]] = {}
        for name in units.by_name:
            self._cases.setdefault(name.casefold(), []).append(name)

    def of(self, text: str) -> tuple[Unit, ...]:
        """Return the units that a text by itself means, as in the column of units or in ``[km]``; none where it means none."""
        return self._meaning(text.strip().strip("[]").strip() if text.strip().startswith("[") else text.strip())

    def in_label(self, text: str) -> tuple[tuple[Unit, ...], str]:
        """Return the units that a label gives in brackets or after *in* or a comma, and the label without them.

        >>> from licet.rulebook.rulebook import Rulebook
        >>> units, label = UnitSigns(Rulebook.load().units).in_label("Range [km]")
        >>> units[0].name, label
        ('km', 'Range')
        """
        for match in reversed(list(_BRACKETED.finditer(text))):
            units = self._meaning(match["unit"].strip())
            if units:
                return units, f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}".strip()
        tail = re.search(r"(?:,\s*|\s+in\s+|\s+en\s+)(?P<unit>[^\s,]+(?:\s[^\s,]+)?)\s*:?\s*$", text)
        if tail:
            units = self._meaning(tail["unit"].rstrip(": "))
            if units:
                return units, text[: tail.start()].rstrip()
        return (), text

    def after(self, text: str, at: int) -> tuple[tuple[Unit, ...], int, str]:
        """Return the units that the text after a number means, where they end, and what stands in the way of reading them."""
        gap = _GAP.match(text, at)
        begin = gap.end() if gap else at
        window = text[begin : begin + _LONGEST]
        bracket = re.match(r"[(\[]\s*([^()\[\]\d]{1,16})\s*[)\]]", window)
        if bracket and (units := self._meaning(bracket[1].strip())):
            return units, begin + bracket.end(), ""
        if not window or window[0].isdigit() or window[0] in ",;:.=<>|\n":
            return (), at, ""
        for length in range(len(window), 0, -1):
            sign = window[:length]
            if sign[-1].isspace() or not _closed(window, length):
                continue
            units = self._meaning(sign)
            if not units:
                continue
            if sign == '"' and text[:begin].count('"') % 2:
                return (), at, ""
            if sign.casefold() in _EVERYDAY and re.match(r"\s+[^\W\d]", window[length:] + text[begin + _LONGEST :][:2]):
                return (), at, ""
            if self._goes_on(window[length:]):
                return (), at, f"the unknown unit '{_token(window, length)}'"
            return units, begin + length, ""
        odd = re.match(r"[^\W\d_°%]{1,4}[²³^/√·][^\s,;]*", window)
        return (), at, f"the unknown unit '{odd.group()}'" if odd else ""

    def _goes_on(self, rest: str) -> bool:
        """Whether what follows a unit makes a longer one of it that the table does not know: N m, m s-1, kg/m."""
        if re.match(r"[/·*^]\s?[^\W\d]|\s?/?\s?√|[²³⁻^]", rest):
            return True
        divided = re.match(r"\s[/·*]\s?(?P<next>[^\W\d_]+)", rest)
        if divided is not None:
            return divided["next"] in self.units.by_name
        follows = re.match(r"[ ·](?P<next>[^\W\d_]{1,3})(?P<power>[²³]|\^?-?\d)?(?![\w'’.])", rest)
        if follows is None or follows["next"].casefold() in _EVERYDAY | {"a", "y"}:
            return False
        return follows["next"] in self.units.by_name and (
            bool(follows["power"]) or follows["next"] in ("m", "s", "h", "K", "N")
        )

    def _meaning(self, sign: str) -> tuple[Unit, ...]:
        if sign not in self._known:
            self._known[sign] = self._meanings(sign)
        return self._known[sign]

    def _meanings(self, sign: str) -> tuple[Unit, ...]:
        plain = re.sub(r"\s+", " ", sign).strip()
        spelled = [plain, *(plain.translate(variant) for variant in _VARIANTS)]
        spelled += [re.sub(r" ?([/·*]) ?", r"\1", name.replace("° ", "°")) for name in spelled]
        for name in dict.fromkeys(spelled):
            read = (self.units.unit(name, dimension) for dimension in ("", *self._dimensions))
            found = {unit: None for unit in read if unit is not None and unit.name != "1"}
            if not found:
                continue
            exact = name in self.units.by_name
            if len(name) > 1 and (not exact or name.islower()):
                for other in self._cases.get(name.casefold(), ()):
                    unit = self.units.by_name[other]
                    near = any(unit.dimension == known.dimension for known in found)
                    if (near or not exact) and _case_may_differ(name, other):
                        found[unit] = None
            return tuple(found)
        return ()


def _case_may_differ(name: str, other: str) -> bool:
    """Whether two spellings may be one unit in careless hands; not where a leading m makes milli of mega."""
    return name[0] == other[0] or name[0] not in "mM" or name.casefold() == "nm"


def _closed(window: str, length: int) -> bool:
    """Whether a sign of unit may end here, and is not cut out of a longer word."""
    if length == len(window):
        return True
    last, following = window[length - 1], window[length]
    if last.isalnum() and (following.isalnum() or following == "_"):
        return bool(ATTACHED.match(window, length))
    return not (following == "(" and last.isalnum() and re.match(r"\((?:Si|SPL|A|N)", window[length:]))


def _token(window: str, length: int) -> str:
    tail = re.match(r"[^\s,;)]*(?: (?:[/·*] ?)?[^\s,;)/]{1,4})?", window[length:])
    return window[:length] + (tail.group() if tail else "")
