"""Files of a stranger: YAML, JSON and TOML read as text with file and line, and everything that is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import Fault, InputError
from licet.language.nodes import (
    MAX_BYTES,
    MAX_DEPTH,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unreadable,
    Where,
    decode,
    from_value,
    read_json,
    read_toml,
    read_yaml,
)
from licet.transfers.files import read_file, read_text


def plain(node: Node) -> Any:
    """What a node holds, places aside."""
    if isinstance(node, Mapping):
        return {key: plain(item) for key, item in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text


def line(node: Node | None) -> int:
    assert node is not None
    return node.where.line


def read(text: str | bytes, name: str = "transfer.yaml") -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return [plain(node) for node in read_text(data, name)[0]]


def faults(text: str | bytes, name: str = "transfer.yaml") -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text, name)
    assert all(fault.found for fault in caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


# what is read, and where it stands

YAML = """\
# a transfer
recipient: NO
date: 2025-09-15
item:
  range: [1,850 km, 2500 km]
  envelope:
    - {payload: 500 kg,
       range: 300 km}
  note: >
    two
    lines
"""
JSON = """\
{"recipient": "NO",
 "item": {
  "range": 1850.50,
  "hypersonic": false,
  "entries": ["1.A.2",
              "19.A.2"]}}
"""
TOML = """\
recipient = "NO"
date = 2025-09-15

[item]
range = "1850 km"
hypersonic = false
envelope = [{payload = "1 kg", range = "2 km"},
            {payload = "3 kg", range = "4 km"}]
"""


def test_scalars_of_yaml_stay_text() -> None:
    [transfer] = read(YAML)
    assert transfer["recipient"] == "NO"
    assert transfer["date"] == "2025-09-15"
    assert read("a: yes\nb: 1e3\nc: 010\nd: ~\ne: 0x1F\nf: 1_000") == [
        {"a": "yes", "b": "1e3", "c": "010", "d": "~", "e": "0x1F", "f": "1_000"}
    ]


def test_values_and_keys_of_yaml_know_their_lines() -> None:
    [node] = read_yaml(YAML, "t.yaml")
    assert isinstance(node, Mapping)
    item = node.get("item")
    assert isinstance(item, Mapping)
    envelope = item.get("envelope")
    assert isinstance(envelope, Sequence)
    point = envelope.items[0]
    assert isinstance(point, Mapping)
    assert [str(node.where_of(key)) for key in ("recipient", "date", "item")] == ["t.yaml:2", "t.yaml:3", "t.yaml:4"]
    assert (line(item.get("range")), line(envelope), line(point.get("payload")), line(point.get("range"))) == (
        5,
        7,
        7,
        8,
    )
    assert str(node.where_of("absent")) == "t.yaml:2"


def test_yaml_inside_a_file_counts_from_the_line_on_which_it_begins() -> None:
    [node] = read_yaml("a: 1\nb: 2", "law.md", first_line=40)
    assert isinstance(node, Mapping)
    assert line(node.get("b")) == 41


def test_json_keeps_its_numbers_as_written_and_knows_its_lines() -> None:
    [node] = read_json(JSON, "t.json", [])
    assert isinstance(node, Mapping)
    item = node.get("item")
    assert isinstance(item, Mapping)
    entries = item.get("entries")
    assert isinstance(entries, Sequence)
    assert plain(item)["range"] == "1850.50"
    assert [line(part) for part in (item.get("range"), item.get("hypersonic"), *entries.items)] == [3, 4, 5, 6]


def test_toml_knows_the_lines_of_its_keys() -> None:
    [node] = read_toml(TOML, "t.toml")
    assert isinstance(node, Mapping)
    item = node.get("item")
    assert isinstance(item, Mapping)
    envelope = item.get("envelope")
    assert isinstance(envelope, Sequence)
    assert plain(node)["date"] == "2025-09-15"
    assert plain(item)["hypersonic"] == "false"
    assert [node.where_of(key).line for key in ("recipient", "date", "item")] == [1, 2, 4]
    assert [item.where_of(key).line for key in ("range", "hypersonic", "envelope")] == [5, 6, 7]
    assert [point.where_of("range").line for point in envelope.items if isinstance(point, Mapping)] == [7, 8]


def test_toml_tables_of_the_same_keys_have_lines_of_their_own() -> None:
    text = '[[transfers]]\nrecipient = "IT"\n\n[[transfers]]\nrecipient = "FR"\nitem.range = "3 km"\n'
    transfers, listed = read_text(text.encode(), "t.toml")
    assert listed
    assert [transfer.where_of("recipient").line for transfer in transfers if isinstance(transfer, Mapping)] == [2, 5]
    assert plain(transfers[1]) == {"recipient": "FR", "item": {"range": "3 km"}}


def test_a_byte_order_mark_and_windows_line_ends_are_no_text() -> None:
    for name, text in (("t.yaml", YAML), ("t.json", JSON), ("t.toml", TOML)):
        marked = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        assert read(marked, name) == read(text, name)
    [node], _ = read_text(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "t.yaml")
    assert isinstance(node, Mapping)
    assert line(node.get("b")) == 2


def test_json_with_tabs_is_read() -> None:
    assert read('{\n\t"recipient":\t"IT",\n\t"item":\t{"range":\t"1 km"}\n}', "t.json") == [
        {"recipient": "IT", "item": {"range": "1 km"}}
    ]
    assert read('{"recipient":\t"IT"}\n{"recipient":\t"FR"}\n', "t.jsonl") == [{"recipient": "IT"}, {"recipient": "FR"}]
    assert read('{\n\t"recipient":\t"IT"\n}', "standard input") == [{"recipient": "IT"}]


@pytest.mark.parametrize(
    "text", ["\U0001f680", "a\u2028b", "a\x85b", "a\ufeffb", "\x7f", "a\u2029", "\u00e9\u0301", "a\\/b", " a\n b "]
)
def test_json_strings_mean_what_json_says(text: str) -> None:
    for ascii_only in (True, False):
        body = json.dumps({"name": text, "x": 1}, ensure_ascii=ascii_only)
        assert read(body, "t.json") == [{"name": text, "x": "1"}]
        assert read(body + "\n" + body, "t.jsonl") == [{"name": text, "x": "1"}] * 2


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), _JSON, max_size=4), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_any_json_reads_as_its_values_do(value: dict[str, Any], indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    said = {"true": "yes", "false": "no", "null": ""}

    def folded(held: Any) -> Any:
        if isinstance(held, dict):
            return {key: folded(item) for key, item in held.items()}
        return [folded(item) for item in held] if isinstance(held, list) else said.get(held, held)

    found: list[Fault] = []
    [node] = read_json(text, "t.json", found)
    assert folded(plain(node)) == folded(plain(from_value(value, Where("t.json"))))
    assert not found


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
    st.sampled_from(["t.yaml", "t.json", "t.jsonl", "t.toml", "standard input"]),
)
def test_any_bytes_are_transfers_or_faults_and_nothing_else_is_raised(data: bytes, name: str) -> None:
    try:
        transfers, _ = read_text(data, name)
    except InputError as error:
        assert all(fault.where.startswith(name) for fault in error.faults)
    else:
        assert transfers
        assert all(isinstance(transfer, Mapping) for transfer in transfers)


# a file may hold several


@pytest.mark.parametrize(
    ("name", "text", "listed"),
    [
        ("t.yaml", "a: 1", False),
        ("t.yaml", "- a: 1\n- a: 2", True),
        ("t.yaml", "- a: 1", True),
        ("t.yaml", "a: 1\n---\na: 2\n", True),
        ("t.yaml", "transfers:\n  - a: 1\n  - a: 2\n", True),
        ("t.json", '{"a": 1}', False),
        ("t.json", '[{"a": 1}, {"a": 2}]', True),
        ("t.jsonl", '{"a": 1}\n\n{"a": 2}\n', True),
        ("t.jsonl", '{"a": 1}\n', True),
        ("t.toml", "a = 1", False),
        ("t.toml", "[[transfers]]\na = 1\n[[transfers]]\na = 2", True),
        ("standard input", '{"a": 1}\n{"a": 2}\n', True),
        ("standard input", "a: 1", False),
    ],
)
def test_a_file_holds_one_transfer_or_a_list(name: str, text: str, listed: bool) -> None:
    found, is_list = read_text(text.encode(), name)
    assert is_list is listed
    assert [plain(node) for node in found] == [{"a": "1"}, {"a": "2"}][: 1 + text.count("2")]


# what is refused

FAULTY: list[tuple[str, str | bytes, str]] = [
    # duplicate keys
    ("t.yaml", "a: 1\nb: 2\na: 3\n", "t.yaml:3: the key 'a' a second time (first on line 1)"),
    ("t.yaml", "i:\n  a: 1\n  a: {b: 2}\n", "t.yaml:3: the key 'a' a second time (first on line 2)"),
    ("t.yaml", "- a: 1\n- {a: 1, a: 2}\n", "t.yaml:2: the key 'a' a second time"),
    ("t.json", '{"a": 1,\n "b": {"c": 1,\n  "c": 2}}', "t.json:3: the key 'c' a second time (first on line 2)"),
    ("t.json", '{"a": 1,\n\t"a":\t2}', "t.json:2: the key 'a' a second time"),
    ("t.json", '{"a": "\\ud83d\\ude80",\n "a": 2}', "t.json: the key 'a' a second time"),
    ("t.jsonl", '{"a": 1}\n{"a": 1, "a": 2}', "t.jsonl:2: the key 'a' a second time"),
    ("t.toml", "a = 1\na = 2\nb = 3\n", "t.toml:2: text that is not TOML (Cannot overwrite a value"),
    # aliases, and the bomb that they make
    ("t.yaml", "a: &x 1\nb: *x\n", "t.yaml:2: the alias *x"),
    ("t.yaml", "a: &a [1]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "t.yaml:2: the alias *a"),
    ("t.yaml", "base: &b {range: 1}\nitem:\n  <<: *b\n", "t.yaml:3: the alias *b"),
    # nesting
    ("t.yaml", "[" * 3_000_000, "t.yaml:1: nesting deeper than 40 levels"),
    ("t.yaml", "\n".join("  " * n + "a:" for n in range(60)), "t.yaml:41: nesting deeper than 40 levels"),
    ("t.json", "[" * 100_000 + "]" * 100_000, "t.json: nesting deeper than 40 levels"),
    ("t.json", '{"a":' * 60 + "1" + "}" * 60, "nesting deeper than 40 levels"),
    ("t.jsonl", '{"a": 1}\n' + "[" * 100_000 + "]" * 100_000, "t.jsonl: nesting deeper than 40 levels"),
    ("t.toml", "a = " + "[" * 100_000, "t.toml: nesting deeper than 40 levels"),
    ("t.toml", ".".join("a" * 60) + " = 1", "nesting deeper than 40 levels"),
    # not text
    ("t.yaml", b"\x7fELF\x02\x01\x01\x00\x00", "t.yaml: a binary file"),
    ("t.json", b"PK\x03\x04\x14\x00", "t.json: a binary file"),
    ("t.yaml", "a: Türkei".encode("utf-16"), "t.yaml: a binary file"),
    ("t.yaml", b"a: 1\nb: T\xfcrkei\n", "t.yaml:2: the byte 0xfc, which is not UTF-8"),
    ("t.yaml", "a: 1\nb: 2\nc: \x07\n", "t.yaml:3: text that is not YAML (unacceptable character #x0007"),
    ("t.yaml", b"#" * 5000 + b"\nb: \x00", "t.yaml:2: text that is not YAML"),
    ("t.json", '{"a": "\\ud800"}', "t.json: \\ud800, one half of a character"),
    ("t.json", '{"\\udfff": 1}', "t.json: \\udfff, one half of a character"),
    # not of its format
    ("t.yaml", "a: 1\n\tb: 2\n", "t.yaml:2: text that is not YAML (found "),
    ("t.yaml", "a: [1, 2\nb: 3\n", "t.yaml:2: text that is not YAML"),
    ("t.yaml", "a: 'x\n", "t.yaml:2: text that is not YAML"),
    ("t.yaml", "? [a, b]\n: 1\n", "t.yaml:1: a list or mapping as a key"),
    ("t.json", "{'a': 1}", "t.json:1: text that is not JSON"),
    ("t.json", '{"a": 1,\n "b": }', "t.json:2: text that is not JSON"),
    ("t.json", '{"a": 1} {"b": 2}', "t.json:1: text that is not JSON (Extra data)"),
    ("t.json", "a: 1", "t.json:1: text that is not JSON"),
    ("t.jsonl", '{"a": 1}\n{"a": \n', "t.jsonl:2: text that is not JSON"),
    ("t.toml", "a = 1\nb = \n", "t.toml:2: text that is not TOML"),
    ("t.toml", "a = 2025-02-30\n", "t.toml:1: text that is not TOML"),
    ("t.toml", "a = " + "9" * 5000, "t.toml: text that is not TOML (a number of thousands of digits)"),
    # no transfer
    ("t.yaml", "", "t.yaml: nothing; expected a transfer"),
    ("t.yaml", "# only a remark\n", "t.yaml: nothing"),
    ("t.yaml", "[]", "t.yaml: nothing"),
    ("t.yaml", "just words\n", "t.yaml:1: no transfer"),
    ("t.yaml", "- a: 1\n- 2\n", "t.yaml:2: no transfer"),
    ("t.json", "[1]", "t.json:1: no transfer"),
    ("t.json", "null", "t.json:1: no transfer"),
    ("t.jsonl", "\n\n", "t.jsonl: nothing"),
]


@pytest.mark.parametrize(("name", "text", "message"), FAULTY)
def test_what_cannot_be_read_is_one_clear_line(name: str, text: str | bytes, message: str) -> None:
    [fault] = faults(text, name)
    assert message in fault
    assert "\n" not in fault
    assert len(fault) < 300


def test_several_duplicate_keys_are_reported_together() -> None:
    assert [fault.partition(": ")[0] for fault in faults("a: 1\na: 2\nb: 3\nc: {d: 1, d: 2}\nb: 4\n")] == [
        "transfer.yaml:2",
        "transfer.yaml:4",
        "transfer.yaml:5",
    ]


def test_of_a_duplicate_key_the_first_value_stays() -> None:
    found: list[Fault] = []
    [node] = read_yaml("a: 1\na: 2\n", "t.yaml", faults=found)
    assert plain(node) == {"a": "1"}
    assert len(found) == 1


def test_forty_levels_are_read() -> None:
    text = "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
    [node] = read_yaml(text, "t.yaml")
    assert plain(node) == json.loads(text.replace("1", '"1"'))


def test_a_tag_of_yaml_is_no_more_than_a_remark(tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    for tag in ("!!python/object/apply:os.system", "!!python/object/new:os.system", "!!python/name:os.system", "!run"):
        assert read(f"a: {tag} ['touch {mark}']\nb: !!int 3\nc: !!binary YQ==\n") == [
            {"a": [f"touch {mark}"], "b": "3", "c": "YQ=="}
        ]
    assert not mark.exists()


def test_too_much_text_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="20 MB of text; expected at most 20 MB"):
        decode(b"a" * (MAX_BYTES + 1), "t.yaml")
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(InputError, match=r"large\.yaml: 100 MB; expected at most 20 MB"):
        read_file(str(large))


def test_a_file_that_is_not_there_and_a_folder_are_faults(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_file(str(tmp_path / "absent.yaml"))
    with pytest.raises(InputError, match="a folder; expected a file"):
        read_file(str(tmp_path))


def test_the_ending_of_a_name_tells_the_format(tmp_path: Path) -> None:
    for name, text in (
        ("a.YAML", "a: 1"),
        ("a.yml", "a: 1"),
        ("a.JSON", '{"a": 1}'),
        ("a.Toml", "a = 1"),
        ("a", "a: 1"),
    ):
        (tmp_path / name).write_text(text)
        assert [plain(node) for node in read_file(str(tmp_path / name))[0]] == [{"a": "1"}]


# plain values of Python


def test_values_of_python_become_nodes() -> None:
    node = from_value({"a": None, "b": True, "c": [1, 2.5], "d": ("x",), "e": {"f": "g"}}, Where("transfer"))
    assert plain(node) == {"a": "", "b": "true", "c": ["1", "2.5"], "d": ["x"], "e": {"f": "g"}}
    assert isinstance(node, Mapping)
    empty = node.get("a")
    assert isinstance(empty, Scalar)
    assert empty.empty
    assert str(node.where) == "transfer"


def test_a_set_has_one_order() -> None:
    assert plain(from_value({"c", "a", "b"}, Where("transfer"))) == ["a", "b", "c"]


def test_a_value_that_holds_itself_is_refused() -> None:
    value: dict[str, Any] = {}
    value["item"] = value
    with pytest.raises(Unreadable, match="nesting deeper than 40 levels"):
        from_value(value, Where("transfer"))
