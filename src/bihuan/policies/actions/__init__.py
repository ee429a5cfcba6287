"""Verbs of documents and of who answers for which trade."""

from bihuan.policies.actions.issuing import (
    Content,
    Issue,
    draft_policy,
    enter_policy,
    issue_policy,
    repeal_policy,
    revise_policy,
    withdraw_policy,
)
from bihuan.policies.actions.owning import add_trade, adopt_proposals, end_trade, settle_trade
from bihuan.policies.actions.passing import (
    pass_document,
    pass_policy,
    read_document,
    read_policy,
    report_handling,
)
from bihuan.policies.actions.receiving import (
    answer_document,
    assign_document,
    correct_document,
    receive_document,
    remind_document,
    remind_late,
    void_document,
)

__all__ = [
    "Content",
    "Issue",
    "add_trade",
    "adopt_proposals",
    "answer_document",
    "assign_document",
    "correct_document",
    "draft_policy",
    "end_trade",
    "enter_policy",
    "issue_policy",
    "pass_document",
    "pass_policy",
    "read_document",
    "read_policy",
    "receive_document",
    "remind_document",
    "remind_late",
    "repeal_policy",
    "report_handling",
    "revise_policy",
    "settle_trade",
    "void_document",
    "withdraw_policy",
]
