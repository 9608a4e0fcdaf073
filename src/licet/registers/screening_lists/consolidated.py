"""The Consolidated Screening List as JSON: as its publisher writes it (``results``), and in the short form with tables (``entries``).

The published form has ``total``, ``search_performed_at`` and ``sources_used`` beside its ``results``; the short form ``entryCount``,
``countsBySource`` and ``sourceGeneratedAt``. Whatever it states of itself has to agree with what is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.dates import born, iso_date
from licet.registers.screening_lists.numbers import numbers
from licet.registers.screening_lists.read_list import (
    MEND,
    Faults,
    Given,
    ReadList,
    finished,
    once,
    refused,
    text_of,
    unique,
)
from licet.screening.listed import AIRCRAFT, ORGANISATION, PERSON, UNKNOWN, VESSEL, Alias, Listed

WHAT = "the Consolidated Screening List as JSON, with results or entries"
KINDS = {"individual": PERSON, "entity": ORGANISATION, "vessel": VESSEL, "aircraft": AIRCRAFT, "": UNKNOWN}

_Index = Annotated[int, msgspec.Meta(ge=0)]


class _Address(msgspec.Struct):
    address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | int | None = None
    country: str | None = None


class _Id(msgspec.Struct):
    type: str | None = None
    number: str | int | None = None
    country: str | None = None
    issue_date: str | None = None
    expiration_date: str | None = None


class _Result(msgspec.Struct):
    source: str
    name: str
    entity_number: str | int | None = None
    type: str | None = None
    programs: list[str] | str | None = None
    title: str | None = None
    addresses: list[_Address] | None = None
    federal_register_notice: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    license_requirement: str | None = None
    license_policy: str | None = None
    call_sign: str | None = None
    vessel_type: str | None = None
    vessel_flag: str | None = None
    vessel_owner: str | None = None
    remarks: str | None = None
    source_list_url: str | None = None
    source_information_url: str | None = None
    alt_names: list[str] | str | None = None
    citizenships: list[str] | str | None = None
    nationalities: list[str] | str | None = None
    dates_of_birth: list[str] | str | None = None
    places_of_birth: list[str] | str | None = None
    ids: list[_Id] | None = None


class _SourceUsed(msgspec.Struct):
    source: str


class _Published(msgspec.Struct):
    results: list[_Result]
    total: int | None = None
    search_performed_at: str | None = None
    sources_used: list[_SourceUsed] | None = None


class _Entry(msgspec.Struct):
    n: str
    s: _Index
    a: list[str] = []
    t: str | None = None
    c: list[str] = []
    e: str | None = None
    lr: _Index | None = None
    lp: _Index | None = None
    pg: _Index | None = None
    fr: str = ""
    u: _Index | None = None


class _Tables(msgspec.Struct, rename="camel"):
    sources: list[str]
    licence_requirements: list[str] = []
    licence_policies: list[str] = []
    programmes: list[str] = []
    urls: list[str] = []


class _Short(msgspec.Struct, rename="camel"):
    tables: _Tables
    entries: list[_Entry]
    entry_count: int
    counts_by_source: dict[str, int]
    source_generated_at: str


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as one of the two forms does."""
    head = file.head.lstrip()
    return head.startswith("{") and any(f'"{key}"' in head for key in ("results", "entryCount", "countsBySource"))


def read(given: Given) -> ReadList:
    """Read the list.

    Raises:
        InputError: with a fault for every bad place, and for a count that does not agree.
    """
    text = text_of(given.file)
    try:
        keys = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        if "entries" in keys:
            return _short(given, msgspec.json.decode(text, type=_Short))
        return _published(given, msgspec.json.decode(text, type=_Published))
    except msgspec.ValidationError as error:
        raise _shaped_otherwise(given.file, error) from None
    except msgspec.DecodeError as error:
        raise broken_json(given.file, text, error, WHAT) from None
    except RecursionError:
        raise refused(given.file, 0, "JSON nested without end", WHAT) from None


def _shaped_otherwise(file: PublishedFile, error: msgspec.ValidationError) -> Exception:
    message, _, place = str(error).partition(" - at `")
    at = f" at {place.rstrip('`')}" if place else ""
    message = message[:1].lower() + message[1:].replace("`", "'")
    return refused(file, 0, f"JSON of another form ({message}{at})", WHAT, "fetch the file in its published form")


def broken_json(file: PublishedFile, text: str, error: msgspec.DecodeError, what: str) -> Exception:
    """Return the error of a text that is not JSON, with the line at which it ends or breaks."""
    _, _, place = str(error).partition("(byte ")
    if not place:
        return refused(file, text.count("\n") + 1, "JSON that ends in the middle", what)
    line = text.encode()[: int(place.rstrip(")"))].count(b"\n") + 1
    return refused(file, line, "text that is not JSON", what)


def _published(given: Given, told: _Published) -> ReadList:
    faults = Faults(given.file)
    parties = [_result(given, number, result, faults) for number, result in enumerate(told.results)]
    if told.total is not None and told.total != len(parties):
        faults.add(0, f"{len(parties):,} results where total says {told.total:,}", "as many as it says", MEND)
    vintage = iso_date(told.search_performed_at or "")
    if told.search_performed_at and not vintage:
        faults.add(0, f"search_performed_at '{told.search_performed_at}'", "a day, as 2026-07-31T13:15:00")
    faults.raise_any()
    titles = [used.source for used in told.sources_used or []] + [result.source for result in told.results]
    checks = ["The JSON document is closed."]
    if told.total is not None:
        checks.append(f"It states {told.total:,} entries, and has as many.")
    return finished(
        given,
        parties,
        vintage=vintage,
        sources={given.known.code(title): title for title in dict.fromkeys(titles)},
        entries=len(parties),
        stated_count=told.total,
        whole=True,
        checks=tuple(checks),
    )


def _result(given: Given, number: int, result: _Result, faults: Faults) -> Listed:
    place = f"results[{number}]"
    if not result.name.strip():
        faults.add(0, "an entry without a name", "a name", place=place)
    if not result.source.strip():
        faults.add(0, "an entry without its source", "the list that it stands on", place=place)
    addresses = result.addresses or []
    countries = [address.country or "" for address in addresses]
    ids = [(one.type or "", str(one.number or ""), one.country or "") for one in result.ids or []]
    ids.append(("Call Sign", result.call_sign or "", ""))
    remarks = [result.title or "", result.remarks or ""]
    remarks += [f"Vessel type: {result.vessel_type}"] if result.vessel_type else []
    remarks += [f"Vessel owner: {result.vessel_owner}"] if result.vessel_owner else []
    lines = [
        ", ".join(unique(str(part or "") for part in (one.address, one.city, one.state, one.postal_code, one.country)))
        for one in addresses
    ]
    return entry(
        given,
        name=result.name,
        source=result.source,
        number=str(result.entity_number or ""),
        kind=result.type or "",
        aliases=_several(result.alt_names),
        countries=[
            *countries,
            result.vessel_flag or "",
            *_several(result.nationalities),
            *_several(result.citizenships),
        ],
        addresses=lines,
        births=_several(result.dates_of_birth),
        places=_several(result.places_of_birth),
        ids=[one for one in ids if one[1]],
        programmes=_several(result.programs),
        requirement=result.license_requirement or "",
        policy=result.license_policy or "",
        notice=result.federal_register_notice or "",
        url=result.source_information_url or result.source_list_url or "",
        since=result.start_date or "",
        until=result.end_date or "",
        remarks=remarks,
    )


def entry(
    given: Given,
    *,
    name: str,
    source: str,
    number: str = "",
    kind: str = "",
    aliases: Sequence[str] = (),
    countries: Sequence[str] = (),
    addresses: Sequence[str] = (),
    births: Sequence[str] = (),
    places: Sequence[str] = (),
    ids: Sequence[tuple[str, str, str]] = (),
    programmes: Sequence[str] = (),
    requirement: str = "",
    policy: str = "",
    notice: str = "",
    url: str = "",
    since: str = "",
    until: str = "",
    remarks: Sequence[str] = (),
) -> Listed:
    """Return an entry of the Consolidated Screening List, whichever form it came in; what cannot be read as a date goes to the remarks."""
    identifiers, rest = numbers(ids, given.nations)
    told = [
        *remarks,
        *([] if kind.strip().lower() in KINDS else [f"Type: {kind}"]),
        *(f"POB {one}" for one in places),
        *rest,
    ]
    told += [f"DOB {one}" for one in births if one.strip() and not born(one)]
    for label, day in (("start date", since), ("end date", until)):
        if day.strip() and not iso_date(day):
            told.append(f"{label} {day}")
    return Listed(
        id=number.strip(),
        source=given.known.code(source),
        kind=KINDS.get(kind.strip().lower(), UNKNOWN),
        name=" ".join(name.split()),
        aliases=once([Alias(name=alias) for alias in unique(aliases)], " ".join(name.split())),
        nations=given.nations.codes(unique(countries)),
        addresses=unique(addresses),
        born=unique(born(one) for one in births),
        identifiers=identifiers,
        programmes=unique(part for one in programmes for part in one.split(";")),
        licence_requirement=" ".join(requirement.split()),
        licence_policy=" ".join(policy.split()),
        notice=" ".join(notice.split()),
        url=url.strip(),
        since=iso_date(since),
        until=iso_date(until),
        remarks="; ".join(unique(told)),
    )


def _several(value: list[str] | str | None) -> list[str]:
    if isinstance(value, str):
        return [part for part in value.split(";") if part.strip()]
    return value or []


def _short(given: Given, told: _Short) -> ReadList:
    faults = Faults(given.file)
    tables = told.tables
    parties: list[Listed] = []
    counts: Counter[str] = Counter()
    for number, one in enumerate(told.entries):
        place = f"entries[{number}]"
        source = _from_table(tables.sources, one.s, "sources", place, faults)
        counts[source] += 1
        if not one.n.strip():
            faults.add(0, "an entry without a name", "a name", place=place)
        parties.append(
            entry(
                given,
                name=one.n,
                source=source,
                number=one.e or "",
                kind=one.t or "",
                aliases=one.a,
                countries=one.c,
                # The short form has the nations of the addresses and nothing else of them.
                addresses=[country for country in one.c if not given.nations.is_nation(country)],
                programmes=[_from_table(tables.programmes, one.pg, "programmes", place, faults)],
                requirement=_from_table(tables.licence_requirements, one.lr, "licenceRequirements", place, faults),
                policy=_from_table(tables.licence_policies, one.lp, "licencePolicies", place, faults),
                notice=one.fr,
                url=_from_table(tables.urls, one.u, "urls", place, faults),
            )
        )
    if told.entry_count != len(parties):
        found = f"{len(parties):,} entries where entryCount says {told.entry_count:,}"
        faults.add(0, found, "as many as it says")
    _agree(told.counts_by_source, counts, faults)
    vintage = iso_date(told.source_generated_at)
    if not vintage:
        faults.add(0, f"sourceGeneratedAt '{told.source_generated_at}'", "a day, as 2026-07-31T13:15:00")
    faults.raise_any()
    return finished(
        given,
        parties,
        vintage=vintage,
        sources={given.known.code(title): title for title in told.counts_by_source},
        entries=len(parties),
        stated_count=told.entry_count,
        whole=True,
        checks=(
            "The JSON document is closed.",
            f"It states {told.entry_count:,} entries, and how many of each source, and has as many.",
        ),
    )


def _from_table(table: Sequence[str], index: int | None, name: str, place: str, faults: Faults) -> str:
    if index is None:
        return ""
    if index >= len(table):
        faults.add(0, f"number {index} of {name}, which has {len(table)}", f"a place in {name}", place=place)
        return ""
    return table[index]


def _agree(stated: Mapping[str, int], counts: Mapping[str, Any], faults: Faults) -> None:
    for title in dict.fromkeys([*stated, *counts]):
        if stated.get(title, 0) != counts.get(title, 0):
            found = f"{counts.get(title, 0):,} entries of '{title}' where countsBySource says {stated.get(title, 0):,}"
            faults.add(0, found, "as many as it says")
