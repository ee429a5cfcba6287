"""Verbs of the town's public page and of its own terms."""

from datetime import date

from django.db import IntegrityError, transaction

from bihuan.accounts.rules import new_code
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.tipoffs import rules
from bihuan.tipoffs.models import TipPage, TipRule
from bihuan.tipoffs.queries import page_of

CODE_LETTERS_COUNT = 6  # it stands on a poster and is no secret


@transaction.atomic
def open_tip_page(actor: Actor) -> TipPage:
    """开通网上举报: anybody may send a tip from then on. Opened again it has the address that is on the posters."""
    actor.need("supervise")
    page = page_of(Scope.whole_town(actor.town))
    if page and page.closed_on is None:
        raise NotAllowed("网上举报已经开通。")
    if page:
        TipPage.objects.within(Scope.whole_town(actor.town)).filter(pk=page.pk).update(closed_on=None)
        page.closed_on = None
    else:
        code = new_code(CODE_LETTERS_COUNT).replace("-", "").lower()
        page = TipPage(id=new_id(), town_id=actor.town, code=code, opened_on=clock.today())
        page.save(force_insert=True)
    events.record(actor, "open_tip_page", page, given={"code": page.code})
    return page


@transaction.atomic
def close_tip_page(actor: Actor, *, reason: str) -> TipPage:
    """停用网上举报: the page says where else to turn; who has a word still asks for the tip."""
    actor.need("supervise")
    page = page_of(Scope.whole_town(actor.town))
    if page is None or page.closed_on:
        raise NotAllowed("网上举报没有开通。")
    if not reason.strip():
        raise Incomplete("请填写停用原因。", {"reason": "请填写停用原因。"})
    page.closed_on = clock.today()
    TipPage.objects.within(Scope.whole_town(actor.town)).filter(pk=page.pk).update(closed_on=page.closed_on)
    events.record(actor, "close_tip_page", page, given={"reason": reason.strip()})
    return page


@transaction.atomic
def set_tip_rule(actor: Actor, terms: rules.Terms, *, from_on: date | None, basis: str) -> TipRule:
    """规定举报办理期限和奖励: by the town's own rule from a day on; never longer than the longest. What came in before keeps the terms of its day."""
    actor.need("supervise")
    wrong = rules.wrong_terms(terms)
    if from_on is None or from_on < clock.today():
        wrong["from_on"] = "起始日期不能早于今天：已经收到的举报按当时的规定。"
    if not basis.strip():
        wrong["basis"] = "请填写依据，如“东安委办〔2026〕8号”。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert from_on is not None
    row = TipRule(id=new_id(), town_id=actor.town, from_on=from_on, basis=basis.strip(), **vars(terms))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        why = "这一天起的规定已经有了。"
        raise Incomplete(why, {"from_on": why}) from error
    events.record(actor, "set_tip_rule", row, given={"says": str(terms), "from_on": from_on})
    return row
