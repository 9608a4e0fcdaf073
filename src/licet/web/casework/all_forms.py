"""Every form of an act, read once, so that the register of forms is whole."""

from __future__ import annotations

from licet.web.casework import act_forms, forms_application, forms_intake, forms_shipping

# A module that is only named here has its forms in the register.
MODULES = (forms_application, forms_intake, forms_shipping)
READ = act_forms.FORMS is not None
