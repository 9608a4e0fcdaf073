"""Small published lists, made up in the published forms, and a small Annex that refers to them: whole and sound, for tests that break them.

A test copies them into folders and changes a text. Nothing in them is a published text.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import small_law

ANNEX = """\
---
instrument: mtcr.annex
title: The Annex
issuer: The regime
kind: regime
in_force: 1987-04-16 ..
source: the Annex
standing: partial
---

Drones.

```rule
id: 1.A.2
subject: Large drones
cite: Item 1.A.2
decides: [entries, category]
when: kind is uas and delivers(500 kg, 300 km)
then: {entries: 1.A.2, category: I}
says: A drone that carries 500 kg over 300 km is Category I.
aka: [big drone]
words: {de: [große Drohne]}
xref:
  eu: {9A112.a: overlapping; smaller drones too, ML10: wider}
  eccn: {9A012: "overlapping; by endurance, with any payload"}
  usml: {VIII(a)(5): wider}
```

Motors, in two rules.

```rule
id: 2.A.1.c.1
subject: Solid motors
cite: Item 2.A.1.c.1
decides: [entries, category]
when: kind is rocket and payload >= 500 kg
then: {entries: 2.A.1.c.1, category: I}
says: A solid motor is Category I.
xref: {eu: {9A107: equal}, eccn: {9A107: pointer}, usml: {IV(d)(2): wider}}
```

```rule
id: 2.A.1.c.2
subject: Liquid engines
cite: Item 2.A.1.c.2
decides: [entries, category]
when: kind is rocket and payload < 500 kg
then: {entries: 2.A.1.c.2, category: I}
says: A liquid engine is Category I.
xref: {eu: {}, eccn: {9A106.c: pointer}, usml: {IV(d)(2): wider}}
```

Engines, once in an older edition.

```rule
id: 3.A.1
subject: Small engines
cite: Item 3.A.1
in_force: ~2017-10-20 ..
decides: [article, entries, category]
when: kind is uas and range >= 300 km and not hypersonic
then: {article: 3.A.1, entries: 3.A.1, category: II}
says: An engine is Category II.
xref: {eu: {9A101.b.1: narrower}, eccn: {9A101.a: equal, 3A101.a.2: overlapping}, usml: {XIX(c): overlapping}}
```

```rule
id: 3.A.1-before-2017
subject: Small engines
cite: Item 3.A.1, edition before October 2017
in_force: 1987-04-16 .. ~2017-10-20
standing: unverified
decides: [entries, category]
when: kind is uas and range >= 300 km
then: {entries: 3.A.1, category: II}
says: Before October 2017 an engine was Category II, however fast.
xref: {eccn: {9A991: overlapping}}
```

```rule
id: 9.A.1
subject: Instruments that hold an engine
cite: Item 9.A.1
decides: [entries, category]
when: concerns(3.A.1) and hypersonic
then: {entries: 9.A.1, category: II}
says: What holds an engine is Category II.
```

```rule
id: treatment
cite: note to Item 3.A.1
decides: posture
when: meets(3.A) and hypersonic
then: case_by_case
says: An engine may be treated more gently.
```
"""

# What an entry may ask of the article that it holds, since entries cannot ask for entries.
ARTICLE = """\
```question
question: article
type: codes
combine: all
shown: no
itself: kind is uas
definition: The entries that the article concerned meets.
```

```test
test: concerns
arguments: [entry]
question: article
definition: Whether the article concerned meets an entry.
```
"""

FOLDED = """\
code,into,why,source
3.A.1.a,3.A.1,Both limbs stand in one rule.,the index
3.A.1.b,3.A.1,Both limbs stand in one rule.,the index
"""

_ITAR = "(These items are “subject to the ITAR.” See 22 CFR parts 120 through 130.)"


def _eccn(code: str, heading: str, *controls: tuple[str, str], related: str = "", items: object = None) -> object:
    entry: dict[str, object] = {
        "eccn": code,
        "heading": heading,
        "reasonForControl": ", ".join(control.split()[0] for control, _ in controls) or None,
        "countryChart": [{"control": control, "countryChart": chart} for control, chart in controls],
        "licenceExceptionFlags": {"LVS": "N/A", "STA": "Paragraph (c)(2) may not be used."} if controls else {},
        "relatedControls": related or None,
    }
    return entry if items is None else entry | {"items": items}


_MT, _AT = ("MT applies to entire entry", "MT Column 1."), ("AT applies to entire entry", "AT Column 1.")

CCL = {
    "ecfrIssueDate": "2026-07-23",
    "entryCount": 7,
    "entries": [
        _eccn("3A101", "Converters.", _MT, items=[
            {"paragraph": "a", "kind": "item", "text": "Those."},
            {"paragraph": "a.1", "kind": "item", "text": "One."},
            {"paragraph": "a.2", "kind": "item", "text": "Two."},
            {"paragraph": None, "kind": "text", "text": "A note."},
            {"paragraph": "c", "kind": "item", "text": "These."},
        ]),
        _eccn("9A012", "Unmanned aircraft.", ("NS applies to 9A012.a", "NS Column 1."), _MT, _AT),
        _eccn("9A101", "Engines.", _MT, _AT),
        _eccn("9A106", "Systems.", _MT, related="Items described in 9A106.a, .b, and .c are “subject to the ITAR”."),
        _eccn("9A107", f"Solid motors. {_ITAR}"),
        _eccn("9A120", "Sprayers.", _MT, _AT),
        _eccn("9A610", "Military aircraft.", ("RS applies to 9A610.y", "China, Russia, or Venezuela.")),
    ],
}  # fmt: skip

CHART = {
    "citation": "15 C.F.R. Part 738, Supplement No. 1 (Commerce Country Chart)",
    "ecfrIssueDate": "2026-07-23",
    "procedure": {"noMarkCaveat": "No X is no licence."},
    "columns": ["NS 1", "MT 1", "AT 1"],
    "countryCount": 2,
    "countries": {
        "Italy": {"marks": ["NS 1", "MT 1"], "footnotes": [3]},
        "Norrway": {"marks": ["NS 1"], "footnotes": []},
    },
    "embargoed": {"Kosovo": {"pointer": "See part 746.", "footnotes": []}},
    "footnotes": {"3": "See another part."},
    "aliases": {"norway": "Norrway"},
    "territoryInheritance": {"san marino": {"row": "Italy", "basis": "It goes with Italy."}},
}

EU = [
    {"code": "9A101", "regime": "MTCR", "paragraphs": [
        {"path": "1", "depth": 1, "label": "9A101.", "kind": "base", "text": "Engines, as follows:"},
        {"path": "11", "depth": 2, "label": "a.", "kind": "base", "text": "Small:"},
        {"path": "12", "depth": 2, "label": "Note:", "kind": "Note:", "text": "Note: not these."},
        {"path": "13", "depth": 2, "label": "b.", "kind": "base", "text": "Large:"},
        {"path": "131", "depth": 3, "label": "1.", "kind": "base", "text": "Very large."},
    ]},
    {"code": "9A107", "regime": "MTCR", "paragraphs": [
        {"path": "2", "depth": 1, "label": "9A107.", "kind": "base", "text": "Motors."},
    ]},
    {"code": "9A112", "regime": "MTCR", "paragraphs": [
        {"path": "3", "depth": 1, "label": "9A112.", "kind": "base", "text": "Drones, as follows:"},
        {"path": "31", "depth": 2, "label": "a.", "kind": "base", "text": "Far ones."},
    ]},
    {"code": "9A119", "regime": "MTCR", "paragraphs": [
        {"path": "4", "depth": 1, "label": "9A119.", "kind": "base", "text": "Stages."},
    ]},
    {"code": "9A012", "regime": "WA", "paragraphs": [
        {"path": "5", "depth": 1, "label": "9A012.", "kind": "base", "text": "Unmanned aircraft."},
    ]},
]  # fmt: skip

FILES = {
    "uk/MTCR_Cat_1_regimes.csv": "M1A2,ACTIVE,4,UK,Cat 1\nM2A1c,ACTIVE,5,UK,Cat 1\n",
    "uk/MTCR_Cat_2_regimes.csv": "M3A1,PARENT,4,UK,Cat 2\nM3A1a,ACTIVE,5,UK,Cat 2\nM3A1b,ACTIVE,5,UK,Cat 2\n",
    "us/ccl.json": json.dumps(CCL, ensure_ascii=False, indent=1),
    "us/country-chart.json": json.dumps(CHART, indent=1),
    "us/usml_rows.csv": """\
usml,text,mt_flag,node,parent
IV(A),Rockets,0,1,0
IV(D)(2),Motors (MT);,1,2,1
IV(D)(4),Others,0,3,1
VIII(A),"Aircraft, as follows (MT if far):",1,4,0
VIII(A)(5),Drones;,0,5,4
XI(A)(1)(II),Sonar (MT);,1,6,0
XIX(C),Engines,0,7,0
""",
    "us/ccl_mt_entries_2026-07-23.csv": """\
eccn,heading,mt_scope,chart
9A012,Unmanned aircraft.,MT applies to entire entry,MT Column 1
""",
    "eu/dual_use_list_2021.json": json.dumps(EU, indent=1),
    "README.md": "Lists.\n",
    "other/parties.json": '[{"name": "Nobody"}]\n',
}


def write_lists(folder: Path, *changes: tuple[str, str, str], only: tuple[str, ...] = ()) -> Path:
    """Write the small lists into a folder, with changes: file, the text that must stand there, and what replaces the first of it."""
    for path, text in FILES.items():
        if only and path not in only:
            continue
        for file, old, new in changes:
            if file == path:
                assert old in text, f"{old!r} does not stand in {file}"
                text = text.replace(old, new, 1)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def write_law(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the small law with this Annex, with changes to the Annex: the text that must stand there, and what replaces the first of it."""
    small_law.write_law(folder)
    text = ANNEX
    for old, new in changes:
        assert old in text, f"{old!r} does not stand in the Annex"
        text = text.replace(old, new, 1)
    (folder / "mtcr" / "annex.md").write_text(text, encoding="utf-8")
    (folder / "vocabulary" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "catalogue").mkdir(exist_ok=True)
    (folder / "catalogue" / "folded.csv").write_text(FOLDED, encoding="utf-8")
    return folder


SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_published_lists = pytest.mark.skipif(
    not SHARED.is_dir(), reason="no folder ../shared/data with published lists beside the checkout"
)
