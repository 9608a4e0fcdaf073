"""What an exporter claims of an item: Annex entries, or the codes of other lists that may stand for them.

Claims come out as one mapping, entry → 2 claimed or 1 possible under the claim. An entry that stands in none of them is not claimed; where
some part of the claim could not be read, nothing is said of the entries that are left (key ``""`` → 1), so that silence clears nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from licet.rulebook.checking import covers
from licet.rulebook.instruments import Rule
from licet.rulebook.vocabulary import Fact
from licet.transfers.transfer import Note

CLAIMED, POSSIBLE = 2, 1
REST = ""

Claims = dict[str, int]


@dataclass(frozen=True, slots=True)
class ClaimReader:
    """Reads claims against the entries of a rulebook.

    Attributes:
        entries: code → the rule of the entry.
        lists: the other lists to which entries refer (``eccn``).
        facts: the vocabulary.
        note: takes warnings.
    """

    entries: Mapping[str, Rule]
    lists: tuple[str, ...]
    facts: Mapping[str, Fact]
    note: Callable[[Note], None]

    def read(self, codes: tuple[str, ...] | None, listed: Mapping[str, str]) -> Claims | None:
        """Return what is claimed, or None where nothing is.

        Args:
            codes: the entries claimed, if any claim was made; none of them claims an unlisted item.
            listed: for other lists (``eccn``), the code that is claimed.
        """
        found: dict[str, Claims] = {}
        if codes is not None:
            found["entries"] = self._entries(codes)
        for name, code in listed.items():
            claims = self._listed(name, code)
            if claims is not None:
                found[name] = claims
        if not found:
            return None
        listing = {name: claims for name, claims in found.items() if claims}
        if listing and len(listing) < len(found):
            unlisted = ", ".join(name for name in found if name not in listing)
            self.note(
                Note(
                    "contradiction",
                    f"The claim in {unlisted} says that the item is unlisted, and that in {', '.join(listing)} that it is listed; "
                    "the listing counts.",
                )
            )
        if "entries" in listing:
            return listing["entries"]
        together: Claims = {}
        for claims in listing.values():
            together |= claims
        return together

    def _entries(self, codes: tuple[str, ...]) -> Claims:
        claims: Claims = {}
        for code in codes:
            below = [known for known in self.entries if covers(code, known)]
            found = below or [known for known in self.entries if covers(known, code)]
            if not found:
                claims[REST] = POSSIBLE
                self.note(
                    Note("unknown_entry", f"The claimed entry {code} is not in this rulebook, so it decides nothing.")
                )
            for known in found:
                # A heading (1.A) claims that some entry below it is met, not which.
                claims[known] = max(claims.get(known, 0), CLAIMED if len(found) == 1 else POSSIBLE)
        return claims

    def _listed(self, name: str, code: str) -> Claims | None:
        if code.strip().upper() == self.facts[name].unlisted:
            return {}
        wanted = list_code(code)
        found = {
            known: POSSIBLE
            for known, rule in self.entries.items()
            for other in rule.xref.get(name, ())
            if covers(list_code(other.code), wanted) or covers(wanted, list_code(other.code))
        }
        if found:
            return found
        self.note(
            Note(
                "no_reference",
                f"No Annex entry in this rulebook refers to {name.upper()} {code}; the claim decides nothing.",
            )
        )
        return None


def list_code(text: str) -> str:
    """Return the code of another list without remarks: ``9A012 (MT)`` is 9A012, ``VIII(a)(5)`` is VIII.A.5."""
    text = re.sub(r"\s*\((?:MT|ITAR|if|part)[^)]*\).*", "", text.strip(), flags=re.IGNORECASE)
    return ".".join(re.findall(r"[A-Za-z0-9]+", text)).upper()


def stated_claims(reader: ClaimReader, values: Mapping[str, Any]) -> Claims | None:
    """Return the claims among the stated values of a transfer."""
    listed = {name: str(values[name].shown) for name in reader.lists if name in values}
    return reader.read(values["entries"].state if "entries" in values else None, listed)
