"""What a town may sign: the delegations and transfers it holds, and the powers it goes by."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.inspections import papers as rules
from bihuan.inspections.models import Grant, PaperPower


@transaction.atomic
def register_grant(
    actor: Actor,
    *,
    body: str,
    reference: str,
    papers: Sequence[str],
    from_on: date,
    to_on: date,
    nature: str = rules.DELEGATED,
    number_word: str = "",
    names_fire: bool = False,
) -> Grant:
    """登记委托、赋权: the published delegation under which the town issues papers in the district bureau's name, or the transfer under
    which it issues them in its own. Incomplete names the fields."""
    actor.need("grid")
    wrong = {}
    if to_on < from_on:
        wrong["to_on"] = "截止日期不能早于起始日期。"
    whys = (rules.why_not_grant(one, nature, from_on) for one in papers if one in rules.PAPERS)
    if why := next(filter(None, whys), ""):
        wrong["papers"] = why
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    grant = Grant(
        town_id=actor.town,
        nature=nature,
        body=body.strip(),
        reference=reference.strip(),
        papers=list(papers),
        from_on=from_on,
        to_on=to_on,
        number_word=number_word.strip(),
        names_fire=names_fire,
    )
    grant.save(force_insert=True)
    given: dict[str, Any] = {"body": body, "reference": reference, "papers": list(papers), "nature": nature}
    if names_fire:
        given["names_fire"] = True
    events.record(actor, "register_grant", grant, given=given)
    return grant


@transaction.atomic
def set_power(actor: Actor, *, kind: str, power: str, basis: str, from_on: date) -> PaperPower:
    """设定签发权限: from a day on the town signs a kind of paper by another power, on a basis in law."""
    actor.need("grid")
    wrong = {}
    if kind not in rules.PAPERS:
        wrong["kind"] = "请选择文书。"
    elif why := rules.why_not_power(kind, power):
        wrong["power"] = why
    if not basis.strip():
        wrong["basis"] = "请写明依据，如“《××省安全生产条例》第××条”。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    said = PaperPower(town_id=actor.town, kind=kind, power=power, basis=basis.strip(), from_on=from_on)
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed("这种文书这一天已经设定过签发权限，请换一个起始日期。") from error
    given = {"kind": kind, "power": power, "basis": basis.strip(), "from_on": from_on}
    events.record(actor, "set_power", said, given=given)
    return said
