"""Entities in the followthemoney form: JSON lines, one entity a line, or one array of them.

Parties are people, organisations, vessels and aircraft. What describes one (addresses, passports, sanctions) is joined to it; every other
entity is left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.consolidated import broken_json
from licet.registers.screening_lists.dates import born, iso_date
from licet.registers.screening_lists.numbers import numbers
from licet.registers.screening_lists.read_list import Faults, Given, ReadList, finished, once, refused, text_of, unique
from licet.screening.listed import AIRCRAFT, ORGANISATION, PERSON, UNKNOWN, VESSEL, Alias, Listed

WHAT = "entities in the followthemoney form: id, schema, properties"

_KINDS = {
    "Person": PERSON,
    "Company": ORGANISATION,
    "Organization": ORGANISATION,
    "PublicBody": ORGANISATION,
    # A legal entity may be a person as well.
    "LegalEntity": UNKNOWN,
    "Vessel": VESSEL,
    "Airplane": AIRCRAFT,
}
# Kind of number → the property that holds it.
_NUMBERS = {
    "Passport": "passportNumber",
    "ID": "idNumber",
    "Registration": "registrationNumber",
    "Tax": "taxNumber",
    "IMO": "imoNumber",
    "MMSI": "mmsi",
    "Call Sign": "callSign",
    "Serial": "serialNumber",
    "SWIFT": "swiftBic",
    "LEI": "leiCode",
    "INN": "innCode",
    "OGRN": "ogrnCode",
}
_NATIONS = ("country", "nationality", "citizenship", "jurisdiction", "flag", "mainCountry")


class _Entity(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list[str | dict[str, msgspec.Raw]]] = {}
    caption: str = ""
    target: bool | None = None


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as such entities do."""
    head = file.head.lstrip()
    return head[:1] in ("{", "[") and '"schema"' in head and '"properties"' in head


def read(given: Given) -> ReadList:
    """Read the list; an array is closed or not, lines of JSON do not show that they are whole.

    Raises:
        InputError: with a fault for every bad place.
    """
    text = text_of(given.file)
    array = text.lstrip().startswith("[")
    entities = _array(given.file, text) if array else list(_lines(given.file, text))
    faults = Faults(given.file)
    seen: dict[str, int] = {}
    for number, entity in enumerate(entities, 1):
        if seen.setdefault(entity.id, number) != number:
            found = f"the entity '{entity.id}' a second time (first as number {seen[entity.id]})"
            faults.add(0, found, "every entity once", place=f"entity {number}")
    described, joined = _described(entities)
    parties = []
    left_out: Counter[str] = Counter()
    for number, entity in enumerate(entities, 1):
        if entity.schema in _KINDS:
            parties.append(_entry(given, number, entity, described[entity.id], faults))
        else:
            left_out[entity.schema] += entity.id not in joined
    faults.raise_any()
    left = ", ".join(f"{schema} ({count:,})" for schema, count in sorted(left_out.items()) if count)
    notes = [f"{len(joined):,} entities describe a party and are joined to it."] if joined else []
    notes += [f"Left out, as they are no parties: {left}."] if left else []
    return finished(
        given,
        parties,
        vintage="",
        sources={given.source: given.title or given.known.title(given.source)},
        entries=len(entities),
        whole=array,
        checks=(
            "The JSON array is closed."
            if array
            else "Every line is a whole entity; lines like these do not show how many there should be.",
        ),
        notes=tuple(notes),
    )


def _array(file: PublishedFile, text: str) -> list[_Entity]:
    try:
        return msgspec.json.decode(text, type=list[_Entity])
    except msgspec.ValidationError as error:
        raise refused(file, 0, f"JSON of another form ({str(error).replace('`', chr(39))})", WHAT) from None
    except msgspec.DecodeError as error:
        raise broken_json(file, text, error, WHAT) from None
    except RecursionError:
        raise refused(file, 0, "JSON nested without end", WHAT) from None


def _lines(file: PublishedFile, text: str) -> Iterator[_Entity]:
    decoder = msgspec.json.Decoder(_Entity)
    faults = Faults(file)
    # Only the line feed parts lines of JSON; other separators may stand within a text.
    for line, one in enumerate(text.split("\n"), 1):
        if not one.strip():
            continue
        try:
            yield decoder.decode(one)
        except msgspec.ValidationError as error:
            faults.add(line, f"an entity of another form ({str(error).replace('`', chr(39))})", WHAT)
        except (msgspec.DecodeError, RecursionError):
            faults.add(line, "a line that is no whole JSON object", WHAT)
    faults.raise_any()


def _described(entities: Sequence[_Entity]) -> tuple[Mapping[str, list[_Entity]], set[str]]:
    """Return the entities that describe each party, and the identifiers of those that describe any."""
    parties = {entity.id for entity in entities if entity.schema in _KINDS}
    found: defaultdict[str, list[_Entity]] = defaultdict(list)
    joined: set[str] = set()
    for entity in entities:
        ends = {"Sanction": "entity", "Passport": "holder", "Identification": "holder"}.get(entity.schema, "")
        for party in _texts(entity, ends) if ends else []:
            if party in parties:
                found[party].append(entity)
                joined.add(entity.id)
    addresses = {entity.id: entity for entity in entities if entity.schema == "Address"}
    for entity in entities:
        for address in _texts(entity, "addressEntity") if entity.schema in _KINDS else []:
            if address in addresses:
                found[entity.id].append(addresses[address])
                joined.add(address)
    return found, joined


def _entry(given: Given, number: int, entity: _Entity, beside: Sequence[_Entity], faults: Faults) -> Listed:
    names = unique([*_texts(entity, "name"), entity.caption])
    if not names:
        faults.add(0, "a party without a name", "a name", place=f"entity {number} ({entity.id})")
        names = ("",)
    sanctions = [one for one in beside if one.schema == "Sanction"]
    papers = [one for one in beside if one.schema in ("Passport", "Identification")]
    places = [one for one in beside if one.schema == "Address"]
    ids = [(kind, value, "") for kind, name in _NUMBERS.items() for value in _texts(entity, name)]
    for paper in papers:
        kind = next(iter(_texts(paper, "type")), paper.schema)
        country = next(iter(_texts(paper, "country")), "")
        ids += [(kind, value, country) for value in _texts(paper, "number")]
    identifiers, rest = numbers(ids, given.nations)
    births = _texts(entity, "birthDate")
    remarks = [*_texts(entity, "notes"), *_texts(entity, "position"), *rest]
    remarks += [f"topics: {', '.join(topics)}"] if (topics := _texts(entity, "topics")) else []
    remarks += [f"DOB {one}" for one in births if not born(one)]
    remarks += [reason for one in sanctions for reason in _texts(one, "reason")]
    since = [iso_date(day) for one in sanctions for name in ("listingDate", "startDate") for day in _texts(one, name)]
    aliases = [Alias(name=name) for name in (*names[1:], *_texts(entity, "alias"), *_texts(entity, "previousName"))]
    aliases += [Alias(name=name, weak=True) for name in _texts(entity, "weakAlias")]
    countries = [value for name in _NATIONS for value in _texts(entity, name)]
    countries += [value for one in places for value in _texts(one, "country")]
    return Listed(
        id=entity.id,
        source=given.source,
        kind=_KINDS[entity.schema],
        name=names[0],
        aliases=once(aliases, names[0]),
        nations=given.nations.codes(countries),
        addresses=unique([*_texts(entity, "address"), *(_address(one) for one in places)]),
        born=unique(born(one) for one in births),
        identifiers=identifiers,
        programmes=unique(
            [*_texts(entity, "program"), *(name for one in sanctions for name in _texts(one, "program"))]
        ),
        url=next(
            iter([*_texts(entity, "sourceUrl"), *(url for one in sanctions for url in _texts(one, "sourceUrl"))]), ""
        ),
        since=min(filter(None, since), default=""),
        remarks="; ".join(unique(remarks)),
    )


def _address(entity: _Entity) -> str:
    full = _texts(entity, "full")
    if full:
        return full[0]
    parts = ("street", "street2", "city", "state", "postalCode", "country")
    return ", ".join(value for part in parts for value in _texts(entity, part))


def _texts(entity: _Entity, name: str) -> list[str]:
    """Return the texts of a property; an entity nested in one has its identifier taken."""
    found: list[str] = []
    for value in entity.properties.get(name, ()):
        if isinstance(value, str):
            found.append(re.sub(r"\s+", " ", value).strip())
        elif "id" in value:
            found.append(msgspec.json.decode(value["id"], type=str))
    return [one for one in found if one]
