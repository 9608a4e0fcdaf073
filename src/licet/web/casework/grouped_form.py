"""A form whose fields stand in groups, such as one for each item and destination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from licet.web.casework.act_forms import ActForm


@dataclass(frozen=True)
class Group:
    """Fields that belong together.

    Attributes:
        title: their heading.
        fields: in order.
        notes: what is to be known before they are filled, a sentence each.
        cite: where what is asked stands.
        standing: how much of that was read.
        opened: whether they are shown only when somebody opens them, or when something in them is to be mended.
        state: a word beside the heading, such as that nothing was filled.
    """

    title: str
    fields: Sequence[BoundField]
    notes: Sequence[str] = ()
    cite: str = ""
    standing: str = ""
    opened: bool = False
    state: str = ""

    @property
    def open(self) -> bool:
        """Whether something in it was told or is to be mended."""
        return any(field.errors or (field.form.is_bound and field.value()) for field in self.fields)

    @property
    def pairs(self) -> list[tuple[BoundField, object]]:
        """The fields with what is wrong with each."""
        return [(field, field.errors) for field in self.fields]


class GroupedForm(ActForm):
    """A form in groups; what is in none of them stands before them."""

    template_name = "casework/act_groups.html"

    def groups(self) -> Iterable[Group]:
        """Return the groups."""
        return ()

    def get_context(self) -> dict[str, object]:
        """Return what the template sees."""
        groups = list(self.groups())
        grouped = {field.html_name for one in groups for field in one.fields}
        context: dict[str, object] = super().get_context()
        fields = [
            (field, self.error_class(field.errors)) for field in self.visible_fields() if field.html_name not in grouped
        ]
        return {**context, "groups": groups, "fields": fields}
