"""Verbs of summaries: draft, revise, choose; remark; submit, return, sign; forms kept, bound, filled, due, handed up; bulletins. The only
writer.

A narrative is worked out before the transaction begins: it may take seconds, and the write lock is everybody's.
"""

from bihuan.summaries.actions.bulletins import (
    DRAFTING,
    ask_bulletins,
    compare_summary,
    draft_bulletin,
    drop_summary,
    set_bulletins,
)
from bihuan.summaries.actions.drafts import (
    choices_of,
    choose,
    draft_correction,
    draft_summary,
    insert_steps,
    move_years,
    replace_words,
    revise_summary,
    tell_the_truth,
    work_out,
    worked_out,
)
from bihuan.summaries.actions.dues import (
    FILLING,
    KEEPERS,
    end_due,
    fill_due,
    hand_up,
    leave_changes,
    look_again,
    open_dues,
    refill_due,
    remind_dues,
    set_due,
    waive_due,
)
from bihuan.summaries.actions.forms import (
    adopt_proposals,
    bind_cell,
    fill_form,
    keep_form,
    replace_file,
    unbind_cell,
)
from bihuan.summaries.actions.remarks import add_remark, settle_remark
from bihuan.summaries.actions.signing import issue_summary, return_summary, submit_summary

__all__ = [
    "DRAFTING",
    "FILLING",
    "KEEPERS",
    "add_remark",
    "adopt_proposals",
    "ask_bulletins",
    "bind_cell",
    "choices_of",
    "choose",
    "compare_summary",
    "draft_bulletin",
    "draft_correction",
    "draft_summary",
    "drop_summary",
    "end_due",
    "fill_due",
    "fill_form",
    "hand_up",
    "insert_steps",
    "issue_summary",
    "keep_form",
    "leave_changes",
    "look_again",
    "move_years",
    "open_dues",
    "refill_due",
    "remind_dues",
    "replace_file",
    "replace_words",
    "return_summary",
    "revise_summary",
    "set_bulletins",
    "set_due",
    "settle_remark",
    "submit_summary",
    "tell_the_truth",
    "unbind_cell",
    "waive_due",
    "work_out",
    "worked_out",
]
