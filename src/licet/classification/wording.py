"""The small words around figures in English, German, French and Spanish: bounds, approximations, ranges, conditions, yes and no.

Words only, as documents write them; what a word does to a figure is said in ``measures.py``, and to a term in ``labels.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def word_set(text: str) -> frozenset[str]:
    """Return a set of words written in one text, with spaces or upright strokes between them."""
    return frozenset(text.split("|" if "|" in text else None))


def fold(text: str) -> str:
    """Return a text in lower case and without accents, sign for sign, so that places in it stay what they were.

    >>> fold("Größe MÁX.")
    'große max.'
    """
    return "".join(_folded(sign) for sign in text)


@cache
def _folded(sign: str) -> str:
    if sign in _RAISED or sign.isspace() or sign in "\u00ad\u200b":
        return " "
    plain = unicodedata.normalize("NFD", sign)[0].lower()
    return plain if len(plain) == 1 else sign


# Bounds. A "maximum" is what a thing reaches at most and reaches; "at most" only says that it is no more.
MAXIMUM = (
    "up to|to a maximum of|a maximum of|maximum of|maximum|maximal|max.|max|bis zu|bis max.|bis maximal|maximale|jusqu'a|jusqu’a|jusqu'en|hasta|maximo|"
    "como maximo|as much as|as far as|as high as|maxi|max. de"
)
MINIMUM = "a minimum of|minimum of|minimum|minimal|min.|min|minimo|como minimo|down to|minimale|mini"
AT_MOST = (
    "not more than|no more than|at most|not exceeding|does not exceed|hochstens|nicht mehr als|nicht uber|au plus|pas plus de|n'excede pas|"
    "a lo sumo|no mas de|no superior a|≤|<=|⩽|≦"
)
LESS = "less than|lower than|smaller than|under|below|weniger als|kleiner als|kleiner|unter|moins de|inferieur a|inferieure a|menos de|inferior a|menor que|menor de|<"
AT_LEAST = "not less than|no less than|at least|mindestens|wenigstens|nicht weniger als|au moins|pas moins de|al menos|por lo menos|no menos de|≥|>=|⩾|≧"
MORE = (
    "more than|greater than|higher than|longer than|over|above|exceeding|exceeds|in excess of|beyond|mehr als|großer als|uber|plus de|superieur a|superieure a|"
    "mas de|superior a|mayor que|mayor de|>"
)
BETTER = "better than|besser als|meilleur que|meilleure que|mieux que|mejor que"
ABOUT = (
    "approximately|approx.|approx|about|around|roughly|nearly|almost|circa|ca.|ca|c.|etwa|ungefahr|rund|environ|env.|a peu pres|aproximadamente|aprox.|aprox|"
    "unos|unas|alrededor de|~|≈|∼|≃"
)
TYPICAL = "typically|typical|typ.|typ|typisch|typique|tipico|tipica|nominal|nominally|nom.|nom|nenn"

#: Words before a figure, with what each says; the longest that fits counts.
BEFORE: dict[str, tuple[str, ...]] = {
    name: tuple(sorted(listed.split("|"), key=len, reverse=True))
    for name, listed in {
        "maximum": MAXIMUM,
        "minimum": MINIMUM,
        "at_most": AT_MOST,
        "less_than": LESS,
        "at_least": AT_LEAST,
        "more_than": MORE,
        "better": BETTER,
        "about": ABOUT,
        "typical": TYPICAL,
    }.items()
}
AFTER: dict[str, tuple[str, ...]] = {
    "maximum": ("maximum", "maximal", "max.", "max", "maximo"),
    "minimum": ("minimum", "minimal", "min.", "min", "minimo"),
    "at_least": (
        "or more",
        "or above",
        "or greater",
        "and above",
        "and more",
        "and up",
        "oder mehr",
        "und mehr",
        "ou plus",
        "et plus",
        "o mas",
        "y mas",
    ),
    "at_most": ("or less", "or below", "and below", "and less", "oder weniger", "ou moins", "o menos"),
    "about": ("approx.", "approx", "ca.", "(est.)", "(estimated)", "estimated"),
    "typical": ("typical", "typ.", "typ", "nominal", "nom.", "typisch", "typique", "tipico"),
}

JOINS = r"to|bis|through|thru|up to|a|jusqu'a|jusqu’a|hasta|y|and|und|et"
#: Joins that need a word before the first figure: between 3 and 5.
PAIRED = frozenset({"and", "und", "et", "y"})
BETWEEN = ("between", "zwischen", "entre")
LISTS = re.compile(
    r"\s*(?:,|;|&|/|\bor\b|\band\b|\bund\b|\boder\b|\bet\b|\bou\b|\by\b|\bo\b)\s*(?:(?:or|and|und|oder|et|ou|y|o)\s+)?"
)

YES = frozenset({"yes", "y", "ja", "oui", "si", "true", "wahr", "vrai", "verdadero", "✓", "✔", "☑", "✅"})
NO = frozenset({"no", "n", "nein", "non", "false", "falsch", "faux", "falso", "✗", "✘", "❌"})

MAX_WORDS = word_set(
    "max maximum maximal maximale maximaler maximales maximalen maxi maximo maxima maximums hochst hochste hochster maximaux peak"
) - {"peak"}
MIN_WORDS = word_set("min minimum minimal minimale minimaler minimales minimalen mini minimo minima")

#: Words that may stand directly before a term without making another thing of it.
LEADING = word_set(
    "the a an its has have having with_ is are offers provides features achieves reaches and or of_ "
    "der die das den dem ein eine einen einer hat haben ist und oder seine ihre mit_ "
    "le la les l un une des du d et ou son sa ses est a "
    "el los las un una y o su sus tiene es "
    "typical typisch typische typique tipico nominal nominale guaranteed garantierte specified published total gesamte"
) - {"with_", "of_", "mit_"}
#: Words between a term and its figure that say nothing.
LINKING = word_set(
    "of is are was be at_ from to between in value equals equal amounts up over "
    "von vom betragt ist sind zwischen bis zu in wert "
    "de d du des est sont entre a jusqu jusqu'a en valeur "
    "del es son entre hasta de en valor y el la los las le les l the an "
    "each per_ rated nominal nom typical typ typically typisch typique tipico guaranteed specified published value "
    "approximately approx about around ca circa etwa ungefahr rund environ env aproximadamente aprox unos n"
) - {"at_", "per_"}
#: The same within brackets, where articles may be abbreviations: LOS is a line of sight.
LINKING_IN_BRACKETS = word_set(
    "rated nominal nom typical typ typically typisch typique tipico guaranteed specified published each value in n"
)
#: What a figure was measured at or how, so that it may stand between a term and its figure and is told with it.
BASES = (
    "sea level static",
    "sea level",
    "static",
    "sls",
    "isa",
    "standard day",
    "standard atmosphere",
    "vacuum",
    "uninstalled",
    "installed",
    "rms",
    "r m s",
    "one year composite",
    "1 year composite",
    "one year",
    "1 year",
    "composite",
    "allan variance",
    "allan deviation",
    "allan",
    "in run",
    "1 sigma",
    "1σ",
    "3 sigma",
    "3σ",
    "one sigma",
    "cep",
    "room temperature",
    "full scale",
    "over temperature",
    "over full temperature range",
    "over operating temperature",
    "per axis",
    "each axis",
    "all axes",
    "auf meereshohe",
    "raumtemperatur",
    "niveau de la mer",
    "temperature ambiante",
    "nivel del mar",
    "temperatura ambiente",
)
#: A figure after one of these is the condition of another.
CONDITION = word_set(
    "at @ bei with without mit ohne avec sans con sin when where for fur under bij after nach apres despues within innerhalb during wahrend pendant "
    "every alle chaque cada per pro par por vs versus"
)
NEGATION = word_set(
    "no not non never without free kein keine nicht ohne frei sans ne pas sin ninguno sauf except excluding"
)

#: For these words "better than" means "smaller than".
SMALLER_IS_BETTER = re.compile(
    r"accura|precisi|error|stabili|repeatab|reproducib|resolution|noise|drift|uncertain|linearity|unbalance|tolerance|cep\b|instab|bias|genauigkeit|fehler|"
    r"auflosung|rauschen|wiederhol|streuung|exactitude|erreur|resoluci|ruido|exactitud|deriva|derive"
)

#: Headings and sections under which figures are those of something else that goes with the product.
OTHER_SUBJECT = re.compile(
    r"\b(?:data\s?-?link|datalink|communications?|radio link|video link|ground (?:control )?station|camera|storage|transport(?:ation)?|shipping|packag(?:e|ing)|"
    r"datenlink|datenverbindung|bodenstation|lagerung|transport|verpackung|kamera|liaison de donnees|station sol|stockage|emballage|"
    r"enlace de datos|estacion de tierra|almacenamiento|embalaje|camara)\b"
)

HEADS: dict[str, frozenset[str]] = {
    "unit": word_set("unit|units|einheit|einheiten|unite|unites|unidad|unidades|uom|u.m.|u m|si unit|dim."),
    "minimum": word_set("min|min.|minimum|minimal|mini|minimo|mín"),
    "typical": word_set("typ|typ.|typical|nominal|nom|nom.|typisch|typique|tipico|typical value|mean|average"),
    "maximum": word_set("max|max.|maximum|maximal|maxi|maximo"),
    "remark": word_set(
        "tolerance|toleranz|tolerancia|condition|conditions|test condition|test conditions|note|notes|remark|remarks|comment|comments|symbol|sym|ref|ref.|reference|method|test method|"
        "standard|norm|no|no.|nr|nr.|#|item|pos|pos.|bemerkung|bemerkungen|bedingung|bedingungen|anmerkung|prufnorm|norme|remarque|remarques|symbole|methode|"
        "observaciones|nota|notas|condicion|condiciones|metodo|simbolo|source|quelle|fuente"
    ),
    "system": word_set(
        "metric|imperial|si|us|english|us customary|metrisch|imperial units|metrique|metrico|english units|metric units|si units"
    ),
    "value": word_set(
        "value|values|wert|werte|valeur|valeurs|valor|valores|specification|specifications|spec|specs|data|daten|rating|ratings|figure|figures|performance|"
        "result|results|typical values|parameter|parameters|characteristic|characteristics|property|properties|feature|features|description|details|"
        "kenngroße|kennwert|merkmal|eigenschaft|angabe|angaben|caracteristique|caracteristiques|caracteristica|caracteristicas|propiedad|parametro|propriete|designation"
    ),
}


@cache
def head_kind(text: str) -> str:
    """Return what the head of a column says: ``unit``, ``minimum``, ``typical``, ``maximum``, ``remark``, ``system``, ``value``, or nothing."""
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*", " ", fold(text)).strip(" :*")
    return next((kind for kind, words in HEADS.items() if bare in words), "")


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for any of some words, the longest first."""
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda word: (-len(word), word))
    )
