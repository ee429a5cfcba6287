"""Heavier and softer words to a unit: suspension, listing and its removal (the district's); interview, warning, urging (the town's)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    DATE,
    FINDINGS,
    MOMENT,
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
    OFFICERS_CHOSEN,
    OFFICERS_SIGN,
    PARTY,
    PARTY_BOX,
    PARTY_NAME,
    PROVINCE,
    REMEDY_FIELDS,
    SOURCE,
    TWO_COPIES,
    basis_of,
    findings_of,
    officers_of,
    out_of_order,
    party_of,
    present_of,
    remedy,
    remedy_of,
    said,
)
from bihuan.inspections import law

_PARTY = tuple(
    Field(one.key, one.label.replace("被检查单位", "单位"), need=one.need, locked=one.locked) for one in PARTY
)
_FINDINGS = Field("findings", "存在的问题", FINDINGS, locked=True, cites=True)
_TOLD = "[{place}：]{text}[，违反了{basis}的规定]。"


def _suspend(facts: Facts) -> Values:
    return (
        party_of(facts)
        | {
            "findings": findings_of(facts),
            "facts": said(facts, "reason"),
            "basis": basis_of(facts, "第一款第三项"),
            "from_on": said(facts, "decided_on") or facts.on.isoformat(),
            "officers": officers_of(facts),
            "party_name": present_of(facts),
        }
        | remedy_of(facts)
    )


def _suspend_check(values: Mapping[str, Any], _on: date) -> dict[str, str]:
    wrong = out_of_order(values, "from_on", "until_on", "截止日期早于开始日期，请核对。")
    if not values.get("findings") and not values.get("facts"):
        wrong["facts"] = "还没有写明存在的重大事故隐患或者违法行为。"
    return wrong


declare(
    Declaration(
        kind="suspend",
        edition=1,
        about=("decision", "inspection", "hazard"),
        fields=(
            *_PARTY,
            _FINDINGS,
            Field("facts", "事实和理由", TEXT),
            Field("broken", "违反的规定", TEXT, cites=True),
            BASIS_FIELD,
            Field("scope", "停产停业的范围", TEXT, need=True, help="如：喷漆车间；全部生产经营活动"),
            Field("from_on", "开始日期", DATE, need=True),
            Field("until_on", "截止日期", DATE, help="没有确定日期的不填，以审查同意恢复为准"),
            *REMEDY_FIELDS,
            OFFICERS_CHOSEN,
            PARTY_NAME,
        ),
        layout=(
            Boxed(PARTY_BOX),
            Say("lead", "经查，你单位存在下列问题：", when="findings"),
            Numbered("findings", _TOLD),
            Say("facts", "事实和理由：{facts}。", when="facts"),
            Say("broken", "上述行为违反了{broken}的规定。", when="broken"),
            Say(
                "decision",
                "依据{basis}，现决定责令你单位自{from_on}起[至{until_on}]停产停业整顿，停产停业的范围：{scope}。",
            ),
            Say(
                "duty",
                "停产停业整顿期间，你单位应当采取措施保证人员和设施安全，不得擅自恢复生产经营。整顿结束后，应当提出书面申请，经"
                "审查同意，方可恢复；拒不执行本决定的，将依法采取进一步措施。",
            ),
            remedy("决定书"),
            Signed((OFFICERS_SIGN, ("party", "被责令单位负责人（签名）"))),
            SealedOff(),
        ),
        fill=_suspend,
        check=_suspend_check,
        copies=TWO_COPIES.format("被责令单位"),
        sealed=True,
        served=True,
        source=SOURCE,
    )
)


def _listing(facts: Facts) -> Values:
    major = facts.found[0] if facts.found else None
    return party_of(facts) | {
        "findings": findings_of(facts),
        "criterion": major.criterion if major else "",
        "basis": law.basis("hazards", facts.on),
        "level": said(facts, "listing_level"),
        "requirement": said(facts, "requirement"),
        "due_on": said(facts, "due_on"),
        "responsible": said(facts, "responsible"),
        "local": facts.body.town,
    }


declare(
    Declaration(
        kind="listing",
        edition=1,
        about=("hazard",),
        fields=(
            *_PARTY,
            Field("findings", "重大事故隐患", FINDINGS, need=True, locked=True, cites=True),
            Field("criterion", "判定标准条款", locked=True),
            Field("basis", "依据", need=True, cites=True),
            Field("level", "督办级别"),
            Field("requirement", "整改要求", TEXT, need=True),
            Field("due_on", "整改期限", DATE, need=True),
            Field("responsible", "督办责任人", need=True),
            Field("local", "属地", locked=True),
        ),
        layout=(
            Boxed(PARTY_BOX),
            Say("lead", "你单位存在下列重大事故隐患："),
            Numbered("findings", "[{place}：]{text}。"),
            Say("criterion", "判定依据：{criterion}。", when="criterion"),
            Say(
                "decision",
                "依据{basis}，决定对上述重大事故隐患实行[{level}]挂牌督办，请于{due_on}前完成整改。",
            ),
            Say("requirement", "整改要求：{requirement}。"),
            Say(
                "fixed",
                "你单位应当制定治理方案，落实整改责任、措施、资金、时限和应急预案；治理期间采取安全防范措施，无法保证安全的，"
                "应当从危险区域内撤出作业人员，停止生产经营或者停止使用。",
            ),
            Say(
                "closing",
                "整改完成后，应当组织技术人员、专家或者委托专业机构对治理情况进行评估，并书面申请销号，经审查验收合格后解除挂牌"
                "督办。督办责任人：{responsible}。{local}负责属地督促检查。",
            ),
            Signed((("receiver", "被督办单位负责人（签收）"),)),
            SealedOff(),
        ),
        fill=_listing,
        copies="本文书一式三份：一份由签发机关备案，一份交被督办单位，一份交属地镇（街道）。",
        sealed=True,
        served=True,
        source=PROVINCE,
    )
)


def _delisting(facts: Facts) -> Values:
    return party_of(facts) | {
        "findings": findings_of(facts),
        "listing_number": said(facts, "listing_number"),
        "listed_on": said(facts, "listed_on"),
        "accepted_on": facts.on.isoformat(),
    }


declare(
    Declaration(
        kind="delisting",
        edition=1,
        about=("hazard",),
        fields=(
            *_PARTY,
            Field("findings", "重大事故隐患", FINDINGS, need=True, locked=True, cites=True),
            Field("listing_number", "挂牌督办文号", need=True),
            Field("listed_on", "挂牌日期", DATE, need=True),
            Field("accepted_on", "验收日期", DATE, need=True),
            Field(
                "opinion",
                "验收意见",
                TEXT,
                need=True,
                help="如：经专家现场核查，防爆改造已完成，符合标准要求",
            ),
        ),
        layout=(
            Boxed(PARTY_BOX),
            Say("lead", "{listed_on}，你单位的下列重大事故隐患被挂牌督办，文号：{listing_number}。"),
            Numbered("findings", "[{place}：]{text}。"),
            Say("opinion", "{accepted_on}，对治理情况进行了审查验收。验收意见：{opinion}。"),
            Say("decision", "经研究，同意解除对上述重大事故隐患的挂牌督办，予以销号。"),
            Say("duty", "请你单位巩固整改成果，加强日常排查治理，防止事故隐患再次出现。"),
            Signed((("receiver", "被督办单位负责人（签收）"),)),
            SealedOff(),
        ),
        fill=_delisting,
        check=lambda values, _on: out_of_order(
            values, "listed_on", "accepted_on", "验收日期早于挂牌日期，请核对。"
        ),
        copies="本文书一式三份：一份由签发机关备案，一份交被督办单位，一份交属地镇（街道）。",
        sealed=True,
        served=True,
        source=PROVINCE,
    )
)


def _interview(facts: Facts) -> Values:
    return party_of(facts) | {
        "party_name": present_of(facts) or facts.party.head,
        "reason": said(facts, "reason"),
        "findings": findings_of(facts),
        "hosts": "、".join(one.name for one in facts.officers),
        "recorder_name": facts.officers[-1].name if facts.officers else "",
        "place": f"{facts.body.town}{facts.body.office}",
    }


declare(
    Declaration(
        kind="interview",
        edition=1,
        about=("decision", "unit", "hazard"),
        fields=(
            *_PARTY,
            Field("party_name", "被约谈人", need=True),
            Field("post", "被约谈人职务"),
            Field("began_at", "开始时间", MOMENT, need=True),
            Field("ended_at", "结束时间", MOMENT),
            Field("place", "约谈地点", need=True),
            Field("hosts", "约谈人", need=True),
            Field("recorder_name", "记录人", need=True),
            Field("reason", "约谈事由", TEXT, need=True),
            _FINDINGS,
            Field("demands", "约谈要求", TEXT, need=True),
            Field("answer", "被约谈人表态", TEXT, need=True),
        ),
        layout=(
            Boxed(
                (
                    ("party",),
                    ("party_name", "post"),
                    (("约谈时间", "{hours}"),),
                    ("place",),
                    ("hosts", "recorder_name"),
                )
            ),
            Say("reason", "一、约谈事由", "h1"),
            Say("reason_text", "{reason}。"),
            Numbered("findings", "[{place}：]{text}[，不符合{basis}的规定]。"),
            Say("demands", "二、约谈要求", "h1"),
            Say("demands_text", "{demands}。"),
            Say("answer", "三、被约谈人表态", "h1"),
            Say("answer_text", "{answer}。"),
            Say("read", "以上记录已交被约谈人核对无误。"),
            Signed(
                (
                    ("party", "被约谈人（签名）"),
                    ("approver", "约谈人（签名）"),
                    ("recorder", "记录人（签名）"),
                )
            ),
        ),
        fill=_interview,
        check=lambda values, _on: out_of_order(
            values, "began_at", "ended_at", "结束时间早于开始时间，请核对。"
        ),
        copies=TWO_COPIES.format("被约谈单位"),
        family="",
        source=PROVINCE,
    )
)


def _warning(facts: Facts) -> Values:
    return party_of(facts) | {
        "reason": said(facts, "reason"),
        "findings": findings_of(facts),
        "basis": basis_of(facts),
        "contact": facts.body.phone,
    }


declare(
    Declaration(
        kind="warning",
        edition=1,
        about=("decision", "unit", "hazard"),
        fields=(
            *_PARTY,
            Field("reason", "警示事由", TEXT, need=True),
            _FINDINGS,
            BASIS_FIELD,
            Field("demands", "要求", TEXT, need=True),
            Field("reply_on", "书面报告期限", DATE),
            Field("contact", "联系电话（镇级）"),
        ),
        layout=(
            Say("to", "{party}：", "flush"),
            Say("reason", "{reason}。"),
            Say("lead", "你单位还存在下列问题：", when="findings"),
            Numbered("findings", "[{place}：]{text}[，不符合{basis}的规定]。"),
            Say(
                "warning",
                "依据{basis}，现向你单位发出安全生产警示。请你单位切实履行安全生产主体责任，做好以下工作：",
            ),
            Say("demands", "{demands}。"),
            Say("reply", "请于{reply_on}前将落实情况书面报告我们。", when="reply_on"),
            Say("contact", "联系电话：{contact}。", when="contact"),
            SealedOff(),
        ),
        fill=_warning,
        copies=TWO_COPIES.format("被警示单位"),
        family="",
        sealed=True,
        served=True,
        source=PROVINCE,
    )
)


def _urging(facts: Facts) -> Values:
    return {
        "recipient": facts.party.name,
        "matter": said(facts, "reason"),
        "findings": findings_of(facts),
        "due_on": said(facts, "due_on"),
        "contact": facts.body.phone,
    }


declare(
    Declaration(
        kind="urging",
        edition=1,
        about=("hazard", "unit", "decision"),
        fields=(
            Field("recipient", "发往单位", need=True, help="被督办的单位、村（社区）或者站所"),
            Field("matter", "督办事由", TEXT, need=True),
            _FINDINGS,
            Field("demands", "督办要求", TEXT, need=True),
            Field("due_on", "办结期限", DATE, need=True),
            Field("contact", "联系电话（镇级）"),
        ),
        layout=(
            Say("to", "{recipient}：", "flush"),
            Say("matter", "{matter}。"),
            Say("lead", "现对下列事项进行督办：", when="findings"),
            Numbered("findings", "[{place}：]{text}[，原整改期限{deadline}]。"),
            Say("demands", "督办要求：{demands}。"),
            Say(
                "due",
                "请于{due_on}前办结，并将办理结果书面报送我们；不能按期办结的，应当在期限届满前说明原因。逾期未办结又不说明原因"
                "的，将按规定通报。",
            ),
            Say("contact", "联系电话：{contact}。", when="contact"),
            SealedOff(),
        ),
        fill=_urging,
        copies=TWO_COPIES.format("发往单位"),
        family="",
        sealed=True,
        served=True,
        source=PROVINCE,
    )
)
