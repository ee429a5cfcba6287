"""Verbs of units: the only code that writes them."""

from bihuan.units.actions.apart import end_apart, new_apart, tell_apart
from bihuan.units.actions.certificates import end_certificate, register_certificate, renew_certificate
from bihuan.units.actions.holding import hold_unit, hold_unit_of, hold_units
from bihuan.units.actions.keeping import (
    end_contact,
    end_document,
    keep_document,
    place_unit,
    place_units,
    register_contact,
    register_unit_there,
)
from bihuan.units.actions.merging import merge_units, why_not
from bihuan.units.actions.plates import issue_plates, renew_plate, set_duty_phone
from bihuan.units.actions.register import (
    FIELDS,
    SameCode,
    new_unit,
    put_particulars,
    reclassify_unit,
    register_unit,
    revise_unit,
)
from bihuan.units.actions.reminding import set_reminders
from bihuan.units.actions.states import change_state, declare_hold, put_into_state

__all__ = [
    "FIELDS",
    "SameCode",
    "change_state",
    "declare_hold",
    "end_apart",
    "end_certificate",
    "end_contact",
    "end_document",
    "hold_unit",
    "hold_unit_of",
    "hold_units",
    "issue_plates",
    "keep_document",
    "merge_units",
    "new_apart",
    "new_unit",
    "place_unit",
    "place_units",
    "put_into_state",
    "put_particulars",
    "reclassify_unit",
    "register_certificate",
    "register_contact",
    "register_unit",
    "register_unit_there",
    "renew_certificate",
    "renew_plate",
    "revise_unit",
    "set_duty_phone",
    "set_reminders",
    "tell_apart",
    "why_not",
]
