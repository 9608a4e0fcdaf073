"""The whole tree of a review for ``--why``: every question, every rule in force that touches it, every part of its condition.

It repeats what the engine found and decides nothing; a rule that does not apply is shown by its first false part alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.deciding.reasons import tree
from licet.language.conditions import Condition, Not, conjuncts
from licet.reports.account import clean
from licet.reports.sentences import listed, phrase, standing, title, window, words
from licet.reviewing import Review, in_force
from licet.rulebook.instruments import Rule

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

_STYLE = {"true": "green", "false": "red", "unknown": "yellow"}
_ROLES = (
    ("by", "applies", "bold green"),
    ("outweighed", "applies, outweighed by a stricter answer", "green"),
    ("defeated", "displaced", "cyan"),
    ("might", "may apply", "yellow"),
)


def why_tree(review: Review) -> Tree:
    """Return the tree of a review, ready to print on a console."""
    return _Forest(review).tree()


class _Forest:
    def __init__(self, review: Review) -> None:
        self.review = review
        self.book = review.rulebook

    def tree(self) -> Tree:
        from rich.tree import Tree

        review = self.review
        root = Tree(_text((f"Every rule in force on {review.transfer.date.isoformat()}", "bold")), guide_style="dim")
        for question in self.book.question_order:
            if self.book.questions[question].shown and question in review.answers:
                self.question(root, question)
        return root

    def question(self, root: Tree, question: str) -> None:
        answer = self.review.answers[question]
        rules = [rule for rule in self.review.bound.rules if question in rule.then]
        given = [answer.value] if isinstance(answer.value, str) else answer.value
        either = "or" if answer.certain is None and given is None else "and"
        shown = (
            listed((words(code, self.book) for code in (answer.possible if given is None else given)), either) or "none"
        )
        state = ("open: ", "yellow") if answer.open else ""
        branch = root.add(_text((title(question, self.book), "bold"), ": ", state, shown))
        roles: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        for name, role, style in _ROLES:
            for reason in getattr(answer, name):
                roles.setdefault(reason.rule, (role, style, tuple(reason.defeated_by)))
        if not rules:
            branch.add(_text(("no rule in force speaks of it", "dim")))
        apart: dict[str, list[str]] = {}
        for rule in sorted(rules, key=lambda rule: rule.name not in roles):
            if rule.name not in roles and self.truth(rule.condition) == "false":
                apart.setdefault(self.since(rule), []).append(rule.name)
            else:
                self.rule(branch, rule, question, roles.get(rule.name))
        for since, names in apart.items():
            branch.add(_text(("does not apply", "red"), f", since {since}: ", (", ".join(names), "dim")))

    def since(self, rule: Rule) -> str:
        """Why a rule does not apply: the first part of its condition that is false, denied."""
        parts = conjuncts(rule.condition) if rule.condition is not None else []
        return next((phrase(Not(part), self.book) for part in parts if self.truth(part) == "false"), "")

    def rule(self, branch: Tree, rule: Rule, question: str, role: tuple[str, str, tuple[str, ...]] | None) -> None:
        """Add a rule that applies, is displaced or may apply, with its whole condition."""
        answers = listed(words(code, self.book) for code in rule.then[question])
        does, style, by = role or ("may apply; the answer is the same either way", "dim yellow", ())
        leaf = branch.add(
            _text((rule.name, "bold"), " ", (does + (f" by {listed(by)}" if by else ""), style), f" ({answers})")
        )
        leaf.add(_text(rule.says))
        leaf.add(_text((f"{rule.cite}; {window(in_force(rule))}; {standing(rule.standing)}", "dim")))
        if rule.condition is not None:
            self.condition(leaf, rule.condition)

    def condition(self, leaf: Tree, condition: Condition) -> None:
        """Add a condition with the truth of every part."""
        path: list[Tree] = [leaf]
        for depth, text, truth in tree(self.review.bound, condition, self.review.state):
            shown = text if text in ("all of", "any of", "not") else phrase(text, self.book)
            del path[depth + 1 :]
            path.append(path[depth].add(_text((f"{truth:<8}", _STYLE[truth]), shown)))

    def truth(self, condition: Condition | None) -> str:
        if condition is None:
            return "true"
        return next(iter(tree(self.review.bound, condition, self.review.state)))[2]


def _text(*parts: str | tuple[str, str]) -> Text:
    from rich.text import Text

    made = Text()
    for part in parts:
        shown, style = (part, "") if isinstance(part, str) else part
        made.append(clean(shown), style or None)
    return made
