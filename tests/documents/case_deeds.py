"""What the stories of print jobs, case files and hand-overs begin with."""

from typing import Any
from uuid import UUID

import pikepdf

from bihuan.core.actions import Actor
from bihuan.core.jobs import ask, work_off
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Job
from bihuan.core.scope import Scope
from bihuan.documents.models import Writ
from bihuan.hazards.actions import finish_check
from bihuan.inspections.papers import PAPERS
from bihuan.inspections.queries import signing
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit


def ordered(cast: Cast, unit: str = "yongan", **more: Any) -> Writ:
    """The order that a check of today gives rise to."""
    finish_check(
        cast.chen, visit(cast, cast.chen, unit=cast.units[unit].pk), [finding(cast, cast.chen, **more)]
    )
    row: Writ = Writ.objects.within(cast.chen.scope).filter(kind="order").latest("pk")
    return row


def drafted(cast: Cast, kind: str = "order", **more: Any) -> Writ:
    """A draft of a kind upon 永安 as the database keeps it, where only its state matters."""
    given: dict[str, Any] = {
        "town_id": cast.town.pk,
        "kind": kind,
        "edition": 1,
        "code": f"{kind[:3]}{Writ.registry.count():09}",
        "unit": cast.units["yongan"],
        "dated": TODAY,
        "drafted_at": "2026-06-02T01:00:00Z",
        "fields": ordered_fields(cast),
    }
    row = Writ(**(given | more))
    row.save(force_insert=True)
    return row


def ordered_fields(cast: Cast) -> dict[str, Any]:
    return {
        "party": cast.units["yongan"].name,
        "findings": [{"text": "库房电线老化裸露", "demand": "更换", "deadline": "2026-06-09"}],
        "officers": [{"name": "陈明", "card": "11010001"}, {"name": "赵安", "card": "11010002"}],
        "review_body": "东城区人民政府",
        "court": "东城区人民法院",
    }


def done(actor: Actor, kind: str, given: dict[str, Any]) -> tuple[Job, bytes]:
    """A job asked for and worked off: how it ended, and its file."""
    job = ask(actor, kind, given)
    work_off()
    job = Job.registry.get(pk=job.pk)
    if job.state != "done":
        return job, b""
    return job, result_of(actor, job.pk)[1].read_bytes()


def printing(*rows: Writ, **more: Any) -> dict[str, Any]:
    """What a print job of some documents is asked with."""
    given: dict[str, Any] = {"shape": "pdf", "order": "unit", "copies": 1, "duplex": True}
    return {"writs": [str(row.pk) for row in rows]} | given | more


def words(page: pikepdf.Page) -> bytes:
    """The content of a page, as it is drawn."""
    return b"".join(bytes(one.read_bytes()) for one in _streams(page))


def _streams(page: pikepdf.Page) -> list[Any]:
    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def of(cast: Cast, writ: UUID) -> Writ:
    """A document as it stands now."""
    row: Writ = Writ.objects.within(Scope.whole_town(cast.town.pk)).get(pk=writ)
    return row


def body_of(cast: Cast, kind: str) -> str:
    """In whose name the town would sign a kind today."""
    assert kind in PAPERS
    return signing(cast.chen.scope, TODAY).leave(kind).body
