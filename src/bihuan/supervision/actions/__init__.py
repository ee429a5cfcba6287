"""Verbs of pressing on: extensions, the town's table and its steps, the urgent track. The only writer."""

from bihuan.supervision.actions.escalations import pass_on, take_steps
from bihuan.supervision.actions.extensions import (
    ask_extension,
    grant_extension,
    lapse_extensions,
    refuse_extension,
    withdraw_extension,
)
from bihuan.supervision.actions.table import add_rule, adopt_defaults, end_rule
from bihuan.supervision.actions.urgent import add_urgent_entry, finish_urgent
from bihuan.supervision.actions.urging import urge

__all__ = [
    "add_rule",
    "add_urgent_entry",
    "adopt_defaults",
    "ask_extension",
    "end_rule",
    "finish_urgent",
    "grant_extension",
    "lapse_extensions",
    "pass_on",
    "refuse_extension",
    "take_steps",
    "urge",
    "withdraw_extension",
]
