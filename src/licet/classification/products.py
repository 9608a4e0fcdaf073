"""Whether a document speaks of one product or of several, by the names over its columns, before its rows and in its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from licet.classification.wording import fold, word_set

_NAMED = re.compile(
    r"\b(?:model|type|version|variant|typ|modell|modele|modelo|variante|configuration|konfiguration|ausfuhrung|baureihe)\s+[a-z0-9][\w.-]*"
)
_TOKEN = re.compile(r"(?<![\w-])[A-Za-z]+(?:-\w*\d\w*|\d\w*)(?:-\w+)*(?!\w)")
# Standards, classes of protection, revisions and lists look like models and are none.
_STANDARDS = word_set(
    "MIL STD DO ISO IEC EN DIN ASTM RTCA RS IP AS SAE STANAG NATO EU ECCN UN CAS REV IEEE ARINC ED CS FAR GOST ANSI BS JIS MTCR USML GPS ABEC"
)


def model_name(text: str) -> str:
    """Return the name of a model in a text, or nothing where it holds none or several.

    >>> model_name("TJ-40 performance"), model_name("Tests to MIL-STD-810G"), model_name("Model B")
    ('TJ-40', '', 'Model B')
    """
    found = {
        token
        for token in _TOKEN.findall(text)
        if re.split(r"[-\d]", token)[0].upper() not in _STANDARDS
        # L1 and C2 are bands and links; TJ40, X-1 and MQ-9 are models.
        and ("-" in token or len(re.findall(r"\d", token)) > 1)
    }
    if not found:
        named = _NAMED.search(fold(text))
        return text[named.start() : named.end()] if named else ""
    return found.pop() if len(found) == 1 else ""


def key(name: str) -> str:
    """Return a name as it is compared: without case, spaces and hyphens."""
    return re.sub(r"[\s\-–_]+", "", fold(name))


def chosen(name: str, known: Iterable[str]) -> str | None:
    """Return the product that a name means: the one it is, or the only one that holds it; None where it means none."""
    products = list(dict.fromkeys(known))
    exact = [product for product in products if key(product) == key(name)]
    holding = exact or [product for product in products if key(name) in key(product)]
    return holding[0] if len({key(product) for product in holding}) == 1 else None
