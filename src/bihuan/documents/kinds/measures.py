"""The decision taken at the place (现场处理措施决定书): correct, remove, withdraw people, stop. Law: 安全生产法 on powers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    LINE,
    TEXT,
    Boxed,
    Declaration,
    Field,
    Numbered,
    Say,
    SealedOff,
    Signed,
    Values,
    declare,
)
from bihuan.documents.facts import Facts
from bihuan.documents.kinds.common import (
    BASIS_FIELD,
    FOUND_FIELD,
    OFFICERS_CHOSEN,
    OFFICERS_SIGN,
    PARTY,
    PARTY_BOX,
    PARTY_NAME,
    REMEDY_FIELDS,
    SOURCE,
    TWO_COPIES,
    basis_of,
    findings_of,
    officers_of,
    party_of,
    present_of,
    remedy,
    remedy_of,
    told_in_short,
    visited,
)
from bihuan.inspections.papers import OWN, POWERS

_TAKEN = ("correct", "remove", "withdraw", "stop")


def _measures(facts: Facts) -> Values:
    facts = replace(facts, found=tuple(one for one in facts.found if one.settled_on is None))
    undecided = [one for one in facts.found if one.outcome != "onsite"]
    told = facts.found if not undecided else tuple(undecided)
    dangers = told_in_short(replace(facts, found=told))
    return (
        party_of(facts)
        | {
            "visited_on": visited(facts),
            "findings": findings_of(facts),
            "basis": basis_of(facts, "第一款第三项"),
            "power": facts.body.power,
            "remove": dangers,
            "officers": officers_of(facts),
            "party_name": present_of(facts),
        }
        | remedy_of(facts)
    )


def _check(values: Mapping[str, Any], _on: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not any(values.get(one) for one in _TAKEN):
        wrong["remove"] = "还没有写明采取哪一项现场处理措施。"
    if values.get("stop") and values.get("power") == OWN:
        wrong["stop"] = (
            "镇级自行签发的，没有责令暂时停产停业、停止使用的职权；请删去这一项，报区级主管部门处理。"
        )
    if values.get("stop") and not values.get("stop_until"):
        wrong["stop_until"] = "还没有写明暂停到何时、经谁同意后恢复。"
    return wrong


declare(
    Declaration(
        kind="measures",
        edition=1,
        about=("inspection", "hazard"),
        follows=("record",),
        follows_always=False,  # a town without a grant has no record of law enforcement, and drafts it for the district
        fields=(
            *PARTY,
            Field("visited_on", "检查日期", DATE, need=True, locked=True),
            FOUND_FIELD,
            BASIS_FIELD,
            Field("correct", "当场予以纠正", TEXT, help="写明纠正哪些违法行为"),
            Field("remove", "责令立即排除", TEXT, help="写明排除哪些事故隐患"),
            Field("withdraw", "从危险区域撤出作业人员", TEXT, help="写明区域和人员"),
            Field("stop", "暂时停产停业、停止施工、停止使用", TEXT, help="写明范围、设施、设备"),
            Field("stop_until", "暂停期限", LINE, help="如：事故隐患排除，经审查同意后"),
            Field("power", "签发权限", CHOICE, locked=True, choices=tuple(POWERS.items())),
            *REMEDY_FIELDS,
            OFFICERS_CHOSEN,
            PARTY_NAME,
        ),
        layout=(
            Boxed(PARTY_BOX),
            Say("lead", "{visited_on}，执法人员对你单位进行检查，现场发现下列违法行为和事故隐患："),
            Numbered("findings", "[{place}：]{text}[，违反了{basis}的规定]。"),
            Say("basis", "以上问题存在发生生产安全事故的危险。依据{basis}，现作出如下现场处理决定："),
            Say("correct", "当场予以纠正：{correct}。", when="correct"),
            Say("remove", "责令立即排除事故隐患：{remove}。", when="remove"),
            Say("withdraw", "责令从危险区域内撤出作业人员：{withdraw}。", when="withdraw"),
            Say(
                "stop",
                "责令暂时停产停业、停止施工或者停止使用：{stop}。恢复条件：{stop_until}。",
                when="stop",
            ),
            Say("resume", "重大事故隐患排除后，经审查同意，方可恢复生产经营和使用。", when="stop"),
            remedy("决定书"),
            Signed((OFFICERS_SIGN, ("party", "被检查单位负责人（签名）"))),
            SealedOff(),
        ),
        fill=_measures,
        check=_check,
        copies=TWO_COPIES.format("被检查单位"),
        sealed=True,
        served=True,
        source=SOURCE,
    )
)
