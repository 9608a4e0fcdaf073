"""The ECCNs that are controlled for missile technology, as a table drawn from the Commerce Control List.

The columns are ``eccn``, ``heading``, ``mt_scope`` (what the control applies to) and ``chart`` (the column of the Country Chart).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from licet.language.nodes import Where
from licet.registers.commerce_control_list import split_eccn
from licet.registers.published import PublishedFile, fault, read_table

TITLE = "ECCNs controlled for missile technology"
WHAT = "rows of the ECCNs controlled for missile technology"


@dataclass(frozen=True, slots=True)
class MissileTechnologyEccn:
    """One row: an ECCN, its heading, and what of it is controlled for missile technology."""

    eccn: str
    heading: str
    scope: str
    where: Where


def recognises(file: PublishedFile) -> bool:
    """Whether a file is, by name or header, this table."""
    name = file.name.rpartition("/")[2].lower()
    columns = file.head.partition("\n")[0].strip().split(",")
    named = name.startswith("ccl_mt_entries") and name.endswith(".csv")
    return named or (name.endswith(".csv") and {"eccn", "mt_scope"} <= set(columns))


def read(file: PublishedFile) -> Mapping[str, MissileTechnologyEccn]:
    """Read the table: ECCN → row.

    Raises:
        InputError: for a file that is not the table.
    """
    found: dict[str, MissileTechnologyEccn] = {}
    for where, row in read_table(file, ("eccn", "heading", "mt_scope", "chart"), WHAT):
        code, paragraph = split_eccn(row["eccn"])
        if not code or paragraph:
            raise fault(file, where.line, f"the ECCN '{row['eccn']}'", "one such as 9A012")
        if code in found:
            raise fault(file, where.line, f"the ECCN {code} a second time ({found[code].where})", "once")
        found[code] = MissileTechnologyEccn(code, row["heading"], row["mt_scope"], where)
    return found
