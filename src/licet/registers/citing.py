"""Whose each register is and on what terms it may be used, by the name that its lines carry."""

from __future__ import annotations

from collections.abc import Iterable

from licet.registers import missile_tests, sipri, slv
from licet.registers.proliferation_account import Source
from licet.registers.recorded import Line

_REGISTERS = {register.NAME: register for register in (sipri, slv, missile_tests)}


def sources_of(lines: Iterable[Line]) -> list[Source]:
    """Return the registers and files that lines come from, each once; a register that is not known is named as it names itself."""
    found: dict[tuple[str, str], Source] = {}
    for line in lines:
        name, file = line.record.name, line.record.file
        if (name, file) not in found:
            register = _REGISTERS.get(name)
            if register is None:
                found[name, file] = Source(name, name, "The source is not known to Licet", "See its own terms.", file)
            else:
                found[name, file] = Source(name, register.TITLE, register.CREDIT, register.TERMS, file)
    return list(found.values())
