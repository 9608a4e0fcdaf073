"""The words that templates have beside Django's own: how the law's own words, codes and dates are shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.template import Library
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from licet.errors import number_of
from licet.reports import markup, sentences
from licet.web import prose as markdown
from licet.web.dress import rulebook

register = Library()

_PROPOSALS = "proposals."


@register.filter
def standing(code: str) -> SafeString:
    """Show how much of a source was read, in words; the style puts a sign before them."""
    return _tag(code)


@lru_cache(maxsize=64)
def _tag(code: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', code, sentences.standing(code))


@register.filter
def offered(names: Sequence[str], name: str) -> SafeString:
    """Offer names in a list from which a field takes them."""
    return _offered(tuple(names), name)


@lru_cache(maxsize=16)
def _offered(names: tuple[str, ...], name: str) -> SafeString:
    # Every page of a form offers the same hundreds.
    options = format_html_join("", '<option value="{}"></option>', ((one,) for one in names))
    return format_html('<datalist id="{}">{}</datalist>', name, options)


@register.filter
def prose(text: str, title: str = "") -> SafeString:
    """Show the Markdown of the law."""
    return mark_safe(markdown.prose(text, title))  # noqa: S308 - made by a reader that lets nothing through


@register.filter
def linked(text: str) -> SafeString:
    """Show a text with the addresses in it as links."""
    return mark_safe(markup.linked(text))  # noqa: S308 - escapes whatever is no address


@register.filter
def named(code: str) -> str:
    """Show a code of the law in plain words."""
    return sentences.title(code)


@register.filter
def plainly(codes: list[str]) -> str:
    """Show codes of answers in plain words."""
    return ", ".join(map(sentences.words, codes))


@register.filter
def span(text: str) -> str:
    """Show the dates between which something is in force in words."""
    return sentences.window(text).removeprefix("in force").lstrip(", ") if ".." in text else text


@register.filter
def dated(text: str) -> str:
    """Show a text with its dates written out."""
    return sentences.dated(text)


@register.filter
def rule_link(name: str) -> SafeString:
    """Link the name of a rule, or of an instrument, to where it stands; a rule that follows from another stands where that does."""
    instrument, rule = (*name.split("/"), "")[:2]
    if instrument.startswith(_PROPOSALS) and instrument not in rulebook().instruments:
        # What somebody wrote for himself stands on no page of the site.
        return format_html("<code>{}</code>", name)
    return _rule_link(name, instrument, rule)


@lru_cache(maxsize=4096)
def _rule_link(name: str, instrument: str, rule: str) -> SafeString:
    href = reverse("instrument", args=[instrument]) + (f"#{rule}" if rule else "")
    return format_html('<a href="{}"><code>{}</code></a>', href, name)


@register.filter
def rule_links(names: list[str]) -> SafeString:
    """Link the names of rules, one below the other."""
    return format_html(
        '<ul class="names">{}</ul>', format_html_join("", "<li>{}</li>", ((rule_link(n),) for n in names))
    )


@register.filter
def of_item(title: str) -> str:
    """Return what an item of the Annex is called, without the list and the number that its title begins with."""
    return sentences.capital(title.partition(" - ")[2] or title)


@register.filter
def entries(below: list[dict[str, Any]]) -> str:
    """Say how many entries stand below a heading of the Annex."""
    return number_of(_entries(below), "entry", "entries")


def _entries(below: list[dict[str, Any]]) -> int:
    return sum(int(bool(node.get("entry"))) + _entries(node["below"]) for node in below)


@register.filter
def first_of(many: Sequence[Any], most: int) -> Sequence[Any]:
    """Return the first of many."""
    return many[:most]


@register.filter
def less(count: int, taken: int) -> int:
    """Return how many are left."""
    return count - taken


@register.filter
def anchor(name: str) -> str:
    """Return the anchor of a rule on the page of its instrument."""
    return name.partition("/")[2]


@register.filter
def thousands(number: int) -> str:
    """Show a number with a comma before each three digits."""
    return f"{number:,}"


@register.filter
def amount(value: Any) -> str:
    """Show an amount with its thousands apart, as exactly as it was stated.

    >>> from decimal import Decimal
    >>> amount(Decimal("1250000.50")), amount(Decimal("1E+3")), amount(None)
    ('1,250,000.50', '1,000', '')
    """
    return "" if value is None else f"{value:,f}"
