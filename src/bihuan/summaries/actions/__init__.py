"""Verbs of summaries: draft, revise, choose; remark; submit, return, sign; forms kept, bound, filled. The only writer.

A narrative is worked out before the transaction begins: it may take seconds, and the write lock is everybody's.
"""

from bihuan.summaries.actions.drafts import (
    choices_of,
    choose,
    draft_correction,
    draft_summary,
    insert_steps,
    move_years,
    replace_words,
    revise_summary,
    work_out,
    worked_out,
)
from bihuan.summaries.actions.forms import adopt_proposals, bind_cell, fill_form, keep_form, unbind_cell
from bihuan.summaries.actions.remarks import add_remark, settle_remark
from bihuan.summaries.actions.signing import issue_summary, return_summary, submit_summary

__all__ = [
    "add_remark",
    "adopt_proposals",
    "bind_cell",
    "choices_of",
    "choose",
    "draft_correction",
    "draft_summary",
    "fill_form",
    "insert_steps",
    "issue_summary",
    "keep_form",
    "move_years",
    "replace_words",
    "return_summary",
    "revise_summary",
    "settle_remark",
    "submit_summary",
    "unbind_cell",
    "work_out",
    "worked_out",
]
