"""How an answer looks: a colour by its strictness, a sign that stands on it, and its words.

The order of the vocabulary is the order of strictness, and the colours grow lighter with it, so that they keep their order in greyscale and for
those who see few colours. The sign repeats what the colour says: the answer itself where that is short, else its place in the vocabulary, counted
from the strictest; ``–`` where no rule speaks, ``?`` where more than one answer is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from licet.errors import Fault, InputError, near
from licet.reports.sentences import capital, listed, title
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook

OPEN, UNRULED = "?", "–"
DARK, WHITE, PALE, GREY = "#1b1b19", "#ffffff", "#f3f3f0", "#8d8a83"
# Answers of so few letters are signs themselves.
_SHORT = 3

# The scale called viridis, from dark to light in even steps.
_SCALE = (
    "#440154", "#482576", "#414487", "#35608d", "#2a788e", "#21918c", "#22a884", "#43bf71", "#7ad151", "#bcdf27", "#fde725",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer looks.

    Attributes:
        possible: the answers that are left; one where it is settled.
        words: the answer in words: ``case by case``, ``open: case by case or prohibited``.
        sign: one or two letters that stand on the colour.
        fill: the colour.
        ink: the colour of letters on it.
        line: the colour of its outline.
        open: whether more than one answer is left, so that the outline is dashed.
    """

    possible: tuple[str, ...]
    words: str
    sign: str
    fill: str
    ink: str
    line: str
    open: bool = False

    @property
    def codes(self) -> str:
        """The codes, as they stand in a table."""
        return "|".join(self.possible)


class Looks:
    """How the answers to one question look.

    Args:
        book: declares the answers and their order.
        question: the question.

    Raises:
        InputError: for a question that the rulebook does not have, or that collects codes.
    """

    def __init__(self, book: Rulebook, question: str = "posture") -> None:
        declared = book.questions.get(question)
        if declared is None or declared.type != "one_of":
            expected = "a question with one answer"
            hint = near(question, [name for name, one in book.questions.items() if one.type == "one_of"])
            raise InputError(faults=[Fault("question", f"'{question}'", expected, hint)])
        self.book = book
        self.question = question
        self.default = declared.default
        self.codes = tuple(declared.values)
        self.title = title(question, book)
        graded = [code for code in self.codes if code != self.default]
        self._settled: dict[str, Look] = {}
        short = all(len(code) <= _SHORT for code in graded)
        for place, code in enumerate(graded):
            fill = colour((place + 0.5) / len(graded))
            sign = code if short else str(place + 1)
            self._settled[code] = Look((code,), self.word(code), sign, fill, ink_on(fill), fill)
        if self.default:
            said = self.word(self.default)
            self._settled[self.default] = Look((self.default,), said, UNRULED, PALE, DARK, GREY)

    def word(self, code: str) -> str:
        """Return an answer in words."""
        return term(self.question, code, self.book).words

    def of(self, possible: Iterable[str], where: str = "") -> Look:
        """Return how an answer looks.

        Args:
            possible: the answers that are left.
            where: what is answered, for the message.

        Raises:
            InputError: for a code that is no answer to the question, and for no answer at all.
        """
        given = set(possible)
        unknown = sorted(given - self._settled.keys())
        if unknown or not given:
            found = f"the answer '{unknown[0]}'" if unknown else "no answer"
            hint = near(unknown[0], self.codes) if unknown else ""
            raise InputError(faults=[Fault(where or self.question, found, f"answers on the {self.question}", hint)])
        left = tuple(code for code in self.codes if code in given)
        if len(left) == 1:
            return self._settled[left[0]]
        said = f"open: {listed((self.word(code) for code in left), 'or')}"
        return Look(left, said, OPEN, WHITE, DARK, DARK, open=True)

    def order(self, look: Look) -> tuple[int, tuple[int, ...]]:
        """Return a key that puts the strictest answer first and what is open last."""
        return int(look.open), tuple(self.codes.index(code) for code in look.possible)

    def counted(self, looks: Iterable[Look]) -> list[tuple[Look, int]]:
        """Return each look that occurs and how often, in the order of strictness; what is open counts as one."""
        found: dict[str, tuple[Look, int]] = {}
        for look in looks:
            key = OPEN if look.open else look.possible[0]
            found[key] = (look, found.get(key, (look, 0))[1] + 1)
        return sorted(found.values(), key=lambda entry: self.order(entry[0]))

    def legend(self, looks: Iterable[Look]) -> list[tuple[Look, str]]:
        """Return the entries of a legend for the looks that occur: each once, with its words."""
        return [
            (look, "Open: more than one answer is left" if look.open else self.told(look))
            for look, _ in self.counted(looks)
        ]

    def told(self, look: Look) -> str:
        """Return an answer as it stands beside its sign: in words, with the question where the words are only the sign."""
        return f"{self.title} {look.words}" if look.words == look.sign else capital(look.words)


def colour(share: float) -> str:
    """Return the colour at a place of the scale, from 0 (dark, strictest) to 1 (light)."""
    at = min(max(share, 0.0), 1.0) * (len(_SCALE) - 1)
    index = min(int(at), len(_SCALE) - 2)
    low, high = list(pairwise(_SCALE))[index]
    mixed = (round(a + (b - a) * (at - index)) for a, b in zip(_parts(low), _parts(high), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def lightness(fill: str) -> float:
    """Return the relative luminance of a colour, as accessibility guidelines define it, from 0 (black) to 1 (white)."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in _parts(fill))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_on(fill: str) -> str:
    """Return the colour of letters that is read best on a colour: dark or white."""
    light = lightness(fill)
    on_white, on_dark = 1.05 / (light + 0.05), (light + 0.05) / (lightness(DARK) + 0.05)
    return WHITE if on_white >= on_dark else DARK


def checked(answers: Mapping[str, Sequence[str]], looks: Looks, where: str) -> dict[str, Look]:
    """Return how the answers for nations look.

    Args:
        answers: nation → the answers left.
        looks: how answers look.
        where: what the answers are of, for messages.

    Raises:
        InputError: with a fault for every nation that the law does not know and every answer that is none.
    """
    faults: list[Fault] = []
    found: dict[str, Look] = {}
    for nation, possible in answers.items():
        if nation not in looks.book.nations:
            hint = near(nation, looks.book.nations)
            faults.append(Fault(where, f"the unknown nation '{nation}'", "an ISO code", hint))
            continue
        try:
            found[nation] = looks.of(possible, f"{where}, {nation}")
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults=faults)
    return found


def _parts(fill: str) -> tuple[int, int, int]:
    return int(fill[1:3], 16), int(fill[3:5], 16), int(fill[5:7], 16)
