"""The form of one act: what is asked for it, and how it is done with what was told. Each act of the table of moves has one, by its name.

A form asks; whether an act is possible is for :mod:`licet.cases` to say, and what it refuses is shown beside the form, which loses nothing.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from licet.cases.acts import Acting
from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.who import Who

FORMS: dict[str, type[ActForm]] = {}


class ActForm(forms.Form):
    """The form of one act.

    Attributes:
        act: by its name in the tables.
        title: what it does, as its heading and its link have it.
        button: the word on its button.
        says: what follows from it, for whoever is about to do it.
        weighty: whether it is shown apart, since it cannot be taken back.
        leads: whether it is the work that the case waits for, though it does not lead to another state by itself.
        beside: the template of what is to be read before it is done; empty for none.
        nothing: why there is nothing to fill in; empty where there is something.
        state: the case as whoever acts may see it.
        procedure: of the case; None for a draft and where it is open who decides.
        who: who acts.
    """

    act: ClassVar[str]
    # A form that knows its case may say these of it in other words.
    title: str
    button: str = ""
    says: str = ""
    nothing: str = ""
    weighty: ClassVar[bool] = False
    leads: ClassVar[bool] = False
    beside: ClassVar[str] = ""
    # A page lists the forms that it offers, which are classes: a template would make one of each.
    do_not_call_in_templates: ClassVar[bool] = True
    template_name = "casework/act_fields.html"
    use_required_attribute = True

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        if "act" in vars(cls):
            assert cls.act not in FORMS, f"two forms of '{cls.act}'"
            FORMS[cls.act] = cls

    def __init__(self, *told: Any, state: CaseState, procedure: Procedure | None, who: Who, **named: Any) -> None:
        self.state, self.procedure, self.who = state, procedure, who
        named["initial"] = {"seen": state.position, **named.get("initial", {})}
        super().__init__(*told, label_suffix="", **named)
        self.ask()

    def ask(self) -> None:
        """Set up what depends on the case, such as which questions are open."""

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003 - others ask
        """Whether it makes sense to offer it, where right and state permit it: an act without anything to choose from is not offered."""
        return True

    @classmethod
    def leading(cls, state: CaseState) -> bool:  # noqa: ARG003 - others ask
        """Whether a case waits for it, though it does not lead to another state by itself."""
        return cls.leads

    def told(self) -> dict[str, Any]:
        """Return what the act is told, by the names of its arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def do(self, acting: Acting) -> CaseState:
        """Do the act of the same name with what was told.

        Raises:
            NotPossible: with a fault for everything that is not as it must be.
        """
        from licet.cases import acts

        done: CaseState = getattr(acts, self.act)(acting, **self.told())
        return done


def words(label: str, *, rows: int = 4, hint: str = "", required: bool = True, most: int = 20_000) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


def why(label: str = "Why", hint: str = "") -> forms.CharField:
    """Return the field for the reasons of an act."""
    return words(label, rows=3, hint=hint)


def day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)
