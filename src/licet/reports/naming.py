"""Many nations in few words: by their names, by the groups that they make up, or by those that are left out, whichever is shortest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from licet.reports.sentences import listed
from licet.rulebook.names import presumed_exporter
from licet.rulebook.rulebook import Rulebook

# Fewer nations than this are told by name, whatever group they make up, and so many a group has to stand for.
_FEW = 6
# No more groups than this are told at once, and no more parts in all.
_GROUPS = 2
_PARTS = 60
# So many nations need no count beside their names.
_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Nations in words.

    Attributes:
        words: the words.
        each: whether every nation is told by its name.
    """

    words: str
    each: bool


class Naming:
    """Puts sets of nations into words.

    Args:
        rulebook: has the nations and their groups.
        day: the day on which groups are asked for, as an ordinal.
    """

    def __init__(self, rulebook: Rulebook, day: int) -> None:
        self.rulebook = rulebook
        # Nobody exports to themselves, so whoever is presumed to export is missed by nobody.
        self.exporter = {nation for nation in (presumed_exporter(rulebook),) if nation is not None}
        self.groups = {
            group.title: {nation for nation, held in group.on(day).items() if held == 2} - self.exporter
            for group in rulebook.groups.values()
            if not group.assumed
        }

    def named(self, nations: Iterable[str]) -> list[str]:
        """Return the names of nations, in order."""
        return sorted(self.rulebook.nations.get(nation, nation) for nation in nations)

    def of(self, nations: Collection[str]) -> Named:
        """Return nations in the fewest words."""
        some = set(nations)
        left = set(self.rulebook.nations) - some
        if left <= self.exporter:
            return Named("every nation", False)
        if len(some) < _FEW:
            return Named(listed(self.named(some)) + self._count(some), True)
        parts, others = self._parts(some), self._parts(left)
        if len(others) < len(parts):
            return Named(f"{len(some)} nations, all but {listed(others)}", False)
        if len(parts) > _PARTS:
            return Named(f"{len(some)} nations", False)
        return Named(listed(parts) + self._count(some), len(parts) == len(some))

    def _count(self, nations: Collection[str]) -> str:
        return f" ({len(nations)} nations)" if len(nations) > _COUNTED else ""

    def _parts(self, nations: set[str]) -> list[str]:
        """Return what nations are made up of: groups that lie in them, the largest first, and the names of the rest."""
        rest, parts = set(nations), list[str]()
        for _ in range(_GROUPS):
            best = max(
                self.groups,
                key=lambda title: len(self.groups[title] & rest) if self.groups[title] <= nations else 0,
                default="",
            )
            inside = self.groups.get(best, set())
            if not inside <= nations or len(inside & rest) < _FEW:
                break
            parts.append(f"those of “{best}”")
            rest -= inside
        return [*parts, *self.named(rest)]
