"""A comparison made at length, part by part into a folder: the matrix first, which takes seconds, then the proof, then the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from licet.comparing.answer import Comparison
from licet.comparing.comparison import compare
from licet.comparing.items import item_classes
from licet.comparing.keeping import COMPARISON, merged, on_days
from licet.comparing.sides import Side, sides
from licet.pictures.needed import can_draw
from licet.programs.drafting import NAME
from licet.programs.limited import Tell
from licet.whole import made_whole

# The matrix, while nothing is proven yet, and which pictures there are.
MATRIX, PICTURES = "matrix.json", "pictures.json"


def make(folder: Path, asked: Mapping[str, Any], tell: Tell) -> None:
    """Compare two sides and write each part of the answer as soon as it is there.

    Args:
        folder: where ``matrix.json``, ``comparison.json`` and the pictures are written.
        asked: ``base`` and ``other``; ``assume`` for the matrix; ``law``, the folder of law; ``text``, that of a reform which the sides
            call by its name.
        tell: told how much is done, of how much, and what is being done.

    Raises:
        InputError: with a fault for everything that cannot be used.
    """
    law, assume = asked.get("law"), tuple(asked.get("assume", ()))
    written = {NAME: asked["text"]} if asked.get("text") else {}
    first, second = sides(asked["base"], asked["other"], law, written)
    steps = _Steps(tell, second)
    answered = compare(
        asked["base"],
        asked["other"],
        law=law,
        proof=False,
        matrix=True,
        assume=assume,
        written=written,
        progress=steps.answering,
    )
    _write(folder / MATRIX, _told(answered))
    proven = compare(asked["base"], asked["other"], law=law, written=written, progress=steps.proving)
    found = on_days(merged(proven, answered), first, second, law, again_of(assume))
    _write(folder / COMPARISON, _told(found))
    steps.drawing()
    _make_room()
    _write(folder / PICTURES, msgspec.json.encode(list(_drawn(folder, found, second))))
    steps.done()


def again_of(assume: tuple[str, ...]) -> dict[str, Any]:
    """Return the arguments that give the same comparison again."""
    return {"proof": True, "matrix": True, "assume": assume}


class _Steps:
    """How much of a comparison is done: a step for each class of items, some for each question, and one for the pictures."""

    def __init__(self, tell: Tell, second: Side) -> None:
        self.tell = tell
        self.classes = len(item_classes(second.rulebook.folder))
        self.questions = sum(question.shown for question in second.rulebook.questions.values())
        # A question takes about as long as two classes of items.
        self.whole = self.classes + 2 * self.questions + 2

    def answering(self, what: str, done: int, of: int | None) -> None:
        del of
        self.tell(done, self.whole, what or "Answering")

    def proving(self, what: str, done: int, of: int | None) -> None:
        del of
        self.tell(self.classes + 2 * done, self.whole, what or "Proving")

    def drawing(self) -> None:
        self.tell(self.whole - 2, self.whole, "Drawing")

    def done(self) -> None:
        self.tell(self.whole, self.whole, "")


def _make_room() -> None:
    """Take back the limit of memory: what draws pictures reserves far more of it than it uses, and nothing is read or proven any more."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _drawn(folder: Path, found: Comparison, second: Side) -> Iterator[dict[str, str]]:
    if not can_draw():
        return
    from licet.pictures.of_comparisons import of_comparison

    for one in of_comparison(found, second.rulebook):
        _write(folder / f"{one.name}.svg", one.picture.svg().encode())
        _write(folder / f"{one.name}.csv", one.picture.csv().encode())
        yield {"name": one.name, "heading": one.heading, "told": one.picture.told}


def _told(found: Comparison) -> bytes:
    return found.to_json(indent=0).encode()


def _write(path: Path, data: bytes) -> None:
    with made_whole(path) as part:
        part.write_bytes(data)
