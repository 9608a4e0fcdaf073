"""One YAML block of law as named fields, with a fault for every field that is missing, unknown or of the wrong form."""

from __future__ import annotations

import re

from licet.errors import Fault, article, near
from licet.language.condition_reader import NotACondition, read_condition
from licet.language.conditions import Condition
from licet.language.nodes import Mapping, Node, Scalar, Sequence, Where
from licet.rulebook.windows import NotAWindow, Window, read_window


class Fields:
    """The fields of one block.

    Args:
        node: the block as YAML.
        what: what the block is, for messages (``rule``).
        required: keys that must stand there.
        optional: keys that may.
        faults: takes what is wrong.
    """

    def __init__(
        self, node: Node, what: str, required: tuple[str, ...], optional: tuple[str, ...], faults: list[Fault]
    ) -> None:
        self.faults = faults
        self.what = what
        self.where = node.where
        self.node = node if isinstance(node, Mapping) else Mapping((), node.where)
        if not isinstance(node, Mapping):
            faults.append(Fault(str(node.where), f"{article(what)} without keys", f"the keys {', '.join(required)}"))
            return
        known = required + optional
        for (key, _), place in zip(node.entries, node.key_lines, strict=True):
            if key not in known:
                faults.append(
                    Fault(str(place), f"the unknown key '{key}' in {article(what)}", ", ".join(known), near(key, known))
                )
        for key in required:
            value = node.get(key)
            if value is None or (isinstance(value, Scalar) and not value.text.strip()):
                faults.append(Fault(str(self.where), f"{article(what)} without '{key}'", f"the key '{key}'"))

    def place(self, key: str) -> Where:
        """Where a key stands."""
        return self.node.where_of(key)

    def fault(self, key: str, found: str, expected: str = "", mend: str = "") -> None:
        """Report what is wrong with the value of a key."""
        self.faults.append(Fault(str(self.place(key)), found, expected, mend))

    def text(self, key: str, default: str = "") -> str:
        """Return a value as one line of text."""
        node = self.node.get(key)
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.fault(key, f"a list or mapping under '{key}'", "a single text")
            return default
        return " ".join(node.text.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a value, or a list of values, as texts."""
        node = self.node.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return ()
        if isinstance(node, Scalar):
            return (" ".join(node.text.split()),)
        if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
            return tuple(" ".join(item.text.split()) for item in node.items if isinstance(item, Scalar))
        self.fault(key, f"a nested value under '{key}'", "a text or a list of texts")
        return ()

    def pairs(self, key: str) -> dict[str, str]:
        """Return a mapping of names to texts."""
        node = self.node.get(key)
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self.fault(key, f"no mapping under '{key}'", "names with their meaning")
            return {}
        return {name: " ".join(item.text.split()) for name, item in node.entries if isinstance(item, Scalar)}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return a mapping of names to a text or a list of texts."""
        node = self.node.get(key)
        if not isinstance(node, Mapping):
            if node is not None:
                self.fault(key, f"no mapping under '{key}'", "names with their values")
            return {}
        inner = Fields(node, key, (), tuple(name for name, _ in node.entries), self.faults)
        return {name: inner.texts(name) for name, _ in node.entries}

    def children(self, key: str) -> tuple[Node, ...]:
        """Return the items of a list."""
        node = self.node.get(key)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.fault(key, f"no list under '{key}'", "a list")
            return ()
        return node.items

    def choice(self, key: str, choices: tuple[str, ...], default: str = "") -> str:
        """Return a value that is one of a few."""
        value = self.text(key, default)
        if value and value not in choices:
            self.fault(key, f"'{value}'", " | ".join(choices), near(value, choices))
            return default
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return yes or no."""
        value = self.choice(key, ("yes", "no"), "yes" if default else "no")
        return value == "yes"

    def condition(self, key: str) -> Condition | None:
        """Return a condition."""
        node = self.node.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar) or not node.text.strip():
            self.fault(key, "no condition", "a condition in one line or a folded block")
            return None
        text = node.text
        try:
            return read_condition(text)
        except NotACondition as error:
            before = " ".join(text[: error.offset].split()[-4:])
            several = re.search(r"\bis (not )?[A-Z][a-z]+$", before)
            mend = "a value is one word: a nation is its code of two letters" if several else ""
            self.fault(key, f"{error}" + (f" (after '{before}')" if before else ""), "a condition", mend)
            return None

    def window(self, key: str, default: Window | None = None) -> Window:
        """Return a window of dates, or the default where none stands there or none that can be used."""
        text, default = self.text(key), default or Window()
        if not text:
            return default
        try:
            return read_window(text)
        except NotAWindow as error:
            self.fault(key, str(error), "A .. B with ISO dates, the end exclusive")
            return default
