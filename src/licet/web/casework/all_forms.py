"""Every form of an act, read once, so that the register of forms is whole."""

from __future__ import annotations

from licet.web.casework import act_forms

READ = act_forms.FORMS is not None
