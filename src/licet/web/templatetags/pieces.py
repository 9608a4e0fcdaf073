"""Pieces of the review page that many pages share: rules as they bear on an answer, and questions to which nothing was answered.

Each is made from its template once and then remembered, for the same rule bears in the same way on most transfers. What somebody wrote for
himself, an answer in his own words or the law of a reform, is made anew each time and not kept.
"""

from __future__ import annotations

from functools import lru_cache

from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from licet.reports.account import Ground
from licet.web.dress import rulebook
from licet.web.questions import Question

register = Library()


@register.simple_tag
def ground(ground: Ground, opened: bool = False, how: str = "") -> SafeString:
    """Show a rule as it bears on an answer.

    Args:
        ground: the rule.
        opened: whether its reasons are seen at once.
        how: what stands before it, such as that it is displaced.
    """
    law = rulebook()
    ours = ground.rule in law.rules or ground.rule.partition("/")[0] in law.instruments
    return (_ground if ours else _ground.__wrapped__)(ground, opened, how, law.digest)


@register.simple_tag(takes_context=True)
def question(context: Context, question: Question, compact: bool = False, begins: bool = False) -> SafeString:
    """Show a question.

    Args:
        context: what the page says of itself: which questions are to be answered first, and what the catalogue tells of the item.
        question: the question.
        compact: without what it means, as beside an answer.
        begins: among those that begin the page.
    """
    first = question.option in context.get("at_first", ())
    figures = context.get("figures")
    by_catalogue = figures[2] if figures and question.option == "kind" else ""
    # A value that is chosen from ours is nothing that somebody wrote.
    chosen = not question.text or any(one.value == question.text for one in question.choices)
    ours = chosen and not question.faults
    return (_question if ours else _question.__wrapped__)(question, compact, begins, first, by_catalogue)


@lru_cache(maxsize=4096)
def _ground(ground: Ground, opened: bool, how: str, digest: str) -> SafeString:
    # The digest is that of the law whose pages are linked.
    del digest
    return render_to_string("review_ground.html", {"ground": ground, "opened": opened, "how": how})


@lru_cache(maxsize=2048)
def _question(question: Question, compact: bool, begins: bool, first: bool, by_catalogue: str) -> SafeString:
    asked = {"q": question, "compact": compact, "begins": begins, "first": first, "by_catalogue": by_catalogue}
    return render_to_string("review_question.html", asked)
