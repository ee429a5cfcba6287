"""Documents and what is done with them once issued: signatures, the seal, scans, service, terms; case files and hand-overs."""

from bihuan.documents.models.deeds import Consent, Scan, Seal, SealUse, Service, Signature, Term
from bihuan.documents.models.kept import CaseFile, CaseItem, HandedOver, Submission, Wording
from bihuan.documents.models.writs import Writ

__all__ = [
    "CaseFile",
    "CaseItem",
    "Consent",
    "HandedOver",
    "Scan",
    "Seal",
    "SealUse",
    "Service",
    "Signature",
    "Submission",
    "Term",
    "Wording",
    "Writ",
]
