"""The year's papers: what a check issues is served at once and, of late, signed by its officers; a case from inquiry to a fine; what the
town drafts for the district; letters of its own; a campaign's papers; a case file, a hand-over, and one paper made in error."""

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from bihuan.core import files
from bihuan.core.scope import Scope
from bihuan.demo import cast, pictures
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.demo.writ_case import case, issued, officers, ordered_lately, whole, write
from bihuan.documents import actions
from bihuan.documents.actions.consents import record_consent
from bihuan.documents.actions.handing import enter_receipt, hand_over
from bihuan.documents.actions.receipts import make_receipt
from bihuan.documents.actions.sealing import apply_seal, keep_seal
from bihuan.documents.actions.serving import serve, serve_on_the_spot, why_not_on_the_spot
from bihuan.documents.gathering import About
from bihuan.documents.models import Writ
from bihuan.documents.rules import Serving
from bihuan.inspections.models import Campaign, Inspection
from bihuan.majors.models import Listing
from bihuan.measures.models import Decision
from bihuan.units.models import Unit

SERVED = ("order", "notice", "review")


def schedule(stage: Stage, since: date) -> None:
    """Put the written scenes on the agenda, from `since` on."""
    year = stage.year
    for on, scene in (
        (date(year, 1, 8), _seals),
        (date(year, 3, 14), _campaign),
        (date(year, 7, 11), case),
        (date(year, 8, 22), _drafted),
        (date(year, 9, 12), _letters),
        (date(year, 11, 8), _decided),
        (date(year, 11, 28), _listings),
        (date(year, 12, 5), _in_error),
        (date(year, 12, 19), _handed),
    ):
        day = working_day(on)
        if day >= since:
            stage.later(day, partial(scene, stage, day))


def hand_out(stage: Stage, visit: Inspection, unit: TownUnit, officers: tuple[str, str]) -> None:
    """The papers of a visit are served: to who signed for them, left where he would not, and of a paper record as it was handed over."""
    mine = Writ.objects.within(Scope.whole_town(stage.town.pk)).filter(
        paper__inspection=visit, kind__in=SERVED
    )
    actor, second = stage.actor(officers[0]), stage.people[officers[1]]
    for writ in mine.filter(dated=visit.visited_on, served_on__isnull=True).select_related("unit", "paper"):
        if not why_not_on_the_spot(actor, writ):
            done = serve_on_the_spot(actor, writ.pk, version=writ.version)
            if writ.kind == "notice":  # the town's own: its proof needs no cards
                make_receipt(actor, done.pk)
            continue
        said = Serving(
            way="left" if visit.refusal else "direct",
            on=visit.visited_on,
            at=time(10, 30),
            place=writ.unit.address if writ.unit else "",
            receiver="" if visit.refusal else unit.head,
            relation="" if visit.refusal else "负责人",
            second=second.pk,
            reason="负责人拒绝签收" if visit.refusal else "",
            witness=f"{unit.village}村干部" if visit.refusal else "",
        )
        serve(actor, writ.pk, said, version=writ.version)


def _seals(stage: Stage, day: date) -> None:
    """The town keeps the picture of its seal, and some units say how they take papers."""
    with stage.moment(day):
        actor = stage.actor("mayor")
        body = stage.town.name
        kept = files.keep_picture(actor, pictures.seal(body), "印章.png")
        keep_seal(actor, body=body, picture=kept.pk, from_on=day)
    works = sorted((one for one in stage.units if one.category == "trade.machine"), key=lambda one: one.name)
    for unit in works[:3]:
        with stage.moment(day):
            record_consent(
                stage.actor("inspector_1"),
                unit.id,
                address=_row(stage, unit).address,
                electronic="",
                signed_by=unit.head,
                from_on=day,
                file=stage.scans[0],
            )


def _campaign(stage: Stage, day: date) -> None:
    """The papers of the campaign that runs: plan and notice before, the list of problems and the ledger a fortnight on."""
    running = Campaign.objects.within(Scope.whole_town(stage.town.pk)).filter(
        begins_on__lte=day, ends_on__gte=day
    )
    campaign = running.order_by("-begins_on").first()
    if campaign is None:
        return
    with stage.moment(day):
        write(
            stage,
            "safety_head",
            "joint_plan",
            About(campaign=campaign),
            {
                "content": "一是生产经营场所的出口、电气线路和消防器材。\n二是危险物品的储存和出入库登记。\n三是自查记录和从业人员培训。",
                "groups": [
                    {
                        "leader": stage.people["vice_mayor"].name,
                        "members": "安监办、派出所",
                        "area": "东片各村",
                        "days": "第一周",
                    },
                    {
                        "leader": stage.people["mayor"].name,
                        "members": "安监办、市场监管所",
                        "area": "西片各村",
                        "days": "第二周",
                    },
                ],
            },
        )
        write(
            stage,
            "safety_head",
            "joint_notice",
            About(campaign=campaign),
            {"content": "场所出口、用电安全、消防器材、危险物品储存和自查记录。"},
        )
    after = working_day(day + timedelta(days=14))
    stage.later(after, partial(_campaign_lists, stage, after, campaign))


def _campaign_lists(stage: Stage, day: date, campaign: Campaign) -> None:
    with stage.moment(day):
        for kind in ("problem_list", "ledger"):
            name = stage.people["safety_head"].name
            write(stage, "safety_head", kind, About(campaign=campaign), {"recorder_name": name})


def _drafted(stage: Stage, day: date) -> None:
    """What the town may not sign: a seizure goes to the bureau, which issues it under its own number; a case is handed over."""
    hazard = ordered_lately(stage, day)
    if hazard is None:
        return
    about = About(hazard=hazard, officers=officers(stage))
    with stage.moment(day):
        row = write(
            stage,
            "safety_head",
            "seizure",
            about,
            {
                "goods": [
                    {
                        "name": "简易氧气瓶",
                        "spec": "40升",
                        "quantity": "2",
                        "unit": "只",
                        "condition": "没有检验标志",
                        "place": "加工间",
                    }
                ],
                "measure": "seize",
                "days": "15",
                "keeping_place": f"{cast.TOWN}综合仓库",
                "approver_name": stage.people["district"].name,
                "approved_on": day.isoformat(),
            },
        )
        write(
            stage,
            "safety_head",
            "transfer",
            about,
            {
                "recipient": f"{stage.town.district}公安分局",
                "facts": f"检查发现{hazard.unit.name}存放来源不明的气瓶，现场不能提供购买凭证。",
                "reason": "涉嫌非法储存，由公安机关管辖",
                "crime": "no",
            },
        )
    signed = working_day(day + timedelta(days=2))
    stage.later(signed, partial(_outer, stage, signed, row.pk))


def _outer(stage: Stage, day: date, writ_id: UUID) -> None:
    row = whole(stage, Writ, writ_id)
    with stage.moment(day):
        actions.record_outer(
            stage.actor("safety_head"),
            row.pk,
            version=row.version,
            outer_number=f"澜安监查扣〔{stage.year}〕6号",
            outer_on=day,
        )


def _letters(stage: Stage, day: date) -> None:
    """Letters of the town's own: a village is urged, a tip is acknowledged."""
    hazard = ordered_lately(stage, day)
    if hazard is None:
        return
    with stage.moment(day):
        write(
            stage,
            "safety_head",
            "urging",
            About(hazard=hazard),
            {
                "recipient": f"{hazard.unit.cell.name if hazard.unit.cell else cast.TOWN}村民委员会",
                "matter": f"{hazard.unit.name}的整改临近期限，尚无进展",
                "demands": "督促该单位在期限内整改完毕，每两天到现场看一次，情况报安监办。",
                "due_on": (day + timedelta(days=7)).isoformat(),
            },
        )
        write(
            stage,
            "safety_head",
            "tip",
            About(unit=hazard.unit),
            {
                "tip_number": f"{stage.year}-017",
                "way": "phone",
                "matter": "群众反映该单位夜间作业时疏散门上锁",
                "reply_on": (day + timedelta(days=30)).isoformat(),
            },
        )


def _decided(stage: Stage, day: date) -> None:
    """The papers of what the town has decided: the interview's record, the warning."""
    for kind, values in (
        (
            "interview",
            {
                "post": "负责人",
                "hosts": stage.people["vice_mayor"].name,
                "recorder_name": stage.people["inspector_1"].name,
                "began_at": datetime.combine(day, time(9, 0)).isoformat(timespec="minutes"),
                "ended_at": datetime.combine(day, time(9, 40)).isoformat(timespec="minutes"),
                "demands": "一周内完成自查自纠；重点岗位每天检查并记录；月底前组织一次应急演练。",
                "answer": "认识到问题，按要求整改，今后不再发生。",
            },
        ),
        (
            "warning",
            {
                "demands": "立即开展一次全面自查；危险部位专人看管；对全体人员开展一次安全教育。",
                "reply_on": (day + timedelta(days=10)).isoformat(),
            },
        ),
    ):
        decisions = Decision.objects.within(Scope.whole_town(stage.town.pk)).filter(
            kind=kind, voided_on__isnull=True
        )
        decision = decisions.filter(decided_on__lte=day).order_by("-decided_on").first()
        if decision is not None:
            with stage.moment(day):
                row = write(
                    stage, "safety_head", kind, About(decision=decision, officers=officers(stage)), values
                )
                apply_seal(stage.actor("mayor"), row.pk, digest=row.digest) if kind == "warning" else None


def _listings(stage: Stage, day: date) -> None:
    """What only the district signs about a listed major hazard, drafted for it."""
    listing = (
        Listing.objects.within(Scope.whole_town(stage.town.pk))
        .filter(listed_on__isnull=False)
        .select_related("hazard")
        .order_by("-listed_on")
        .first()
    )
    if listing is None:
        return
    with stage.moment(day):
        write(stage, "safety_head", "listing", About(hazard=listing.hazard), {})
        opinion = {"opinion": "隐患已经治理完毕，经验收合格，同意销号"}
        write(stage, "safety_head", "delisting", About(hazard=listing.hazard), opinion)


def _in_error(stage: Stage, day: date) -> None:
    """A letter with the wrong term: void, its number kept, and written again."""
    hazard = ordered_lately(stage, day)
    if hazard is None:
        return
    values = {
        "recipient": f"{hazard.unit.cell.name if hazard.unit.cell else cast.TOWN}村民委员会",
        "matter": f"{hazard.unit.name}上次整改没有按期完成",
        "demands": "督促该单位按期整改，整改情况报安监办。",
    }
    with stage.moment(day):
        due = {"due_on": (day + timedelta(days=70)).isoformat()}
        row = write(stage, "safety_head", "urging", About(hazard=hazard), values | due)
        actions.void(stage.actor("safety_head"), row.pk, version=row.version, note="办理期限写错，另行制发")
    with stage.moment(day):
        due = {"due_on": (day + timedelta(days=7)).isoformat()}
        write(stage, "safety_head", "urging", About(hazard=hazard), values | due)


def _handed(stage: Stage, day: date) -> None:
    """The last quarter's papers go to the bureau's system as one batch; its receipt comes two days later."""
    rows = issued(stage).filter(dated__gte=date(stage.year, 10, 1), kind__in=("order", "review", "penalty"))
    with stage.moment(day):
        made = hand_over(
            stage.actor("safety_head"), list(rows.values_list("pk", flat=True)[:200]), body=stage.town.bureau
        )
    stage.later(after := working_day(day + timedelta(days=2)), partial(_received, stage, after, made.pk))


def _received(stage: Stage, day: date, handover_id: UUID) -> None:
    with stage.moment(day):
        enter_receipt(stage.actor("safety_head"), handover_id, receipt=f"LC{stage.year}-0412")


def _row(stage: Stage, unit: TownUnit) -> Unit:
    row: Unit = whole(stage, Unit, unit.id)
    return row
