"""Names drawn at random: any text at all, words of names, and names made of them."""

from __future__ import annotations

from hypothesis import strategies as st

# Texts in which a reader of names could stumble, beside whatever Hypothesis thinks of.
ODD = [
    "", " ", "🚀", "\u200f\u200e", "\u202eABC\u202c", "\u0301", "ال", "第", "第百", "·", "&", "+", "'", "A.B.", "1.2.3", "ß", "ǅ", "ﷺ", "㈱", "ﬁ", "٣", "Ⅷ", "\ud800", "İ", "ⅷ的", "ーー",
    "第五十", "ا", "𝔖𝔢𝔯𝔤𝔢𝔦", "and", "of", "no", "LLC", "x" * 10_000,
]  # fmt: skip
ANY_TEXT = st.text(max_size=60) | st.sampled_from(ODD) | st.lists(st.sampled_from(ODD), max_size=4).map(" ".join)

_GIVEN = [
    "Sergei",
    "Maria",
    "Mohammed",
    "Kim",
    "Wei",
    "Ahmet",
    "José",
    "Сергей",
    "محمد",
    "伟",
    "Anna-Lena",
    "J.",
    "Abd",
    "Şükrü",
]
_WORDS = [
    "Vega",
    "Rostov",
    "Sahand",
    "Huawei",
    "Dassault",
    "Korund",
    "Lotus",
    "Zvezda",
    "Nordwind",
    "Aérospatiale",
    "Вега",
    "华为",
]
_PLAIN = [
    "Trading",
    "Company",
    "Group",
    "International",
    "Electronics",
    "Industries",
    "Technology",
    "General",
    "Services",
    "Aviation",
    "Import",
    "Export",
]
_FORMS = ["LLC", "Ltd", "GmbH", "S.A.", "JSC", "Co., Ltd.", "OOO", "PT", "AG", "Inc."]  # fmt: skip

NAME_WORDS = st.sampled_from(_GIVEN + _WORDS)
PLAIN_WORDS = st.sampled_from(_PLAIN)
PERSONS = st.lists(st.sampled_from(_GIVEN + _WORDS), min_size=1, max_size=5).map(" ".join)
COMPANIES = st.tuples(
    st.tuples(
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=2, unique=True),
        st.lists(PLAIN_WORDS, max_size=2, unique=True),
    ).map(lambda parts: [*parts[0], *parts[1]]),
    st.sampled_from(_FORMS),
)
"""The words of a company, and its legal form."""
ORGANISATIONS = COMPANIES.map(lambda parts: " ".join([*parts[0], parts[1]]))
NAMES = PERSONS | ORGANISATIONS
KINDS = st.sampled_from(["person", "organisation", "vessel", "aircraft", "unknown"])
