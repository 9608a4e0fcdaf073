"""Instruments and their rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from licet.language.conditions import Condition
from licet.language.markdown import Prose
from licet.language.nodes import Where
from licet.rulebook.windows import Window

INSTRUMENT_KINDS = ("regime", "practice", "statute", "regulation", "policy", "procedure", "proposal")
UNVERIFIED = "unverified"
STANDINGS = ("verified", "partial", UNVERIFIED)


# What a place on another list is to an entry of the Annex.
RELATIONS = ("equal", "wider", "narrower", "overlapping", "pointer")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place on another list that carries an entry of the Annex.

    Attributes:
        code: the code there.
        relation: whether that place is equal to the entry, wider, narrower, overlapping, or only a pointer to yet another list.
        note: what a reader should know.
    """

    code: str
    relation: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What a proposal makes of a group of nations, from the day on which it counts.

    Attributes:
        join: the nations that belong to it from that day.
        leave: the nations that belong to it no longer.
        where: where this stands.
    """

    join: tuple[str, ...]
    leave: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Rule:
    """One provision as the machine runs it.

    Attributes:
        name: its full name, ``us.uas-2020/slow-uas``.
        id: its name inside the instrument.
        then: for each question decided, the answers.
        condition: scope of the instrument and condition of the rule, both.
        window: when it is in force.
        except_to: full names of the rules that it defeats.
        xref: for an Annex entry, its places on other lists: list → references.
        words: other words for it in other languages: language → words.
        of: for a rule that decides about the thing concerned, the name of the rule that decides about the thing itself.
        implements: the instruments and rules that it carries out.
        replaces: for a rule of a proposal, full names of the rules whose place it takes.
        inherits: whether it displaces what those displace, since it names nothing under ``except_to`` itself.
        enacted: where a reform ends the rule, the dates that the law gives it.
    """

    name: str
    id: str
    instrument: str
    cite: str
    says: str
    then: dict[str, tuple[str, ...]]
    condition: Condition | None
    when: Condition | None
    scope: Condition | None
    window: Window
    except_to: tuple[str, ...]
    source: str
    standing: str
    where: Where
    note: str = ""
    subject: str = ""
    xref: dict[str, tuple[Reference, ...]] = field(default_factory=dict)
    aka: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    of: str = ""
    implements: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    inherits: bool = False
    enacted: Window | None = None

    @property
    def decides(self) -> tuple[str, ...]:
        """The questions that it decides."""
        return tuple(self.then)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A text of law: statute, regulation, policy, regime, practice or proposal.

    Attributes:
        parts: its prose and the names of its rules, in the order of the text.
        proposal: whether it is in force only where it is named.
        implements: the instruments and rules that it carries out, each with where it says so.
        departs_from: the instruments and rules of others whose text says otherwise than it does and that it does not amend: name → how.
        prints: groups of nations that it prints → the groups that they are to follow.
        read: the edition in which it was last read, as a day; empty where that is not recorded.
        sought: where a text that carries it out was looked for, and until when; empty where nobody looked.
        ends: for a proposal, the rules and instruments that are law no longer once it counts, each with where it says so.
        groups: for a proposal, the groups of nations that it changes.
    """

    id: str
    title: str
    issuer: str
    kind: str
    window: Window
    source: str
    standing: str
    file: str
    rules: tuple[Rule, ...]
    parts: tuple[Prose | str, ...]
    note: str = ""
    introduced: str = ""
    status: str = ""
    implements: Mapping[str, str] = field(default_factory=dict)
    departs_from: Mapping[str, str] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)
    read: str = ""
    sought: str = ""
    ends: Mapping[str, Where] = field(default_factory=dict)
    groups: Mapping[str, GroupChange] = field(default_factory=dict)

    @property
    def amends(self) -> bool:
        """Whether it ends, replaces or changes what is law, beside what its rules displace."""
        return bool(self.ends or self.groups or any(rule.replaces for rule in self.rules))

    @property
    def proposal(self) -> bool:
        """Whether it is in force only where it is named."""
        return self.kind == "proposal"

    @property
    def short(self) -> str:
        """The name by which a reform is called: the last part of the id."""
        return self.id.removeprefix("proposals.")
