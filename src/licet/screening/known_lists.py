"""The lists that the law knows: what being on one means for an export, and which of them have to be checked; ``law/us/screening-lists.csv``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from licet.errors import Fault, LawError
from licet.rulebook.instruments import STANDINGS
from licet.rulebook.library import read_rows

FILE = "us/screening-lists.csv"

_COLUMNS = ("code", "title", "authority", "cite", "effect", "standing", "exporter", "required_by")
_CODE = re.compile(r"[A-Z][A-Z0-9-]*")
# A consolidated list gives the short name of each source in its title: "Entity List (EL) - Bureau of …", "… (NS-MBS List) - …".
_IN_TITLE = re.compile(r"\(([A-Z][A-Z0-9-]*)(?: List)?\)")


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list of parties that the law speaks of.

    Attributes:
        code: its short code, as hits name it.
        title: its title, as the Consolidated Screening List has it.
        authority: who publishes it.
        cite: the provisions under which it stands.
        effect: what being on it means for an export.
        standing: how well that was checked: ``verified``, ``partial`` or ``unverified``.
        exporter: the nation whose exporters have to know who is on it, as an ISO code; empty where no law asks for it.
        required_by: the provision by which they have to.
    """

    code: str
    title: str
    authority: str
    cite: str
    effect: str
    standing: str
    exporter: str = ""
    required_by: str = ""

    @property
    def required(self) -> bool:
        """Whether an exporter has to check it."""
        return bool(self.exporter)


@dataclass(frozen=True, slots=True)
class KnownLists:
    """The known lists, by code."""

    by_code: Mapping[str, KnownList] = field(default_factory=dict)

    @property
    def required(self) -> tuple[KnownList, ...]:
        """Those that an exporter has to check."""
        return tuple(known for known in self.by_code.values() if known.required)

    def code(self, title: str) -> str:
        """Return the code of a source by its title; for one that the law does not know, the code that its title gives, or its words.

        >>> KnownLists().code("Entity List (EL) - Bureau of Industry and Security"), KnownLists().code("House list")
        ('EL', 'HOUSE-LIST')
        """
        for known in self.by_code.values():
            if title.strip() in (known.title, known.code):
                return known.code
        found = _IN_TITLE.search(title)
        code = found[1] if found else "-".join(re.findall(r"[A-Z0-9]+", title.upper()))
        return code.removeprefix("NS-") if code.removeprefix("NS-") in self.by_code else code

    def title(self, code: str) -> str:
        """Return the title of a list, or its code where the law does not know it."""
        return self.by_code[code].title if code in self.by_code else code


@lru_cache(maxsize=4)
def read_known_lists(folder: Path) -> KnownLists:
    """Read the table of known lists of a folder of law; an absent table knows none.

    Raises:
        LawError: with a fault for every row that cannot be used.
    """
    path = folder / FILE
    if not path.is_file():
        return KnownLists()
    faults: list[Fault] = []
    found: dict[str, KnownList] = {}
    for where, row in read_rows({FILE: path.read_bytes()}, FILE, faults, _COLUMNS):
        told = {column: row[column].strip() for column in _COLUMNS}
        missing = [column for column in ("title", "authority", "cite", "effect") if not told[column]]
        if not _CODE.fullmatch(told["code"]):
            faults.append(Fault(str(where), f"the code '{told['code']}'", "capital letters, such as EL"))
        elif told["code"] in found:
            faults.append(Fault(str(where), f"the list '{told['code']}' a second time", "one row for a list"))
        elif missing:
            faults.append(Fault(str(where), f"'{told['code']}' without {', '.join(missing)}", "every column filled"))
        elif told["standing"] not in STANDINGS:
            faults.append(Fault(str(where), f"the standing '{told['standing']}'", " | ".join(STANDINGS)))
        elif bool(told["exporter"]) != bool(told["required_by"]):
            found_ = f"exporter '{told['exporter']}' with required_by '{told['required_by']}'"
            faults.append(Fault(str(where), found_, "the nation of the exporters and the provision, or both empty"))
        else:
            found[told["code"]] = KnownList(**told)
    if faults:
        raise LawError(faults=faults)
    return KnownLists(found)
