"""Copies of the law that came with Licet with faults put in, and the review of a finding's witness."""

from __future__ import annotations

import shutil
from pathlib import Path

from licet.determination import Answer, Determination
from licet.language.nodes import read_yaml
from licet.reviewing import Review
from licet.rulebook.finding import Finding
from licet.rulebook.rulebook import Rulebook, law_folder, today
from licet.transfers.stating import Stater

Change = tuple[str, str, str]


def copied(folder: Path, *changes: Change) -> Rulebook:
    """Return the law with some changes: file, the text that must stand there once, and what replaces it."""
    shutil.copytree(law_folder(), folder, dirs_exist_ok=True)
    for file, old, new in changes:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return Rulebook.load(folder)


def reviewed(rulebook: Rulebook, finding: Finding) -> Determination:
    """Review the witness of a finding as the command does with its file."""
    assert finding.witness is not None, finding.message
    book = Rulebook.load(rulebook.folder, (finding.reform,)) if finding.reform else rulebook
    assume = {group: ",".join(nations) for group, nations in finding.assume.items()}
    (node,) = read_yaml(finding.text("witness.yaml"), "witness.yaml")
    return Review(book, Stater(book, today(), None, assume).read(node)).determination


def roles(answer: Answer) -> dict[str, str]:
    """What each rule that bears on an answer does: rule → by, defeated, outweighed or might."""
    found: dict[str, str] = {}
    for role in ("might", "outweighed", "defeated", "by"):
        found.update({reason.rule: role for reason in getattr(answer, role)})
    return found
