"""A case of the year, from a hazard that was not mended to a warning: each paper is filled from what the ones before it say. And how the
scenes write papers."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, working_day
from bihuan.documents import actions
from bihuan.documents.actions.cases import close_case, open_case
from bihuan.documents.actions.issuing import look
from bihuan.documents.actions.receipts import make_receipt
from bihuan.documents.actions.serving import serve
from bihuan.documents.gathering import About
from bihuan.documents.models import Writ
from bihuan.documents.rules import Serving
from bihuan.hazards.models import Hazard
from bihuan.inspections import law
from bihuan.measures.models import Decision

Values = Mapping[str, Any]


def write(stage: Stage, key: str, kind: str, about: About, values: Values) -> Writ:
    """Draft, fill in, and issue; what the town may not sign goes to the district."""
    actor = stage.actor(key)
    row = actions.draft(actor, kind, about)
    row = actions.revise(actor, row.pk, version=row.version, values=values)
    allowed = look(actor, row).leave.allowed
    return (actions.issue if allowed else actions.propose)(actor, row.pk, version=row.version)


def write_suspension(stage: Stage, day: date, decision: Decision) -> None:
    """The paper of a suspension: drafted by the town, issued by the bureau under the decision's number."""
    row = write(
        stage,
        "safety_head",
        "suspend",
        About(decision=decision, officers=officers(stage)),
        {"scope": "全部生产经营活动", "facts": decision.reason, "from_on": day.isoformat()},
    )
    actions.record_outer(
        stage.actor("safety_head"), row.pk, version=row.version, outer_number=decision.number, outer_on=day
    )


def ordered_lately(stage: Stage, day: date, **more: Any) -> Hazard | None:
    """A hazard of an enterprise under an order of the last weeks, found on a check by two officers; `more` narrows."""
    found: Hazard | None = (
        Hazard.objects.within(Scope.whole_town(stage.town.pk))
        .filter(
            ordered_on__range=(day - timedelta(days=30), day),
            inspection__kind="check",
            inspection__papers__kind="record",
            unit__category__startswith="trade",
            voided_on__isnull=True,
            **more,
        )
        .select_related("unit__cell", "inspection")
        .order_by("-ordered_on", "number")
        .first()
    )
    return found


def issued(stage: Stage) -> Any:
    return (
        Writ.objects.within(Scope.whole_town(stage.town.pk))
        .filter(state="issued")
        .select_related("unit", "paper")
        .order_by("dated", "id")
    )


def officers(stage: Stage) -> tuple[UUID, ...]:
    return (stage.people["safety_head"].pk, stage.people["inspector_1"].pk)


def whole(stage: Stage, model: Any, pk: UUID) -> Any:
    return model.objects.within(Scope.whole_town(stage.town.pk)).get(pk=pk)


def case(stage: Stage, day: date) -> None:
    """From a blocked exit to a fine: measures on the spot, inquiry, evidence kept, notice, the party's statement, decision, proof."""
    hazard = ordered_lately(stage, day, settled_on__isnull=True)  # measures need something to be mended
    if hazard is None:
        return
    visit, unit = hazard.inspection, hazard.unit
    began = datetime.combine(day, time(9, 30))
    with stage.moment(day):
        write(
            stage,
            "safety_head",
            "measures",
            About(inspection=visit, officers=officers(stage)),
            {"remove": hazard.text},
        )
        inquiry = write(
            stage,
            "safety_head",
            "inquiry",
            About(inspection=visit, officers=officers(stage)),
            {
                "began_at": began.isoformat(timespec="minutes"),
                "ended_at": (began + timedelta(minutes=35)).isoformat(timespec="minutes"),
                "age": "45",
                "gender": "male",
                "talk": [
                    {
                        "q": "请你介绍一下你的姓名、职务和负责的工作。",
                        "a": f"我叫{unit.head}，是{unit.name}的负责人，安全生产由我负责。",
                    },
                    {"q": "检查发现的问题存在多久了？", "a": "有半个多月，生产忙，没有顾上处理。"},
                    {"q": "平时怎样自查？有没有记录？", "a": "每周看一遍，记录没有坚持写。"},
                    {"q": "还有什么要补充的？", "a": "没有了，马上整改。"},
                ],
            },
        )
        write(
            stage,
            "safety_head",
            "evidence",
            About(inspection=visit, officers=officers(stage)),
            {
                "reason": "自查记录可能被补写、替换",
                "goods": [
                    {
                        "name": "安全自查记录本",
                        "spec": "16开",
                        "quantity": "1",
                        "unit": "本",
                        "condition": "本年1月至6月",
                        "place": "办公室",
                    }
                ],
                "where": "there",
                "approver_name": stage.people["district"].name,
                "approved_on": day.isoformat(),
            },
        )
    stage.later(
        told := working_day(day + timedelta(days=6)), partial(_told, stage, told, hazard.pk, inquiry.pk)
    )


def _told(stage: Stage, day: date, hazard_id: UUID, inquiry_id: UUID) -> None:
    hazard = whole(stage, Hazard, hazard_id)
    about = About(inspection=hazard.inspection, hazard=hazard, officers=officers(stage))
    broken, applied = (law.basis(topic, day) for topic in ("hazards", "pen_management"))
    penalty = {
        "facts": f"{hazard.unit.name}存在“{hazard.text}”的问题，逾期没有整改到位",
        "proof": "现场检查记录、照片、询问笔录",
        "broken": broken,
        "applied": applied,
    }
    with stage.moment(day):
        notice = write(stage, "safety_head", "penalty_notice", about, penalty | {"intended": "警告"})
        _serve(stage, day, notice)
    stage.later(
        heard := working_day(day + timedelta(days=3)), partial(_fined, stage, heard, notice.pk, penalty)
    )


def _fined(stage: Stage, day: date, notice_id: UUID, penalty: Values) -> None:
    notice = whole(stage, Writ, notice_id)
    began = datetime.combine(day, time(14, 0))
    about = About(inspection=notice.inspection, answers=notice, officers=officers(stage))
    with stage.moment(day):
        write(
            stage,
            "safety_head",
            "statement",
            about,
            {
                "began_at": began.isoformat(timespec="minutes"),
                "ended_at": (began + timedelta(minutes=20)).isoformat(timespec="minutes"),
                "statement": "已经组织人员整改，请求从轻处理。",
                "proof": "整改后的照片2张",
            },
        )
        write(
            stage,
            "safety_head",
            "penalty",
            about,
            dict(penalty) | {"heard": "当事人请求从轻处理，予以采纳", "penalty": "warning"},
        )
    stage.later(
        after := working_day(day + timedelta(days=1)),
        partial(_filed, stage, after, notice.unit_id, notice.pk),
    )


def _filed(stage: Stage, day: date, unit_id: UUID, notice_id: UUID) -> None:
    """The papers of the matter are served where they were not, the proofs made, and all of it put into a file and closed."""
    notice = whole(stage, Writ, notice_id)
    actor = stage.actor("safety_head")
    with stage.moment(day):
        mine = issued(stage).filter(unit=unit_id, dated__gte=notice.dated - timedelta(days=20))
        for row in mine.filter(
            kind__in=("measures", "evidence", "penalty_notice", "penalty"), served_on__isnull=True
        ):
            _serve(stage, day, row)
        chosen = list(mine.values_list("pk", flat=True))
        opened = open_case(actor, unit_id, matter="隐患逾期未整改案", writs=chosen)
        close_case(actor, opened.pk, version=opened.version, outcome="警告；隐患已经整改，复查合格")


def _serve(stage: Stage, day: date, row: Writ) -> None:
    """Hand a paper to the head of its unit, and make the proof."""
    unit = row.unit
    assert unit is not None
    actor = stage.actor("safety_head")
    said = Serving(
        way="direct",
        on=day,
        at=time(15, 0),
        place=unit.address,
        receiver=unit.head,
        relation="负责人",
        second=stage.people["inspector_1"].pk,
    )
    make_receipt(actor, serve(actor, row.pk, said, version=row.version).pk)
