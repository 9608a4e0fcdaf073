"""A small law, whole and sound, for tests that break it: two policies, one bill, three questions, one group.

A test copies it into a folder and changes a line; the law that came with Licet is not touched.
"""

from __future__ import annotations

from pathlib import Path

UNITS = """\
unit,dimension,factor,aliases,source
km,length,1000,,SI
kg,mass,1,,SI
km/h,speed,5/18,,SI
%,fraction,0.01,,SI
1,fraction,1,,SI
USD,money,1,$,
d,time,86400,,SI
"""

DIMENSIONS = """\
dimension,si
length,m
mass,kg
speed,m s^-1
time,s
fraction,
money,money
"""

FACTS = """\
# Facts

```fact
fact: kind
at: item
type: one_of
values:
  uas: a drone
  rocket: a rocket
definition: What it is.
source: the Annex
ask: What is it?
```

```fact
fact: range
at: item
type: quantity
unit: km
bounds: [0 km, 50000 km]
margin: 10 %
definition: How far it flies.
source: the Annex
ask: How far does it fly?
```

```fact
fact: payload
at: item
type: quantity
unit: kg
definition: What it carries.
source: the Annex
ask: What does it carry?
```

```fact
fact: hypersonic
at: item
type: truth
definition: Whether it is very fast.
source: a statement
ask: Is it very fast?
implied:
  - {value: no, when: kind is rocket, why: rockets are not counted}
presume: no
because: Nobody has said so.
```

```fact
fact: recipient
type: nation
definition: Where it goes.
source: the regulations
ask: Where does it go?
```

```fact
fact: value
type: money
unit: USD
definition: The price.
source: the statute
ask: What does it cost?
```

```fact
fact: date
type: date
definition: The day.
source: the regulations
ask: When?
```

```fact
fact: envelope
at: item
type: points
definition: What it reaches.
source: the Annex
ask: What does it reach?
```

```fact
fact: entries
at: item
type: codes
definition: What is claimed.
source: the Annex
ask: What is claimed?
```

```question
question: entries
type: codes
claims: entries
combine: all
definition: The entries that it meets.
```

```question
question: category
type: one_of
values:
  I: the most sensitive
  II: the rest
  unlisted: not listed
combine: strictest
default: unlisted
definition: The category.
```

```question
question: posture
type: one_of
values:
  denial: refused
  case_by_case: decided case by case
combine: strictest
default: case_by_case
definition: The posture.
```

```test
test: delivers
arguments: [mass, length]
maxima: [payload, range]
points: envelope
definition: Whether it carries that far.
```

```test
test: meets
arguments: [entry]
question: entries
definition: Whether it meets an entry.
```
"""

FIGURES = """\
# Figures from which others follow

```fact
fact: endurance
at: item
type: quantity
unit: d
definition: How long it flies.
source: makers
ask: How long does it fly?
```

```fact
fact: cruise_speed
at: item
type: quantity
unit: km/h
definition: How fast it cruises.
source: makers
ask: How fast does it cruise?
```

```fact
fact: way
at: item
type: quantity
unit: km
bounds: [0 km, 50000 km]
definition: How long a way it flies in all, there and back.
source: makers
ask: How long a way does it fly in all?
derived:
  - as: endurance * cruise_speed
    why: its speed over its time
estimated:
  - as: range * between(1.5, 2)
    when: kind is uas
    why: it comes back nearly from where it turns
```
"""

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

Rockets and drones.

```rule
id: 1.A.2
cite: Item 1.A.2
decides: [entries, category]
when: kind is uas and delivers(500 kg, 300 km)
then: {entries: 1.A.2, category: I}
says: A drone that carries 500 kg over 300 km is Category I.
```
"""

POLICY = """\
---
instrument: us.policy
title: A policy
issuer: A state
kind: policy
in_force: 1993-01-07 .. 2025-01-01
source: the policy
standing: verified
scope: recipient not in friends
---

What is refused.

```rule
id: denial
cite: paragraph 1
decides: posture
when: meets(1.A) and range >= 300 km
then: denial
says: Category I is refused.
```

What is not.

```rule
id: slow
cite: paragraph 2
decides: posture
when: kind is uas and not hypersonic
then: case_by_case
except_to: [us.policy/denial]
in_force: 2020-07-24 .. 2025-01-01
says: A slow drone is decided case by case.
```
"""

BILL = """\
---
instrument: proposals.bill
title: A bill
issuer: A legislature
kind: proposal
introduced: 2025-01-01
status: pending
source: the bill
standing: verified
---

```rule
id: open
cite: section 1
decides: posture
when: recipient in friends
then: case_by_case
except_to: us.policy/denial
says: Friends are decided case by case.
```
"""

FILES = {
    "vocabulary/units.csv": UNITS,
    "vocabulary/dimensions.csv": DIMENSIONS,
    "vocabulary/facts.md": FACTS,
    "vocabulary/figures.md": FIGURES,
    "mtcr/annex.md": ANNEX,
    "us/policy.md": POLICY,
    "proposals/bill.md": BILL,
    "nations/names.csv": """\
code,alpha3,name,official,aliases
IT,ITA,Italy,Italy,
NO,NOR,Norway,Norway,
XK,XKX,Kosovo,Kosovo,
""",
    "nations/ambiguous.csv": """\
name,codes,why
The North,IT|NO,Two may be meant.
""",
    "nations/groups.csv": """\
group,name,definition,source,standing,complete_as_of,assumed,note
friends,Friends,The friends.,a list,verified,,,
""",
    "nations/memberships.csv": """\
nation,group,from,until,source,standing,note
IT,friends,1987-04-16,,a list,verified,
NO,friends,~1990-01-01/1990-12-31,2020-01-01,a list,partial,
""",
}


def write_law(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Write the small law into a folder, with changes: file, the text that must stand there once or more, and what replaces the first."""
    for path, text in FILES.items():
        for file, old, new in changes:
            if file == path:
                assert old in text, f"{old!r} does not stand in {file}"
                text = text.replace(old, new, 1)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def line_of(path: str, text: str) -> int:
    """The line of the small law on which a text first stands."""
    whole = FILES[path]
    return whole.count("\n", 0, whole.index(text)) + 1
