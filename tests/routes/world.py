"""One row of everything that an address can name, at three places: 永安 in the east, the site in the west, the next
town."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from bihuan.accidents.actions import Heard, close_accident, enter_accident, judge_accident, make_report
from bihuan.accidents.models import Remedy
from bihuan.accidents.rules import Counts
from bihuan.accounts.actions import invite
from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.jobs import ask, work_off
from bihuan.core.models import Event, StoredFile
from bihuan.documents.actions.cases import open_case
from bihuan.documents.actions.consents import record_consent
from bihuan.documents.actions.serving import serve
from bihuan.documents.models import Scan, Seal, Signature, Submission, Term, Writ
from bihuan.documents.rules import Serving
from bihuan.dossiers.actions import freeze_file
from bihuan.duty import actions as duty
from bihuan.duty.models import Relief, Swap, Turn
from bihuan.duty.rules import Stand
from bihuan.duty.solving import Answer
from bihuan.grading.actions import draw_up_plan, set_frequency
from bihuan.grading.rules import USUAL_TIMES
from bihuan.grid.actions import appoint, found_department, open_cell, register_person
from bihuan.grid.models import Cell, Post
from bihuan.hazards import actions
from bihuan.hazards.actions import Finding
from bihuan.inspections.actions import Visit, begin_campaign
from bihuan.inspections.checklist_actions import oblige, save_draft
from bihuan.intake.actions import begin_import
from bihuan.measures.actions import record_decision
from bihuan.members.actions import invite_member, join_unit
from bihuan.notices.actions import tell_news
from bihuan.notices.models import Told
from bihuan.referrals.actions import receive_assignment, refer
from bihuan.referrals.actions.sending import Letter
from bihuan.risks.actions import lay_plan
from bihuan.risks.models import RiskStep
from bihuan.rollout.actions import accept_unit, choose_benchmark, end_benchmark, take_in
from bihuan.rounds.actions import set_round
from bihuan.rounds.models import RoundRule, RoundTask
from bihuan.selfchecks.actions import issue_point_plates
from bihuan.selfchecks.models import Doubt
from bihuan.summaries.actions import add_remark, draft_summary, fill_form, keep_form
from bihuan.supervision.actions import adopt_defaults, ask_extension
from bihuan.supervision.models import EscalationRule
from bihuan.units.actions import (
    issue_plates,
    keep_document,
    register_certificate,
    register_contact,
    register_unit,
    tell_apart,
)
from tests.accounts.deeds import wished
from tests.assessments.deeds import given_away
from tests.campaigns.deeds import swept
from tests.cast import FOUNDED, NOW, PASSWORD, TODAY, Cast, picture
from tests.dailies.deeds import of_unit
from tests.grid.deeds import handed_over
from tests.jobs import NOTE
from tests.joint.deeds import held_at
from tests.letters.deeds import of_place as letter_of
from tests.maps.deeds import mapped
from tests.meetings.deeds import one_of_each
from tests.policies.deeds import documents
from tests.publicity.deeds import made_known
from tests.risks.deeds import add
from tests.rollout.deeds import joined, scores
from tests.routing.deeds import at_one
from tests.summaries.deeds import form_due
from tests.summaries.sheets import month
from tests.tipoffs.deeds import tip_at
from tests.training.deeds import trained

TEXT = "今年以来，共排查隐患XX条，已全部整改完毕。"
LEDGER = "名称,类别\n新店,餐饮\n".encode()
PLACES = ("永安", "工地", "邻镇")


@dataclass(frozen=True)
class Place:
    """The rows of a place, by the name that an address gives them. `town` and `unit` say who is inside."""

    town: Any
    unit: Any
    kwargs: dict[str, Any]


def build(cast: Cast) -> dict[str, Place]:
    """Make the rows through the actions; the next town's by its own officer."""
    sun = cast.sun
    founder, top = Actor.founder(cast.next_town.pk), Cell.objects.within(sun.scope).get()
    office = open_cell(founder, top.pk, name="河西办事处", kind="office", opened_on=FOUNDED)
    village = open_cell(founder, office.pk, name="西河村", kind="village", opened_on=FOUNDED)
    next_unit = register_unit(
        founder,
        name="西河木业",
        category="trade.wood",
        cell_id=village.pk,
        department_id=found_department(founder, name="经发办").pk,
        opened_on=FOUNDED,
    )
    second = register_person(founder, name="田野", card="11020002")
    appoint(founder, second.pk, kind="inspector", cell_id=top.pk, from_on=FOUNDED)
    for actor in (cast.chen, sun):
        adopt_defaults(actor)
        set_round(actor, post="village_head", period="month", times=1, from_on=TODAY)
        tell_news(actor.town)
    zhao = cast.people["zhao"]
    places = {
        "永安": _place(cast.chen, cast.units["yongan"], cast.people["feng"], zhao, "red"),
        "工地": _place(cast.chen, cast.units["site"], cast.people["wang"], zhao, "blue"),
        "邻镇": _place(sun, next_unit, cast.people["sun"], second, "red"),
    }
    wishes = {actor.town: wished(actor) for actor in (cast.chen, sun)}
    plans = {actor.town: _plan(actor) for actor in (cast.chen, sun)}
    duties = {cast.chen.town: _duty(cast.chen, zhao), sun.town: _duty(sun, second)}
    for place in places.values():
        place.kwargs.update(duties[place.town])
        place.kwargs["wish_id"] = wishes[place.town]
        place.kwargs["plan_id"] = plans[place.town]
    return places


def _people(actor: Actor, unit: Any) -> dict[str, Any]:
    """Somebody who works at the unit, and an invitation that nobody has used."""
    _, code = invite_member(actor, unit.pk, kind="team_leader")
    phone = f"137{len(unit.name):04d}{unit.pk.int % 10000:04d}"
    person = join_unit(code, name="班长", phone=phone, password=PASSWORD)
    call, code = invite_member(actor, unit.pk, kind="post_worker")
    post = Post.objects.within(actor.scope).get(person=person)
    return {"call_id": call.pk, "called": code, "member_id": post.pk}


def _plan(actor: Actor) -> Any:
    """The year's plan, waiting to be approved."""
    set_frequency(actor, times=USUAL_TIMES)
    return draw_up_plan(actor, year=TODAY.year).pk


def _duty(actor: Actor, other: Any) -> dict[str, Any]:
    """A roster of one day on which somebody stands, another in draft, and all that hangs on a roster."""
    rule = duty.set_rule(actor, "needs", {"position": "lead", "count": 1})
    persons = [actor.person, other.pk]
    fit = duty.put_fit(actor, persons=persons, position="lead")[0]
    leave = duty.take_leave(
        actor,
        person_id=other.pk,
        from_on=TODAY + timedelta(days=9),
        to_on=TODAY + timedelta(days=9),
        reason="年休假",
    )
    roster = duty.draw_up_roster(actor, from_on=TODAY, to_on=TODAY)
    stands = (Stand(TODAY, "lead", str(other.pk)),)
    answer = Answer(stands, 0, 0, True, 0.1, 0, (), ())
    roster = duty.fill_roster(actor, roster.pk, answer, version=1)
    duty.publish_roster(actor, roster.pk, version=roster.version)
    turn = Turn.objects.within(actor.scope).get()
    swap = Swap(
        town_id=actor.town, turn=turn, asker=other, other_id=actor.person, reason="有事", asked_at=NOW
    )
    swap.save(force_insert=True)
    relief = Relief(town_id=actor.town, day=TODAY, given_by=other, given_at=NOW)
    relief.save(force_insert=True)
    call = duty.note_call(actor, at=NOW, source="phone", caller="李", content="问路")
    later = TODAY + timedelta(days=1)
    return {
        "duty_rule_id": rule.pk,
        "fit_id": fit.pk,
        "leave_id": leave.pk,
        "roster_id": duty.draw_up_roster(actor, from_on=later, to_on=later).pk,
        "turn_id": turn.pk,
        "swap_id": swap.pk,
        "relief_id": relief.pk,
        "duty_call_id": call.pk,
        "feed_token": duty.open_feed(actor)[1],
        **one_of_each(actor),
    }


def _place(actor: Actor, unit: Any, person: Any, second: Any, colour: str) -> Place:
    # a photo of its own: the same bytes are kept once, and belong to all who show them
    photo = files.keep_picture(actor, picture(colour), f"{unit.name}.jpg").pk
    people = _people(actor, unit)
    daily = of_unit(actor, unit)
    going = at_one(actor, unit, second)
    risk = add(actor, unit)
    lay_plan(actor, unit.pk, outline="店内")
    together = held_at(actor, unit)  # before the unit is banned
    rolled_out = _rolled_out(actor, unit, photo) | letter_of(actor, unit) | given_away(actor, unit)
    frozen = freeze_file(actor, unit.pk)
    waiting = Finding("库房电线老化裸露", "undecided", photos=(photo,), kind="power")
    late = TODAY + timedelta(days=7)
    ordered = Finding("配电箱无门", "deadline", photos=(photo,), demand="装门", deadline_on=late)
    visit = Visit(unit=unit.pk, visited_on=TODAY, second_inspector=second.pk, refusal="负责人不在场")
    inspection = actions.finish_check(actor, visit, [waiting, ordered])
    extension = ask_extension(
        actor, ordered.id, reason="等配件", interim="断电", wanted_on=late + timedelta(days=7)
    )
    letter = Letter("copy", "请关注", body="区消防救援大队")
    referral = refer(actor, waiting.id, letter, version=1)
    matter = receive_assignment(
        actor, source="区安委会", title="核查", received_on=TODAY, due_on=TODAY, unit_id=unit.pk
    )
    campaign = begin_campaign(actor, name=f"{unit.name}整治", begins_on=TODAY, ends_on=TODAY)
    summary = draft_summary(
        actor, title=f"{unit.name}总结", text=TEXT, since=FOUNDED, until=TODAY, as_of=TODAY
    )
    form = keep_form(actor, name=f"{unit.name}月报", kind="month", content=month(), file_name="月报.xlsx")
    filled = fill_form(actor, form.pk, since=FOUNDED, until=TODAY, as_of=TODAY)
    due = form_due(actor, f"{unit.name}定期报表")
    plate = issue_plates(actor, [unit.pk])[0]
    point_plate = issue_point_plates(actor, [unit.pk])[0]
    doubt = Doubt(town_id=actor.town, unit=unit, kind="far", says="离得远", raised_on=TODAY, last_on=TODAY)
    doubt.save(force_insert=True)
    banned = record_decision(
        actor,
        unit.pk,
        kind="ban",
        body="东城区人民政府",
        number=f"东政〔2026〕{unit.name}号",
        decided_on=TODAY,
        reason="无证经营",
        proof=photo,
    )
    lists = {"fireworks": "fireworks", "building": "building", "trade.wood": "wood"}
    draft = save_draft(actor, lists[unit.category], version=0)
    demand = oblige(
        actor,
        key=draft.key,
        body="区安委办",
        reference=f"安委办〔2026〕{unit.name}号",
        issued_on=TODAY,
        from_on=TODAY,
        lines=[("店内装有烟感", "")],
    )
    certificate = register_certificate(actor, unit.pk, kind="safety", number="AQ-1", valid_until=TODAY)
    contact = register_contact(actor, unit.pk, role="duty", name="值班室", phone="0537-2345678")
    document = keep_document(actor, unit.pk, kind="drawing", title="平面图", file=photo)
    given = {"name": f"{unit.name}分号", "category": "shop", "cell_id": unit.cell_id, "opened_on": TODAY}
    apart = tell_apart(actor, unit.pk, register_unit(actor, **given).pk, reason="两家")
    kwargs = (
        _papers(actor, unit, inspection, second, photo, colour)
        | rolled_out
        | _accident(actor, unit)
        | documents(actor, unit)
        | tip_at(actor, unit)
        | daily
        | going
        | trained(actor, unit)
        | made_known(actor, unit)
        | mapped(actor, unit)
        | together
        | swept(actor, unit)
        | {
            "paper_kind": "control",
            "point_id": risk.pk,
            "file_version_id": frozen.pk,
            "sheet_key": "plan",
            "step_id": RiskStep.objects.within(actor.scope).get(point=risk).pk,
            "apart_id": apart.pk,
            "handover_id": handed_over(actor, unit),
            "contact_id": contact.pk,
            "document_id": document.pk,
            "code": plate.code,
            "point_code": point_plate.code,
            "doubt_id": doubt.pk,
            "decision_id": banned.pk,
            "watch_id": banned.watch.pk,
            "unit_id": unit.pk,
            "certificate_id": certificate.pk,
            "cell_id": unit.cell_id,
            "inspection_id": inspection.pk,
            "hazard_id": waiting.id,
            "campaign_id": campaign.pk,
            "referral_id": referral.pk,
            "assignment_id": matter.pk,
            "extension_id": extension.pk,
            "round_rule_id": RoundRule.objects.within(actor.scope).get().pk,
            "task_id": RoundTask.objects.within(actor.scope).get(unit=unit).pk,
            "rule_id": EscalationRule.objects.within(actor.scope).filter(means="remind").first().pk,
            "summary_id": summary.pk,
            "remark_id": add_remark(actor, summary.pk, text="核一下").pk,
            "form_id": form.pk,
            "filled_id": filled.pk,
            "form_due_id": due.pk,
            "person_id": person.pk,
            "post_id": Post.objects.within(actor.scope).get(person=person).pk,
            "file_id": photo,
            "version_id": draft.pk,
            "obligation_id": demand.pk,
            "sheet": draft.key,
            "job_id": ask(actor, NOTE.name, {}).pk,
            "key": "hazards.found",
            "index": 0,
            "form": "docx",
            "import_id": begin_import(actor, kind="units", content=LEDGER, file_name="台账.csv").pk,
            "move": "file",
            "invited": invite(Actor.founder(actor.town), person.pk)[1],
            "event_id": Event.objects.within(actor.scope).order_by("-seq")[0].pk,
            "what": "unit.phone",
            "row_id": unit.pk,
        }
    )
    kwargs |= people
    work_off()
    tell_news(actor.town)
    heard = Told.objects.within(actor.scope).filter(notice__where__startswith=unit.name)
    kwargs["told_id"] = heard.order_by("notice__kind", "person__username").first().pk
    return Place(actor.town, unit, kwargs)


def _accident(actor: Actor, unit: Any) -> dict[str, Any]:
    """An accident with a report, closed with something to be done."""
    heard = Heard(brief="货架倒塌", happened_at=NOW, unit=unit.pk)
    row = enter_accident(actor, heard, Counts(severe=1))
    written = {"brief": "货架倒塌", "measures": "送医"}
    report = make_report(actor, row.pk, version=1, written=written, signed_by=actor.person_id, is_final=True)
    judged = {"nature": "production", "by": "区局", "ground": "电话", "on": TODAY}
    row = judge_accident(actor, row.pk, version=2, **judged)
    given = {"body": "调查组", "number": "1号", "on": TODAY, "conclusions": "已查清"}
    close_accident(actor, row.pk, version=3, remedies=[("固定货架", TODAY)], **given)
    remedy = Remedy.objects.within(actor.scope).get(accident=row)
    return {"accident_id": row.pk, "report_id": report.pk, "remedy_id": remedy.pk}


def _rolled_out(actor: Actor, unit: Any, photo: Any) -> dict[str, Any]:
    """A benchmark of yesterday that was accepted in a wave of its own, and is on the district's list."""
    row, chosen = joined(actor, unit, name=unit.name), choose_benchmark(actor, unit.pk, ground="样板")
    given = scores(actor) | {"sheet_id": None, "with_whom": "负责人", "ground": "由镇里代录"}
    return {
        "wave_id": row.wave_id,
        "within_id": row.pk,
        "acceptance_id": accept_unit(actor, row.pk, photo=photo, **given).pk,
        "benchmark_id": end_benchmark(actor, chosen.pk, reason="换一家").pk,
        "taking_id": take_in(actor, unit.pk, number="1号", body="区局", dated_on=TODAY).pk,
    }


def _papers(actor: Actor, unit: Any, visit: Any, second: Any, photo: Any, colour: str) -> dict[str, Any]:
    """The order of a visit with what hangs on it; a case file, a batch, a seal."""
    writ = Writ.objects.within(actor.scope).get(inspection=visit, kind__in=("order", "notice"))
    said = Serving("left", TODAY, time(10), unit.name, second=second.pk, reason="不收", witness="村干部")
    service = serve(actor, writ.pk, said, version=writ.version)
    term = Term(town_id=actor.town, writ=writ, key="reply", label="答复", from_on=TODAY, due_on=TODAY)
    term.save(force_insert=True)
    other = files.keep_picture(
        actor, picture({"red": "black", "blue": "navy"}[colour], "PNG"), "另一张.png"
    ).pk
    stored = StoredFile.objects.within(actor.scope).get(pk=other)  # shown to nobody else
    scan = Scan(town_id=actor.town, writ=writ, page=1, file_id=photo, added_at=NOW, added_by_id=actor.person)
    scan.save(force_insert=True)
    seal_row = Seal(town_id=actor.town, body=unit.name, file=stored, from_on=TODAY)
    seal_row.save(force_insert=True)
    batch = Submission(
        town_id=actor.town,
        number=f"移交〔2026〕{unit.name}",
        body="区局",
        handed_at=NOW,
        handed_by_id=actor.person,
        content=stored,
        digest="0" * 64,
    )
    batch.save(force_insert=True)
    signed = {"signed_by": "冯永", "from_on": TODAY, "electronic": "", "file": photo}
    return {
        "writ_id": writ.pk,
        "signature_id": Signature.objects.within(actor.scope).get(writ=writ).pk,
        "service_id": service.pk,
        "term_id": term.pk,
        "seal_id": seal_row.pk,
        "scan_id": scan.pk,
        "consent_id": record_consent(actor, unit.pk, address=unit.name, **signed).pk,
        "case_id": open_case(actor, unit.pk, matter="逾期未整改").pk,
        "batch_id": batch.pk,
        "slot": "officer1",
        "number": 1,
        "kind": "order",
        "sentence": "lead",
        "shape": "json",
    }
