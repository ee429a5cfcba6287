"""Documents as PDF, many at a time: what a print job and a case file are made of. Nothing is written."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from bihuan.core import clock
from bihuan.core.errors import NotAllowed
from bihuan.core.installation import is_demo
from bihuan.core.scope import Scope
from bihuan.documents.composing import BrokenWording
from bihuan.documents.models import SealUse, Signature, Writ
from bihuan.documents.rendering import as_pdf, composed, framed
from bihuan.documents.rules import PROOFS
from bihuan.inspections.queries import Signing, signing
from bihuan.paper import GlyphMissing


def printed(scope: Scope, rows: Sequence[Writ]) -> Iterator[tuple[Writ, bytes]]:
    """Each document with its PDF, in their order, with what was signed and sealed. NotAllowed names the one that cannot be set."""
    keys = [row.pk for row in rows]
    signed: dict[UUID, list[Signature]] = defaultdict(list)
    standing = Signature.objects.within(scope).filter(writ__in=keys, voided_at__isnull=True)
    for one in standing.select_related("file"):
        signed[one.writ_id].append(one)
    uses = SealUse.objects.within(scope).filter(writ__in=keys).select_related("seal__file")
    sealed = {one.writ_id: one for one in uses}
    proofs = [row for row in rows if row.kind in PROOFS]  # whether what each proves is void is printed
    prefetch_related_objects(proofs, Prefetch("answers", Writ.objects.within(Scope.whole_town(scope.town))))
    mark, ways = "演示" if is_demo() else "", _Ways(scope)
    for row in rows:
        try:
            frame = framed(row, ways.of(row), signed[row.pk], sealed.get(row.pk), mark)
            yield row, as_pdf(composed(row, frame))
        except (BrokenWording, GlyphMissing) as error:
            raise NotAllowed(f"{row}排不出来：{error}") from error


class _Ways:
    """What a town may sign on the days of documents. One that is issued says itself in whose name: for all of those one day will do."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.known = scope, dict[object, Signing]()

    def of(self, row: Writ) -> Signing:
        on = clock.today() if row.paper else row.dated
        if on not in self.known:
            self.known[on] = signing(self.scope, on)
        return self.known[on]
