"""Units' files as PDF: a version as it was frozen, or what stands today. Nothing is written."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.installation import is_demo
from bihuan.core.scope import Scope
from bihuan.dossiers import filing
from bihuan.dossiers.filing import File
from bihuan.dossiers.freezing import book_of
from bihuan.dossiers.models import FileVersion
from bihuan.units.books import pressed

UNFROZEN = "未定稿"


def version_pdf(scope: Scope, row: FileVersion) -> bytes:
    """The same bytes whenever it is asked for."""
    return pressed(scope, book_of(row.content, version=str(row), digest=row.digest, mark=_mark()))


def today_pdf(actor: Actor, found: File, on: date) -> bytes:
    """What would be frozen now, and says that it is not."""
    return pressed(
        actor.scope, book_of(filing.content(actor, found, on), version=UNFROZEN, mark=_mark(UNFROZEN))
    )


def _mark(word: str = "") -> str:
    return "　".join(filter(None, (word, "演示" if is_demo() else "")))
