"""Rows of assessments, vetoes and answers of who may be honoured."""

from bihuan.assessments.models.sheets import Objection, Scheme, Score, ScoreProof, Sheet
from bihuan.assessments.models.vetoes import Honour, Veto, VetoRule

__all__ = ["Honour", "Objection", "Scheme", "Score", "ScoreProof", "Sheet", "Veto", "VetoRule"]
