"""Every form of an act, read once, so that the register of forms is whole."""

from __future__ import annotations

from licet.web.casework import (
    act_forms,
    forms_advice,
    forms_after,
    forms_application,
    forms_deciding,
    forms_denials,
    forms_escalation,
    forms_intake,
    forms_review,
    forms_shipping,
    forms_worksheet,
)

# A module that is only named here has its forms in the register.
MODULES = (
    forms_advice,
    forms_after,
    forms_application,
    forms_deciding,
    forms_denials,
    forms_escalation,
    forms_intake,
    forms_review,
    forms_shipping,
    forms_worksheet,
)
READ = act_forms.FORMS is not None
