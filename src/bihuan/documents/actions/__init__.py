"""Verbs of documents."""

from bihuan.documents.actions.drafting import draft, revise
from bihuan.documents.actions.issuing import drop, issue, propose, record_outer, return_writ, void

__all__ = ["draft", "drop", "issue", "propose", "record_outer", "return_writ", "revise", "void"]
