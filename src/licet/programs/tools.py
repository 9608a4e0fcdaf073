"""The Model Context Protocol server: what assistants may ask, as tools over standard input and output.

Each answer is the JSON of the command, with its rules, their citations and their standing. A tool decides nothing that the command does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
import msgspec
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from licet.errors import Fault, InputError, LicetError, near
from licet.programs.asking import Limits, Under, classify, names_of, review, screen
from licet.programs.comparing import BASE, KEYS, OTHER, compare, read_comparison
from licet.programs.describing import item, party, transfer
from licet.programs.looking_up import look_up, search_law
from licet.rulebook.rulebook import Rulebook, today
from licet.rulebook.windows import NotAWindow, read_date
from licet.transfers.stating import nations_of
from licet.version import __version__

# A proof of decades takes minutes, and whoever runs this waits for it himself.
LIMITS = {"transfers": 200, "seconds": 120.0}
INSTRUCTIONS = (
    "Licet tells what published export-control law and policy say of a proposed transfer on a date. State only what is known: what is not "
    "stated stays unknown, and is never taken for no. An answer that is open has 'possible' values and 'missing' facts to ask for. Cite the "
    "rules under 'by' with their 'cite' and 'source', and say their 'standing': 'unverified' was checked by nobody. Silence is no clearance, "
    "and a party is only 'clear' when every list was asked. Licet is not legal advice."
)
_SIDE = {"type": "string", "description": "A date, 'now', the name of a proposal, or several joined by '+'."}
_UNDER = {
    "as_of": {"type": "string", "format": "date", "description": "A date that overrides that of the transfer."},
    "reform": {"type": "array", "items": {"type": "string"}, "description": "Proposals to put in force, by name."},
    "assume": {"type": "array", "items": {"type": "string"}, "description": "Facts to assume, as FACT=VALUE."},
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A tool: what it is, what it is asked, and what answers."""

    title: str
    description: str
    properties: dict[str, Any]
    required: tuple[str, ...]
    answer: Callable[[Mapping[str, Any], str | None], dict[str, Any]]


def _review(asked: Mapping[str, Any], law: str | None) -> dict[str, Any]:
    told: dict[str, Any] = review(_stated(asked, "transfer"), _under(asked, law), _limits())
    return told


def _classify(asked: Mapping[str, Any], law: str | None) -> dict[str, Any]:
    if ("item" in asked) == ("text" in asked):
        raise InputError(faults=[Fault("item", "an item and a text" if "item" in asked else "nothing", "an item, or a text")])  # fmt: skip
    data = _stated(asked, "item") if "item" in asked else msgspec.json.encode({"text": asked["text"]})
    told: dict[str, Any] = classify(data, _under(asked, law), _limits())
    if "text" in asked:
        return {**_of(law), **told}
    # Of what is not met, an assistant needs no reasons; 'licet entry' and the law tool have them.
    left = [one for one in told["entries"] if one["verdict"] != "not_met"]
    return {**told, "entries": left, "not_met": [one["code"] for one in told["entries"] if one["verdict"] == "not_met"]}


def _screen(asked: Mapping[str, Any], law: str | None) -> dict[str, Any]:
    exporter = ""
    if "exporter" in asked:
        exporter = nations_of(Rulebook.load(law)).code(_text(asked, "exporter"))
    found = screen(_stated(asked, "parties", (list,)), Under(law), _limits(), exporter)
    return {**_of(law), "parties": found}


def _compare(asked: Mapping[str, Any], law: str | None) -> dict[str, Any]:
    return compare(read_comparison(dict(asked), law), LIMITS["seconds"])


def _law(asked: Mapping[str, Any], law: str | None) -> dict[str, Any]:
    if ("name" in asked) == ("search" in asked):
        found = "both" if "name" in asked else "neither"
        raise InputError(faults=[Fault("name, search", found, "a name, or a word to search for")])
    book = Rulebook.load(law)
    try:
        day = read_date(_text(asked, "on")) if "on" in asked else today()
    except NotAWindow as error:
        raise InputError(faults=[Fault("on", str(error), "a day that exists, as YYYY-MM-DD")]) from None
    told = search_law(book, _text(asked, "search")) if "search" in asked else look_up(book, _text(asked, "name"), day)
    return {**_of(law), **told}


def _of(law: str | None) -> dict[str, Any]:
    return {"licet": __version__, "rulebook": {"digest": Rulebook.load(law).digest, "reforms": []}}


def _limits() -> Limits:
    return Limits(int(LIMITS["transfers"]), LIMITS["seconds"])


def _under(asked: Mapping[str, Any], law: str | None) -> Under:
    as_of = _text(asked, "as_of") if "as_of" in asked else None
    return Under(law, names_of(asked.get("reform", []), "reform"), as_of, names_of(asked.get("assume", []), "assume"))


def _text(asked: Mapping[str, Any], name: str) -> str:
    if not isinstance(asked[name], str):
        raise InputError(faults=[Fault(name, "no text", "a text")])
    (text,) = names_of(asked[name], name)
    return text


def _stated(asked: Mapping[str, Any], name: str, kinds: tuple[type, ...] = (dict,)) -> bytes:
    """Return what was stated under a name as JSON, to be read as every body is."""
    if not isinstance(asked.get(name), kinds):
        expected = "a list" if list in kinds else "keys and values"
        raise InputError(faults=[Fault(name, "nothing" if name not in asked else "something else", expected)])
    return msgspec.json.encode(asked[name])


def _tools(book: Rulebook) -> dict[str, _Told]:
    comparing: dict[str, dict[str, Any]] = {name: {"description": said} for name, said in KEYS.items()}
    for name in ("proof", "matrix"):
        comparing[name] = {**comparing[name], "type": "boolean"}
    for name in ("questions", "assume"):
        comparing[name] = {**comparing[name], "type": "array", "items": {"type": "string"}}
    comparing |= {BASE: _SIDE, OTHER: _SIDE}
    return {
        "review": _Told(
            "Review a transfer",
            "Tell what the law and policy in force on a date say of a proposed transfer: category, posture, licence, authority, obligations, "
            "each with the rules that decide it, their citations and standing; what is missing, and what was assumed.",
            {"transfer": transfer(book), **_UNDER},
            ("transfer",),
            _review,
        ),
        "classify": _Told(
            "Classify an item",
            "Tell which entries of the MTCR Annex an item meets or may meet, with reasons, citations, standing, and what would settle those "
            "that are open; or, for a text, propose entries that it may speak of, which decides and clears nothing.",
            {"item": item(book), "text": {"type": "string", "description": "Words instead of an item."}, **_UNDER},
            (),
            _classify,
        ),
        "screen": _Told(
            "Screen parties",
            "Hold parties against the sanctions and export-control lists that were added to this Licet. Without a list that can be relied on, "
            "nobody is clear but 'not_screened'. A hit is no finding: a person has to settle it.",
            {
                "parties": {"type": "array", "minItems": 1, "items": {"anyOf": [{"type": "string"}, party(book)]}},
                "exporter": {
                    "type": "string",
                    "description": "The nation whose law says which lists have to be there.",
                },
            },
            ("parties",),
            _screen,
        ),
        "compare": _Told(
            "Compare two sides of the law",
            "Prove what changes between two dates, or with a proposal: every change of an answer, from what to what, for whom, by which "
            "provisions with their citations, each with a transfer that shows it.",
            comparing,
            (BASE, OTHER),
            _compare,
        ),
        "law": _Told(
            "Look up the law",
            "Return an instrument, a rule or an Annex entry by its name, or the instruments and rules in which a word stands, with text, "
            "dates, citation, source and standing.",
            {
                "name": {"type": "string", "description": "Such as us.uas-2020, us.uas-2020/slow-uas or 9.A.6."},
                "search": {"type": "string", "description": "A word to search for instead."},
                "on": {
                    "type": "string",
                    "format": "date",
                    "description": "The day whose edition of an entry is shown.",
                },
            },
            (),
            _law,
        ),
    }


def server(law: str | None = None) -> Server[Any]:
    """Return the server.

    Args:
        law: the folder of law; the law that came with Licet by default.

    Raises:
        LawError: for law that cannot be used.
    """
    tools = _tools(Rulebook.load(law))
    one_at_a_time = anyio.Lock()

    async def listed(context: Any, asked: PaginatedRequestParams | None) -> ListToolsResult:
        del context, asked
        return ListToolsResult(tools=[_tool(name, told) for name, told in tools.items()])

    async def called(context: Any, asked: CallToolRequestParams) -> CallToolResult:
        del context
        # The clients of one server are one person, and the law is read once.
        async with one_at_a_time:
            return await anyio.to_thread.run_sync(partial(_answer, tools, asked.name, asked.arguments or {}, law))

    return Server(
        "licet",
        version=__version__,
        title="Licet",
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )


def _tool(name: str, told: _Told) -> Tool:
    return Tool(
        name=name,
        title=told.title,
        description=told.description,
        input_schema={
            "type": "object",
            "properties": told.properties,
            "required": list(told.required),
            "additionalProperties": False,
        },
        annotations=ToolAnnotations(title=told.title, read_only_hint=True, open_world_hint=False),
    )


def _answer(tools: Mapping[str, _Told], name: str, asked: Mapping[str, Any], law: str | None) -> CallToolResult:
    """Return the answer of a tool, or every fault of what it was asked, so that the assistant can mend it."""
    try:
        if name not in tools:
            raise InputError(faults=[Fault("tool", f"'{name[:80]}'", f"one of {', '.join(tools)}", near(name, tools))])
        known = tools[name].properties
        faults = [Fault(key[:80], "no such argument", f"one of {', '.join(known)}", near(key, known)) for key in asked if key not in known]  # fmt: skip
        if faults:
            raise InputError(faults=faults)
        told = tools[name].answer(asked, law)
    except LicetError as error:
        lines = "\n".join(map(str, error.faults))
        content = TextContent(type="text", text=lines)
        return CallToolResult(content=[content], structured_content={"faults": [asdict(f) for f in error.faults]}, is_error=True)  # fmt: skip
    # Through JSON, so that both forms of the answer are the same.
    text = msgspec.json.encode(told)
    return CallToolResult(content=[TextContent(type="text", text=text.decode())], structured_content=msgspec.json.decode(text))  # fmt: skip


def serve(law: str | None = None) -> None:
    """Serve over standard input and output until the client ends.

    Args:
        law: the folder of law; the law that came with Licet by default.

    Raises:
        LawError: for law that cannot be used.
    """
    made = server(law)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await made.run(read, write, made.create_initialization_options())

    anyio.run(run)
