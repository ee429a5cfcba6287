"""The electronic seal: the sealed document's PDF, signed by the installation's provider, kept as it is."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.scope import Scope
from bihuan.documents import eseal
from bihuan.documents.models import SealUse, Writ
from bihuan.documents.rendering import as_pdf, on_paper


def seal_electronically(actor: Actor, writ_id: UUID, *, digest: str, mark: str = "") -> SealUse:
    """电子签章: sign the PDF of a document that has the seal, once. The provider may take seconds, so it is asked before the transaction
    in which the outcome is kept."""
    actor.need("seal")
    use = _sealed(actor, writ_id)
    if use.writ.digest != digest:
        raise NotAllowed("页面显示的不是这份文书现在的内容，请刷新后核对再签章。")
    made, at = eseal.provider(), clock.now()
    content = made.sign(
        as_pdf(on_paper(actor.scope, use.writ, use, mark)),
        organ=use.seal.body,
        reason=f"{use.writ.label}{use.writ.number}",
        at=at,
    )
    stored = files.keep_scan(actor, content, f"{use.writ.label}.pdf")
    with transaction.atomic():
        if not actor.hold(Writ, use.writ_id, what="份文书").is_issued:
            raise NotAllowed("这份文书刚刚作废，没有加盖电子签章。")
        changed = (
            SealUse.objects.within(Scope.whole_town(actor.town))
            .filter(pk=use.pk, sealed_file__isnull=True)
            .update(sealed_file=stored, sealed_at=at, provider=made.name)
        )
        if not changed:
            raise NotAllowed("这份文书已经加盖电子签章。")
        events.record(
            actor,
            "seal_electronically",
            use.writ,
            given={"kind": use.writ.kind, "number": use.writ.number, "by": made.name},
        )
    use.sealed_file, use.sealed_at, use.provider = stored, at, made.name
    return use


def _sealed(actor: Actor, writ_id: UUID) -> SealUse:
    use: SealUse | None = (
        SealUse.objects.within(actor.scope)
        .filter(writ=writ_id)
        .select_related("seal__file", "writ__paper", "writ__unit")
        .first()
    )
    if use is None or not use.writ.is_issued:
        raise NotAllowed("先签发、用印，再加盖电子签章。")
    if use.sealed_file_id:
        raise NotAllowed("这份文书已经加盖电子签章。")
    return use
