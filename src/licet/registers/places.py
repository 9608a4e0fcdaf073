"""What published files print at the places that an entry refers to: headings, reasons for control, columns of the Country Chart and their marks.

A mark is told only for a destination that the chart names with marks. Where it sends the reader elsewhere, or names no such destination, there
is none to tell, and that is not the same as no mark.
"""

from __future__ import annotations

from collections.abc import Callable

from licet.registers import commerce_control_list, country_chart, dual_use_list, munitions_list
from licet.registers.accounts import ChartControl, DestinationRow, Place, Printed
from licet.registers.annex import PlacedReference
from licet.registers.commerce_control_list import Control, Eccn, split_eccn
from licet.registers.country_chart import Destination
from licet.registers.folder import PublishedLists
from licet.registers.munitions_list import MunitionsList


class Places:
    """Tells what stands at a place.

    Args:
        lists: published lists; None for none.
        nation: the two letters of a destination; empty for none.
        name: the name of the destination.
        code_of: from a name of a nation to its two letters.
    """

    def __init__(
        self,
        lists: PublishedLists | None = None,
        nation: str = "",
        name: str = "",
        code_of: Callable[[str], str] = str,
    ) -> None:
        self.lists = lists
        self.nation = nation
        self.name = name
        self._destination: Destination | None = None
        if nation and lists is not None and lists.chart is not None:
            self._destination = lists.chart.destination(nation, code_of)

    def place(self, placed: PlacedReference) -> Place:
        """Return a place with what a published file prints there."""
        reference = placed.reference
        return Place(reference.code, reference.relation, reference.note, str(placed.where), self._printed(placed))

    def _printed(self, placed: PlacedReference) -> Printed | None:
        if self.lists is None:
            return None
        code, paragraph = split_eccn(placed.reference.code)
        match placed.list:
            case "eccn" if self.lists.ccl is not None:
                edition, eccn = self.lists.ccl.edition, self.lists.ccl.entries.get(code)
                if eccn is None:
                    return Printed(register=commerce_control_list.TITLE, edition=edition, there=False)
                return self._eccn(eccn, paragraph, edition)
            case "eu" if self.lists.dual_use is not None and code:
                entry = self.lists.dual_use.entries.get(code)
                if entry is None:
                    return Printed(register=dual_use_list.TITLE, edition="", there=False)
                return Printed(
                    register=dual_use_list.TITLE,
                    edition="",
                    there=not paragraph or paragraph in entry.paragraphs,
                    heading=entry.heading,
                    paragraph=entry.paragraphs.get(paragraph, ""),
                    missile_technology=entry.missile_technology,
                    mark="in the MTCR series" if entry.missile_technology else "outside the MTCR series",
                )
            case "usml" if self.lists.usml is not None:
                return _paragraph(self.lists.usml, munitions_list.place(placed.reference.code))
        return None

    def _eccn(self, eccn: Eccn, paragraph: str, edition: str) -> Printed:
        return Printed(
            register=commerce_control_list.TITLE,
            edition=edition,
            there=True,
            heading=eccn.heading,
            paragraph=eccn.paragraphs.get(paragraph, ""),
            missile_technology=eccn.missile_technology,
            only_see_itar=eccn.points_to_itar,
            reasons=eccn.reasons,
            controls=[
                ChartControl(control.reason, control.scope, control.chart, self._marks(control))
                for control in eccn.controls
            ],
            exceptions=dict(eccn.exceptions),
            related=eccn.related,
        )

    def _marks(self, control: Control) -> dict[str, bool] | None:
        if self._destination is None or self._destination.marks is None or not control.columns:
            return None
        return {column: column in self._destination.marks for column in control.columns}

    def row(self) -> DestinationRow | None:
        """Return what the chart says of the destination; None where no destination or no chart is given."""
        if not self.nation or self.lists is None or self.lists.chart is None:
            return None
        there = self._destination
        return DestinationRow(
            nation=self.nation,
            name=self.name,
            edition=self.lists.edition(country_chart.TITLE),
            row=there.row if there else None,
            basis=there.basis if there else "",
            elsewhere=there.elsewhere if there else "",
            footnotes=list(there.footnotes) if there else [],
            caveat=self.lists.chart.caveat,
        )


def _paragraph(usml: MunitionsList, place: munitions_list.Place) -> Printed:
    """Return a paragraph of the Munitions List; a mark above it counts for it as far as that mark reaches."""
    found = usml.paragraphs.get(place)
    above = [usml.paragraphs[place[:n]] for n in range(len(place) - 1, 1, -1) if place[:n] in usml.paragraphs]
    marked = next((paragraph.printed for paragraph in above if paragraph.missile_technology), "")
    own = found is not None and found.missile_technology
    mark = "marked (MT)" if own else f"marked (MT) by {marked} above it" if marked else "no (MT) mark"
    return Printed(
        register=munitions_list.TITLE,
        edition="",
        there=found is not None,
        heading=found.text if found is not None else "",
        missile_technology=own or bool(marked),
        mark=mark if found is not None or marked else "",
    )
