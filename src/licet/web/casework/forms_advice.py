"""The forms of an agency: advice on every item and destination on one page, and the provisos that it sets and drops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django import forms

from licet.cases import acts
from licet.cases.acts import Acting
from licet.cases.all_or_nothing import all_or_nothing
from licet.cases.by_law import Procedure
from licet.cases.case import Advice, CaseState
from licet.cases.faults import NotAllowed, NotPossible, Overtaken
from licet.cases.guards_review import held_by
from licet.cases.who import Who
from licet.cases.words import APPROVE_WITH_PROVISOS, GIVEN, REFUSE
from licet.web.casework.act_forms import ActForm, why, words
from licet.web.casework.case_words import called, choices, names
from licet.web.casework.forms_review import after
from licet.web.casework.grouped_form import Group, GroupedForm
from licet.web.casework.law_here import law

_ALL = "all"
_PARTS = ("verdict", "grounds", "provisos", "text")


class Advise(GroupedForm):
    """Advises on every item and destination; what is filled is written, an act for each of them."""

    act = "advise"
    title = "Advise"
    button = "Give this advice"
    says = "Advice is kept as it is given; a correction stands beside what it corrects. A refusal names grounds of the list."
    leads = True

    def ask(self) -> None:
        """Ask of each item and destination, and once of all of them where there are several."""
        grounds = choices([one.code for one in self.procedure.grounds] if self.procedure else (), names(self.procedure))
        for name, held in self._asked():
            leave = "Leave it as it is" if held else "Say nothing of it yet"
            fields: dict[str, forms.Field] = {
                "verdict": forms.ChoiceField(
                    label="Verdict",
                    choices=[("", leave), *choices(GIVEN, {})],
                    required=False,
                    widget=forms.RadioSelect,
                ),
                "grounds": forms.MultipleChoiceField(
                    label="Grounds of a refusal", choices=grounds, required=False, widget=forms.CheckboxSelectMultiple
                ),
                "provisos": words(
                    "Provisos",
                    rows=3,
                    required=False,
                    hint="One on each line. They are yours: nobody drops them but you.",
                ),
                "text": words(
                    "What you say beside it", rows=3, required=False, hint="Internal: the applicant never reads it."
                ),
            }
            self.fields.update({f"{name}_{part}": field for part, field in fields.items()})

    def _pairs(self) -> Iterator[tuple[str, str, str, Advice | None]]:
        """Yield the name of the fields, the item, the destination and the advice that holds, of each item and destination."""
        pairs = [(item.id, place) for item in self.state.items for place in self.state.destinations]
        for number, (item, place) in enumerate(pairs):
            yield f"p{number}", item, place, held_by(self.state, self.who.organisation, item, place)

    def _asked(self) -> Iterator[tuple[str, Advice | None]]:
        pairs = list(self._pairs())
        if len(pairs) > 1:
            yield _ALL, None
        yield from ((name, held) for name, _item, _place, held in pairs)

    def groups(self) -> Iterator[Group]:
        """Return a group for each item and destination."""
        known, nations = names(self.procedure), law().nations
        items = {one.id: one.name for one in self.state.items}
        pairs = list(self._pairs())
        if len(pairs) > 1:
            yield Group(
                "All items and destinations",
                self._fields(_ALL),
                ["It counts wherever you say nothing else below and gave no advice before."],
            )
        for name, item, place, held in pairs:
            notes = (
                [
                    f"Your advice of {held.at:%-d %B %Y}: {called(held.verdict, known).lower()}. What you give now corrects it."
                ]
                if held
                else []
            )
            yield Group(
                f"{items[item]} to {nations.get(place, place)}", self._fields(name), notes, opened=len(pairs) > 1
            )

    def _fields(self, name: str) -> list[forms.BoundField]:
        return [self[f"{name}_{part}"] for part in _PARTS]

    def _said(self, name: str) -> dict[str, Any]:
        said = {part: self.cleaned_data.get(f"{name}_{part}") or "" for part in _PARTS}
        lines = [line.strip() for line in said["provisos"].splitlines()]
        return {**said, "grounds": list(said["grounds"]), "provisos": [line for line in lines if line]}

    def clean(self) -> dict[str, Any]:
        """Refuse what is said without a verdict, a refusal without a ground, and a page on which nothing is said."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        given = 0
        for name, _held in self._asked():
            said = self._said(name)
            given += bool(said["verdict"])
            if not said["verdict"] and (said["grounds"] or said["provisos"] or said["text"]):
                self.add_error(f"{name}_verdict", "Choose a verdict: something is said below.")
            if said["verdict"] == REFUSE and not said["grounds"]:
                self.add_error(f"{name}_grounds", "A refusal names one ground or more.")
            if said["grounds"] and said["verdict"] not in ("", REFUSE):
                self.add_error(f"{name}_grounds", "These are the grounds of a refusal, and the verdict is another one.")
            if said["provisos"] and said["verdict"] not in ("", APPROVE_WITH_PROVISOS):
                self.add_error(f"{name}_provisos", "Provisos stand with the verdict that approves with provisos.")
        if not given and not self.errors:
            self.add_error(None, "Nothing was said of any item and destination.")
        return told

    def do(self, acting: Acting) -> CaseState:
        """Advise on each that was filled, or on none."""
        everywhere = self._said(_ALL) if f"{_ALL}_verdict" in self.fields else {"verdict": ""}
        provided: set[str] = set()
        items = {one.id: one.name for one in self.state.items}
        done = self.state
        with all_or_nothing():
            for name, item, place, held in self._pairs():
                said = self._said(name)
                if not said["verdict"]:
                    if held is not None or not everywhere["verdict"]:
                        continue
                    # A proviso is one of the item: it is not set once more for each destination.
                    said = {**everywhere, "provisos": [] if item in provided else everywhere["provisos"]}
                    provided.add(item)
                with _of(f"{items[item]} to {place}"):
                    done = acts.advise(acting, item=item, destination=place, supersedes=held.id if held else "", **said)
                acting = after(acting, done)
        return done


@contextmanager
def _of(pair: str) -> Iterator[None]:
    """Tell with each fault of which item and destination it is."""
    try:
        yield
    except (NotAllowed, Overtaken):
        raise
    except NotPossible as error:
        raise NotPossible(faults=[replace(one, where=f"{pair}: {one.where}") for one in error.faults]) from None


class AddProviso(ActForm):
    """Sets a proviso."""

    act = "add_proviso"
    title = "Set a proviso"
    says = "It is your organisation's: nobody else drops it. The applicant reads it in the licence."

    text = words("Proviso")
    item = forms.ChoiceField(label="For which item", required=False)

    def ask(self) -> None:
        """Offer the items."""
        self.fields["item"].choices = [("", "The whole case"), *((one.id, one.name) for one in self.state.items)]


class DropProviso(ActForm):
    """Drops a proviso of one's own organisation."""

    act = "drop_proviso"
    title = "Drop a proviso"

    proviso = forms.ChoiceField(label="Which proviso", widget=forms.RadioSelect)
    why = why()

    def ask(self) -> None:
        """Offer those of the organisation that stand."""
        self.fields["proviso"].choices = [
            (one.id, one.text) for one in self.state.conditions if one.owner == self.who.organisation
        ]

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where the organisation has one that stands."""
        return any(one.owner == who.organisation for one in state.conditions)
