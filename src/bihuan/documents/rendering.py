"""From a writ's row to paper: its frame, the form, and the bytes. Nothing is written."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bihuan import paper
from bihuan.core import files
from bihuan.core.calendar import moment_in_words
from bihuan.core.scope import Scope
from bihuan.documents import composing
from bihuan.documents.composing import Frame, Stroke
from bihuan.documents.declarations import declaration
from bihuan.documents.lifecycle import DRAFT, OUTER, PROPOSED, VOID
from bihuan.documents.models import SealUse, Signature, Writ
from bihuan.documents.queries import signatures
from bihuan.documents.rules import PROOFS, refusal_in_words
from bihuan.documents.texts import citations
from bihuan.inspections.queries import Signing, signing
from bihuan.paper import Form, OfficialDocument
from bihuan.paper.document import clean
from bihuan.paper.faces import font_set

CODE = "BH1/{code}"  # what the QR code at a page's foot holds, followed by /page
STAMPS = {DRAFT: "草稿", PROPOSED: "代拟稿", OUTER: "代拟稿", VOID: "作废"}
PROVES_VOID = "原文书作废"


def proves_void(writ: Writ) -> bool:
    """Whether a writ is the proof of service of one that has become void since."""
    return writ.kind in PROOFS and writ.answers is not None and writ.answers.state == VOID


def issuer_of(writ: Writ, by: Signing) -> dict[str, Any]:
    """The names of the body in whose name a writ stands and of those around it, as they are called today, and what its sentences cite:
    frozen when it is issued."""
    return {
        "laws": citations(declaration(writ.kind, writ.edition), writ.wording, writ.dated),
        "organ": writ.paper.body if writ.paper else by.leave(writ.kind).body,
        "town": by.town.name,
        "district": by.town.district,
        "bureau": by.bureau,
    }


def framed(
    writ: Writ,
    by: Signing,
    signed: Sequence[Signature] = (),
    seal: SealUse | None = None,
    mark: str = "",
) -> Frame:
    """What stands around a writ's values."""
    return Frame(
        **(writ.issuer or issuer_of(writ, by)),
        dated=writ.dated,
        number=writ.number,
        code=CODE.format(code=writ.code),
        strokes={one.slot: _stroke(one) for one in signed},
        seal=files.content_of(seal.seal.file) if seal else b"",
        mark=mark,
        stamp=STAMPS.get(writ.state) or (PROVES_VOID if proves_void(writ) else ""),
    )


def composed(writ: Writ, frame: Frame) -> Form | OfficialDocument:
    """The writ as a form. Raises BrokenWording."""
    made = declaration(writ.kind, writ.edition)
    return composing.compose(made, writ.fields, writ.wording, frame)


def as_pdf(form: Form | OfficialDocument) -> bytes:
    """The form as PDF, with the town's own fonts first."""
    return paper.pdf(form, extra_fonts=settings.FONTS_DIR, stands_in=True)


# A document's page asks for each of its pictures by itself, and setting it gives all of them.
@lru_cache(maxsize=6)
def page_pictures(form: Form | OfficialDocument, ppi: int) -> tuple[bytes, ...]:
    """The form's pages as PNG."""
    return tuple(paper.pictures(form, ppi=ppi, extra_fonts=settings.FONTS_DIR, stands_in=True))


def on_paper(
    scope: Scope, writ: Writ, seal: SealUse | None = None, mark: str = ""
) -> Form | OfficialDocument:
    """The writ as a form with what has been signed on it. Raises BrokenWording."""
    by = signing(scope, writ.dated)
    return composed(writ, framed(writ, by, list(signatures(scope, writ.pk)), seal, mark))


def sheets_of(scope: Scope, writ: Writ) -> int:
    """How many pages the writ has on paper."""
    return paper.page_count(as_pdf(on_paper(scope, writ)))


def _stroke(signature: Signature) -> Stroke:
    if signature.how == "refused":
        return Stroke(refused=refusal_in_words(signature.reason, signature.witnesses))
    if signature.how == "paper":
        return Stroke(refused="见纸质签字件")
    picture = files.content_of(signature.file) if signature.file else b""
    return Stroke(picture=picture, dated=moment_in_words(signature.signed_at))


def unprintable(writ: Writ) -> list[str]:
    """Characters of a writ that no font at hand has: on paper 〓 stands for each, and its page says so."""
    said = clean("".join(_strings([writ.fields, writ.wording])))
    return sorted(font_set(_extra_fonts()).missing(said))


def _extra_fonts() -> Path | None:
    return settings.FONTS_DIR if settings.FONTS_DIR.is_dir() else None


def _strings(value: object) -> Iterator[str]:
    """Every string in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
