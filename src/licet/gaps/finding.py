"""Where texts of law have stayed behind: policies that nothing carries out, texts that say what a later one changed, lists left behind.

Found from the law alone: what its texts declare of each other, their dates, and whom one rule displaces. What was not read is not claimed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from licet.determination import RulebookReference
from licet.gaps.answer import Carried, Carrier, Gaps, ListBehind, NotCarriedOut, Provision, StillSays
from licet.language.conditions import conjuncts, write_condition
from licet.rulebook.groups import TRUE, UNKNOWN, Membership
from licet.rulebook.instruments import Instrument, Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import OPEN_START, Window
from licet.version import __version__

# Of these a text is looked for that carries them out, and these are such texts.
_POLICIES = ("policy",)
_TEXTS = ("regulation", "procedure")
# What may change what such a text says.
_CHANGING = ("policy", "statute", "proposal")
_DOUBT = ("verified", "partial", "unverified")


def gaps(rulebook: Rulebook, day: datetime.date) -> Gaps:
    """Return where the regulation does not follow the policy on a day.

    Args:
        rulebook: the law, with the reforms in force.
        day: the day.
    """
    finder = _Finder(rulebook, day)
    return Gaps(
        licet=__version__,
        rulebook=RulebookReference(digest=rulebook.digest, reforms=rulebook.named_reforms()),
        date=day.isoformat(),
        gaps=[*finder.not_carried_out(), *finder.still_says(), *finder.lists_behind()],
    )


class _Finder:
    def __init__(self, rulebook: Rulebook, day: datetime.date) -> None:
        self.book = rulebook
        self.day = day.toordinal()
        self.rules = [rule for rule in rulebook.rules.values() if rule.window.holds(self.day) and not rule.of]
        self.instruments = [
            instrument
            for instrument in rulebook.instruments.values()
            if (window := rulebook.window(instrument)) is not None and window.holds(self.day)
        ]
        # What is carried out, and by what.
        self.carried: dict[str, list[Carrier]] = {}
        for instrument in self.instruments:
            for name, cite in instrument.implements.items():
                carrier = Carrier(name=instrument.id, cite=cite or instrument.source, standing=instrument.standing)
                self.carried.setdefault(name, []).append(carrier)
        for rule in self.rules:
            for name in rule.implements:
                carrier = Carrier(name=rule.name, cite=rule.cite, standing=rule.standing)
                self.carried.setdefault(name, []).append(carrier)

    # Policies.

    def not_carried_out(self) -> Iterator[NotCarriedOut]:
        for instrument in self.instruments:
            rules = [rule for rule in self.rules if rule.instrument == instrument.id]
            if instrument.kind not in _POLICIES or instrument.id in self.carried or not rules:
                continue
            left = [rule for rule in rules if rule.name not in self.carried]
            if not left:
                continue
            carried = [Carried(rule=r.name, by=self.carried[r.name]) for r in rules if r.name in self.carried]
            what = "it" if not carried else f"{len(left)} of its {len(rules)} provisions"
            yield NotCarriedOut(
                instrument=instrument.id,
                title=instrument.title,
                issuer=instrument.issuer,
                since=_since(self.book.window(instrument) or instrument.window),
                source=instrument.source,
                standing=instrument.standing,
                sought=instrument.sought,
                provisions=[_provision(rule) for rule in left],
                carried_out=carried,
                message=f"{instrument.title}: no text in the rulebook carries {what} out.",
            )

    # Regulations.

    def still_says(self) -> Iterator[StillSays]:
        for rule in self.rules:
            instrument = self.book.instruments[rule.instrument]
            if instrument.kind not in _TEXTS:
                continue
            found: dict[str, tuple[list[Rule], list[str]]] = {}
            for later, how in self._displacing(rule):
                rules, said = found.setdefault(later.instrument, ([], []))
                rules.append(later)
                said.append(how)
            for other in self.instruments:
                departs = other.departs_from.get(rule.name) or other.departs_from.get(rule.instrument)
                window = self.book.window(other)
                if departs and window is not None and window.start > rule.window.start:
                    found.setdefault(other.id, ([], []))[1].append(departs)
            for name, (rules, said) in found.items():
                yield self._still(rule, instrument, self.book.instruments[name], rules, said)

    def _displacing(self, rule: Rule) -> Iterator[tuple[Rule, str]]:
        """Yield the later rules of policies and statutes that displace a rule, or what it carries out, with the reason."""
        for later in self.rules:
            kind = self.book.instruments[later.instrument].kind
            if kind not in _CHANGING or later.instrument == rule.instrument or later.window.start <= rule.window.start:
                continue
            for name in (rule.name, *rule.implements):
                if name in later.except_to and _differ(rule, later):
                    what = "it" if name == rule.name else f"{name}, which it carries out"
                    yield later, f"{later.name} displaces {what}."

    def _still(
        self, rule: Rule, instrument: Instrument, by: Instrument, rules: list[Rule], how: list[str]
    ) -> StillSays:
        window = self.book.window(by) or by.window
        start = min((later.window.start for later in rules), default=window.start)
        since = "" if start == OPEN_START else datetime.date.fromordinal(start).isoformat()
        verified = bool(instrument.read) and instrument.read >= since
        here, there = _parts([rule]), _parts(rules)
        standings = [rule.standing, *(later.standing for later in rules), by.standing]
        doubt = (
            f" It was last read in the edition of {instrument.read}, and that it still says so was not verified."
            if instrument.read
            else " In which edition it was last read is not recorded, so that it still says so is not verified."
        )
        return StillSays(
            provision=_provision(rule),
            instrument=instrument.id,
            later=[_provision(later) for later in rules],
            by=by.id,
            by_title=by.title,
            by_source=by.source,
            by_since=since,
            how=" ".join(dict.fromkeys(how)),
            only_here=[part for part in here if part not in there] if rules else [],
            only_there=[part for part in there if part not in here],
            read=instrument.read,
            verified=verified,
            days=self.day - start if since else 0,
            standing=max(standings, key=_DOUBT.index) if verified else _DOUBT[-1],
            message=f"{rule.cite} ({rule.name}) is older than {by.title}{f', of {since}' if since else ''}, and says otherwise."
            + ("" if verified else doubt),
        )

    # Lists.

    def lists_behind(self) -> Iterator[ListBehind]:
        for instrument in self.instruments:
            for printed, followed in instrument.prints.items():
                nations = {m.nation for name in (printed, followed) for m in self.book.groups[name].memberships}
                for nation in sorted(nations):
                    found = self._behind(instrument, printed, followed, nation)
                    if found is not None:
                        yield found

    def _behind(self, instrument: Instrument, printed: str, followed: str, nation: str) -> ListBehind | None:
        on_list = self.book.groups[printed].holds(nation, self.day)
        designated = self.book.groups[followed].holds(nation, self.day)
        if on_list == designated:
            return None
        member = self._latest(followed, nation)
        name = self.book.nations.get(nation, nation)
        titles = self.book.groups[followed].title, self.book.groups[printed].title
        span, state, message = ("", "not_known", "")
        days: int | None = None
        if UNKNOWN in (on_list, designated):
            whose = titles[1] if on_list == UNKNOWN else titles[0]
            message = f"{name}: whether it was among “{whose}” on that day is not known."
        elif designated == TRUE and member is not None:
            span, state, days = member.first, "not_printed", self.day - member.since[1]
            message = f"{name} is among “{titles[0]}” since {_told(span)}, and not among “{titles[1]}”."
        else:
            span = member.last if member is not None else ""
            state, days = "still_printed", self.day - member.until[1] if member is not None else None
            message = f"{name} is among “{titles[1]}”, and not, or no longer, among “{titles[0]}”."
        return ListBehind(
            instrument=instrument.id,
            group=printed,
            follows=followed,
            nation=nation,
            name=name,
            state=state,
            since=span.removeprefix("~"),
            days=days,
            source=member.source if member is not None else "",
            standing=member.standing if member is not None else self.book.groups[followed].standing,
            printed_source=self.book.groups[printed].source,
            read=self.book.groups[printed].complete_as_of,
            note=member.note if member is not None else "",
            message=message,
        )

    def _latest(self, group: str, nation: str) -> Membership | None:
        """Return the last membership that had begun by the day, or may have."""
        held = [m for m in self.book.groups[group].memberships if m.nation == nation and m.since[0] <= self.day]
        return max(held, key=lambda member: member.since, default=None)


def _differ(rule: Rule, later: Rule) -> bool:
    return rule.then != later.then or _parts([rule]) != _parts([later])


def _parts(rules: Iterable[Rule]) -> list[str]:
    """Return the parts of the conditions of rules, each once."""
    found = [
        write_condition(part) for rule in rules if rule.condition is not None for part in conjuncts(rule.condition)
    ]
    return list(dict.fromkeys(found))


def _provision(rule: Rule) -> Provision:
    return Provision(
        rule=rule.name,
        says=rule.says,
        answer={question: list(answers) for question, answers in rule.then.items()},
        cite=rule.cite,
        source=rule.source,
        standing=rule.standing,
        since=_since(rule.window),
    )


def _told(span: str) -> str:
    first, stroke, last = span.removeprefix("~").partition("/")
    return f"some day from {first} to {last}" if stroke else first or "a day not known"


def _since(window: Window) -> str:
    """Return the first day; nothing where it is open, or a placeholder that must not be cited."""
    if window.start == OPEN_START or window.rough_start:
        return ""
    return datetime.date.fromordinal(window.start).isoformat()
