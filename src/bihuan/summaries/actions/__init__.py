"""Verbs of summaries: draft, revise, choose; remark; submit, return, sign. The only writer.

A narrative is worked out before the transaction begins: it may take seconds, and the write lock is everybody's.
"""

from bihuan.summaries.actions.drafts import (
    choices_of,
    choose,
    draft_correction,
    draft_summary,
    move_years,
    replace_words,
    revise_summary,
    work_out,
    worked_out,
)
from bihuan.summaries.actions.remarks import add_remark, settle_remark
from bihuan.summaries.actions.signing import issue_summary, return_summary, submit_summary

__all__ = [
    "add_remark",
    "choices_of",
    "choose",
    "draft_correction",
    "draft_summary",
    "issue_summary",
    "move_years",
    "replace_words",
    "return_summary",
    "revise_summary",
    "settle_remark",
    "submit_summary",
    "work_out",
    "worked_out",
]
