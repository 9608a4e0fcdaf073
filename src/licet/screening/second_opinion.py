"""A second opinion on a hit: logic-v2 of nomenklatura, the matcher of OpenSanctions (extra ``licet[ftm]``).

It is told beside the score of Licet and changes neither the score nor the status. Its caches go by the identifier of an entity and not by
its content, so every entity is given an identifier made of its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from licet.errors import Fault, InputError
from licet.screening.answer import Party
from licet.screening.listed import AIRCRAFT, ORGANISATION, PERSON, VESSEL, Listed

if TYPE_CHECKING:
    from followthemoney import ValueEntity

_SCHEMATA = {PERSON: "Person", ORGANISATION: "Organization", VESSEL: "Vessel", AIRCRAFT: "Airplane"}
# Where a number stands in the vocabulary of followthemoney, by a word of what the list calls it.
_NUMBERS = (("imo", VESSEL, "imoNumber"), ("passport", PERSON, "passportNumber"), ("tax", "", "taxNumber"))


def available() -> bool:
    """Whether the extra is installed."""
    from importlib.util import find_spec

    return find_spec("nomenklatura") is not None


@cache
def _logic() -> tuple[Any, Any]:
    try:
        from nomenklatura.matching import get_algorithm
    except ImportError as error:
        raise InputError(
            faults=[
                Fault(
                    "second opinion",
                    f"no nomenklatura ({error})",
                    "the extra",
                    "pip install 'licet[ftm]'; it needs the ICU library",
                )
            ]
        ) from None
    algorithm = get_algorithm("logic-v2")
    if algorithm is None:
        raise InputError(faults=[Fault("second opinion", "a nomenklatura without logic-v2", "version 4 or later")])
    return algorithm, algorithm.default_config()


def must_have() -> None:
    """Raise where the extra is not installed.

    Raises:
        InputError: with the way to install it.
    """
    _logic()


def second_opinion(party: Party, listed: Listed) -> float:
    """Return the score that logic-v2 gives a party against an entry, from 0 to 1.

    Raises:
        InputError: where the extra is not installed.
    """
    algorithm, config = _logic()
    kind = party.kind if party.kind in _SCHEMATA else listed.kind
    asked = _entity(
        kind, (party.name, *party.aliases), (), party.nations, party.born, party.addresses, party.identifiers
    )
    entry = _entity(
        listed.kind,
        (listed.name, *(one.name for one in listed.aliases if not one.weak)),
        [one.name for one in listed.aliases if one.weak],
        listed.nations,
        listed.born,
        listed.addresses,
        listed.identifiers,
    )
    return float(algorithm.compare(asked, entry, config).score)


def names_alone(one: str, other: str, kind: str) -> float:
    """Return the score that logic-v2 gives two names.

    Args:
        one: a name.
        other: another.
        kind: of the parties, as in :data:`~licet.screening.listed.KINDS`.
    """
    algorithm, config = _logic()
    entities = (_entity(kind, (name,), (), (), (), (), ()) for name in (one, other))
    return float(algorithm.compare(*entities, config).score)


def _entity(
    kind: str,
    names: Iterable[str],
    weak: Iterable[str],
    nations: Iterable[str],
    born: Iterable[str],
    addresses: Iterable[str],
    identifiers: Iterable[Any],
) -> ValueEntity:
    from followthemoney import ValueEntity

    schema = _SCHEMATA.get(kind, "LegalEntity")
    properties: dict[str, list[str]] = {"name": list(names), "weakAlias": list(weak), "address": list(addresses)}
    properties["country"] = [nation.lower() for nation in nations]
    if schema == "Person":
        properties["birthDate"] = [day for day in born if "/" not in day]
    if schema in ("Vessel", "Airplane"):
        properties.pop("address")
    for one in identifiers:
        name = next(
            (to for word, only, to in _NUMBERS if word in one.kind.casefold() and only in ("", kind)), "idNumber"
        )
        if name == "idNumber" and schema in ("Vessel", "Airplane"):
            name = "registrationNumber"
        properties.setdefault(name, []).append(one.value)
    data: Mapping[str, Any] = {
        "schema": schema,
        "properties": {name: found for name, found in properties.items() if found},
    }
    return ValueEntity.from_dict({**data, "id": content_id(data)})


def content_id(data: Mapping[str, Any]) -> str:
    """Return an identifier made of the content of an entity: other content, another identifier."""
    import msgspec

    return "licet-" + hashlib.sha256(msgspec.json.encode(data, order="sorted")).hexdigest()[:32]
