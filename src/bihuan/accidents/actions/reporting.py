"""Verbs of telling upward: a report made and signed, somebody told by phone or in writing, taken up again after the final report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bihuan.accidents import rules
from bihuan.accidents.actions import steps
from bihuan.accidents.models import Accident, FlashReport, Telling, Toll
from bihuan.accidents.queries import draft, signers
from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.events import Entry
from bihuan.core.models import Town
from bihuan.core.numbering import next_number


@dataclass(frozen=True)
class Told:
    """Whom somebody told of an accident: `teller` the town or the unit, `level` those above or another department, at what instant (None:
    this moment), which way, and who took it."""

    body: str
    way: str
    at: datetime | None = None
    teller: str = "town"
    level: str = "above"
    taken_by: str = ""
    told_by: str = ""


@transaction.atomic
def make_report(
    actor: Actor,
    accident_id: UUID,
    *,
    version: int,
    written: Mapping[str, str],
    signed_by: UUID,
    is_final: bool = False,
    told: Told | None = None,
) -> FlashReport:
    """签发事故快报: the next report, filled from the records, with what is `written` by hand (rules.WRITTEN_BY_HAND), signed by a leader or the
    head of the safety office. It is frozen. `told`: sent in the same press. Of two who make the first report at once, one does."""
    actor.need("accidents")
    number = next_number(actor.town, "flash_report", clock.today().year)
    row, step = steps.begin(
        actor, accident_id, version, "make_final_report" if is_final else "make_flash_report"
    )
    moving.need(step, steps.NEEDED, **{name: written.get(name, "").strip() for name in step.needs})
    posts = {person.pk: (person, post) for person, post in signers(actor.scope, clock.today())}
    if signed_by not in posts:
        raise Incomplete(
            "签发人现在不担任领导职务或安全办主任，不能签发。",
            {"signed_by": "请从现任领导、安全办主任中选择。"},
        )
    person, post = posts[signed_by]
    planned = draft(actor.scope, row)
    by_hand = {name: written.get(name, "").strip() for name in rules.WRITTEN_BY_HAND}
    toll = Toll.objects.within(actor.scope).filter(accident=row).last()
    assert toll is not None
    town = Town.objects.of(actor.scope)
    report = FlashReport(
        town_id=actor.town,
        accident=row,
        order=planned.order,
        number=f"{town.number_word}快报〔{clock.today().year}〕{number}号",
        is_final=is_final,
        fields=planned.fields | by_hand,
        toll=toll,
        signed_at=clock.now(),
        signed_by=person,
        signer=f"{person.name}（{post}）",
        made_by_id=actor.person_id,
    )
    report.save(force_insert=True)
    values = {"final_on": clock.today()} if is_final else {}
    steps.advance(actor, row, step, version, **values)
    given = {"title": report.title, "number": report.number, "signer": report.signer}
    entries = [Entry(step.action, row, given, before=step.frm, after=step.to)]
    if told:
        entries.append(_tell(actor, row, told, report))
    events.record_all(actor, entries)
    return report


@transaction.atomic
def tell_above(
    actor: Actor, accident_id: UUID, told: Told, *, version: int, report_id: UUID | None = None
) -> Accident:
    """登记报告: somebody was told, by the town or by the unit; the first of those above stops the clock. A late one is kept as late."""
    actor.need("accidents")
    row = steps.hold(actor, accident_id, version)
    report = FlashReport.objects.within(actor.scope).filter(pk=report_id, accident=row).first()
    if report_id and report is None:
        raise Incomplete("请从列表中选择快报。", {"report": "请从列表中选择快报。"})
    events.record_all(actor, [_tell(actor, row, told, report)])
    return row


@transaction.atomic
def reopen_report(actor: Actor, accident_id: UUID, *, version: int, reason: str) -> Accident:
    """终报后补报: the toll or what is known has changed after the final report; it is told again, and ended by another one (art. 13)."""
    row, step = steps.begin(actor, accident_id, version, "reopen_accident")
    moving.need(step, steps.NEEDED, reason=reason.strip())
    steps.advance(actor, row, step, version, final_on=None)
    events.record(actor, step.action, row, given={"reason": reason}, before=step.frm, after=step.to)
    return row


def _tell(actor: Actor, row: Accident, told: Told, report: FlashReport | None) -> Entry:
    """The row of a telling, and the accident's clocks by it: what the log is to keep."""
    at = told.at or clock.now()
    wrong: dict[str, str] = {}
    if not told.body.strip():
        wrong["body"] = "请填写报给谁，如“区应急管理局值班室”。"
    if told.way not in rules.WAYS:
        wrong["way"] = "请选择方式。"
    if told.teller not in rules.TELLERS:
        wrong["teller"] = "请选择报告方。"
    if told.level not in rules.TOLD_TO:
        wrong["level"] = "请选择报告的对象。"
    first = row.heard_at if told.teller == "town" else row.happened_at
    if not first <= at <= clock.now():
        since = "本镇接报" if told.teller == "town" else "事故发生"
        wrong["at"] = f"时间应在{since}之后、现在之前。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    Telling(
        town_id=actor.town,
        accident=row,
        report=report,
        teller=told.teller,
        level=told.level,
        body=told.body.strip(),
        way=told.way,
        at=at,
        taken_by=told.taken_by.strip(),
        told_by=told.told_by.strip() or (actor.name if told.teller == "town" else ""),
        entered_by_id=actor.person_id,
    ).save(force_insert=True)
    steps.touch(row, **steps.met(row))
    given = {
        "teller": rules.TELLERS[told.teller],
        "body": told.body.strip(),
        "way": rules.WAYS[told.way],
        "at": at,
        "taken_by": told.taken_by.strip(),
        "report": report.title if report else "",
    }
    return Entry("tell_accident", row, given)
