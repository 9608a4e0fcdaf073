"""The forms of intake: submitting, handing in documents, answering, withdrawing; and showing the applicant a document of the authority."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property

from licet.cases.acts import Acting
from licet.cases.by_law import Procedure
from licet.cases.case import Asked, CaseState
from licet.cases.faults import NotPossible
from licet.cases.who import Who
from licet.cases.words import APPLICANT, REFUSED
from licet.errors import InputError
from licet.web.casework import law_here
from licet.web.casework.act_forms import ActForm, why, words
from licet.web.casework.document_kinds import KINDS, TAKEN, type_of
from licet.web.casework.held_against import held_against_denials
from licet.web.casework.preview import Preview, preview
from licet.web.sent import file_name


class Submit(ActForm):
    """Submission; what the engine says now is read first."""

    act = "submit"
    title = "Submit the application"
    button = "Submit it now"
    says = "Read first what the law says of the application as it stands, and what is still missing."
    template_name = "casework/submit_fields.html"

    @cached_property
    def preview(self) -> Preview:
        """What the engine says now; nothing of it is kept."""
        return preview(self.state)

    def told(self) -> dict[str, Any]:
        """Return who asks the engine."""
        return {"review": law_here.review}

    def do(self, acting: Acting) -> CaseState:
        """Submit; what the engine cannot read is told beside the form.

        Raises:
            NotPossible: with a fault for everything that is not as it must be.
        """
        try:
            done = super().do(acting)
            held_against_denials(acting)
            return done
        except NotPossible:
            raise
        except InputError as error:
            raise NotPossible(faults=error.faults) from None


class Attach(ActForm):
    """A document that is handed in."""

    act = "attach"
    title = "Hand in a document"
    button = "Hand it in"

    kind = forms.ChoiceField(label="What it is", choices=[("", "Choose"), *KINDS.items()])
    file = forms.FileField(label="The file", max_length=400)

    def ask(self) -> None:
        """Say who will see it, and what is taken."""
        self.says = (
            "The authority and the agencies that are asked will see it. It cannot be taken back."
            if self.who.role == APPLICANT
            else "It is internal: the applicant sees it only when a licensing officer shows it to them."
        )
        names = [name for name, _ in TAKEN.values()]
        field = self.fields["file"]
        field.help_text = (
            f"{', '.join(names[:-1])} or {names[-1]}, of at most {settings.LICET_ATTACHMENT_BYTES / 1e6:,.4g} MB."
        )
        field.widget.attrs["accept"] = ",".join(end for _, ends in TAKEN.values() for end in ends)

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large, what is none of the types that are taken, and what says by its name that it is another."""
        file: UploadedFile = self.cleaned_data["file"]
        most, size = settings.LICET_ATTACHMENT_BYTES, file.size or 0
        if size > most:
            raise forms.ValidationError(f"It has {size / 1e6:,.4g} MB; at most {most / 1e6:,.4g} MB are taken.")
        self.content = file.read()
        kind = type_of(self.content)
        names = ", ".join(name for name, _ in TAKEN.values())
        if not kind:
            raise forms.ValidationError(f"Its content is none of {names}. Print it as PDF, and hand that in.")
        ending = PurePosixPath(file_name(file.name)).suffix.casefold()
        called, endings = TAKEN[kind]
        if ending not in endings:
            raise forms.ValidationError(
                f"Its content is {called}, but its name does not end in {' or '.join(endings)}. Name it for what it is."
            )
        return file

    def told(self) -> dict[str, Any]:
        """Return the document, under a harmless name."""
        return {
            "name": file_name(self.cleaned_data["file"].name),
            "kind": self.cleaned_data["kind"],
            "content": self.content,
        }


class Answer(ActForm):
    """The answer to a question."""

    act = "answer"
    title = "Answer a question"
    button = "Send the answer"
    says = "With the last answer the review goes on. Documents are handed in before; a wrong statement is stated anew before."

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003 - as of every form
        """Whether a question is open."""
        return bool(open_questions(state))

    def ask(self) -> None:
        """Offer the questions that are open."""
        opened = [(one.id, one.question) for one in open_questions(self.state)]
        self.fields["question"] = forms.ChoiceField(
            label="The question",
            choices=opened,
            widget=forms.RadioSelect,
            initial=opened[0][0] if len(opened) == 1 else None,
        )
        self.fields["text"] = words("Your answer", rows=8)


def open_questions(state: CaseState) -> list[Asked]:
    """Return the questions to the applicant that are open."""
    return [one for one in state.asked if one.answered is None]


class Respond(ActForm):
    """What the applicant says to a refusal that is intended."""

    act = "respond"
    title = "Answer to the intended refusal"
    button = "Send the answer"
    says = "It is read before anything is decided."

    text = words("Your answer", rows=10)

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003 - as of every form
        """Whether they were told of an intent."""
        return state.intent is not None

    def ask(self) -> None:
        """Show what they were told."""
        if self.state.intent is not None:
            self.fields["text"].help_text = f"You were told: {self.state.intent.told}"


class Withdraw(ActForm):
    """An application that is withdrawn."""

    act = "withdraw"
    title = "Withdraw the application"
    button = "Withdraw it"
    says = "The case ends here. What is applied for again is a new application."
    weighty = True

    why = words("Why", rows=3, required=False)


class Appeal(ActForm):
    """An appeal against a refusal."""

    act = "appeal"
    title = "Appeal against the refusal"
    button = "Appeal"
    says = "Somebody else than whoever decided looks at it again."

    why = why("Why the decision is wrong")

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003 - as of every form
        """Whether the case was refused."""
        return state.decision is not None and state.decision.outcome == REFUSED


class ShowDocument(ActForm):
    """An internal document that the applicant is shown."""

    act = "show_document"
    title = "Show the applicant a document"
    button = "Show it"
    says = "The applicant sees it from then on, under its name. That cannot be taken back."
    weighty = True

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003 - as of every form
        """Whether there is one that they do not see."""
        return any(one.internal for one in state.attachments)

    def ask(self) -> None:
        """Offer the internal documents."""
        hidden = {
            one.digest: f"{one.name} ({KINDS.get(one.kind, one.kind)}, {one.at:%-d %B %Y})"
            for one in self.state.attachments
            if one.internal
        }
        self.fields["document"] = forms.ChoiceField(
            label="The document", choices=list(hidden.items()), widget=forms.RadioSelect
        )
        self.fields["why"] = why("Why the applicant may see it")
