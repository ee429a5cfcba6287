"""A person's own word: whose turn it is, is urged."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.hazards.models import Hazard
from bihuan.supervision.actions.escalations import hold, taken, write
from bihuan.supervision.models import Escalation
from bihuan.supervision.queries import Holders, running_terms, why_not_urge
from bihuan.supervision.rules import URGE, URGED, Step


@transaction.atomic
def urge(actor: Actor, hazard_id: UUID, *, note: str) -> Escalation:
    """催办: the holders of the post whose turn it is are told, with a word of the actor's: who has to mend, or, of what was reported
    as mended, who has to look again. A post is told of a hazard once a day, by whoever it is. Raises NotAllowed and Incomplete."""
    actor.need("supervise")
    found = actor.find(Hazard, hazard_id, what="条隐患")
    if not note.strip():
        raise Incomplete("请填写催办意见。", {"note": "请填写催办意见。"})
    hold(actor, [found.pk])
    term = running_terms(actor.scope, [found.pk]).first()
    today = clock.today()
    hazard = term.hazard if term else found
    if why := why_not_urge(actor.scope, [hazard], today).get(hazard.pk):
        raise NotAllowed(why)
    told = Holders(actor.town, today).told(URGED[hazard.state], hazard.unit) if term else None
    if term is None or told is None:
        raise NotAllowed("该办的岗位和它的上级岗位都没有人在任，没有可以催办的人。请先任命。")
    days_late = (today - term.deadline_on).days
    row = taken(term, Step(hazard.level, days_late, URGED[hazard.state], URGE), *told)
    write(actor, [row], note=note.strip(), state=hazard.state)
    return row
