"""The papers of a check: on-site record, order to rectify within a time, the notice of a town without a grant, re-inspection opinion."""

from bihuan.documents.declarations import (
    DATE,
    FINDINGS,
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
    OFFICE_FIELD,
    OFFICERS_FIELD,
    OFFICERS_SIGN,
    PARTY,
    PARTY_NAME,
    PROVINCE,
    REMEDY_FIELDS,
    SOURCE,
    TWO_COPIES,
    answered_of,
    basis_of,
    findings_of,
    office_of,
    officers_of,
    party_of,
    present_of,
    remedy,
    remedy_of,
    time_of,
    visited,
)


def _record(facts: Facts) -> Values:
    visit = facts.visit
    return party_of(facts) | {
        "site": facts.party.address,
        "time": time_of(visit),
        "office": office_of(facts),
        "officers": officers_of(facts),
        "basis": basis_of(facts),
        "situation": visit.opinion if visit else "",
        "findings": findings_of(facts),
        "party_name": present_of(facts),
    }


declare(
    Declaration(
        kind="record",
        edition=1,
        about=("inspection",),
        fields=(
            *PARTY,
            Field("site", "检查场所", locked=True),
            Field("time", "检查时间", need=True, locked=True),
            OFFICE_FIELD,
            OFFICERS_FIELD,
            BASIS_FIELD,
            Field("situation", "检查情况", TEXT, locked=True),
            Field("findings", "发现的问题", FINDINGS, locked=True, cites=True),
            PARTY_NAME,
        ),
        layout=(
            Boxed(
                (
                    ("party",),
                    ("address",),
                    ("head", "head_post"),
                    ("phone", "party_name"),
                    ("site",),
                    ("time",),
                )
            ),
            Say(
                "opening",
                "我们是{office}的执法人员{officers}，这是我们的执法证件，请过目。现依据{basis}，对你单位的安全生产情况进行"
                "监督检查，请予以配合。认为检查人员与检查事项有直接利害关系的，你单位有权申请回避。",
            ),
            Say("situation", "检查情况：{situation}", when="situation"),
            Say("lead", "经现场检查，发现下列问题：", when="findings"),
            Numbered(
                "findings",
                "[{place}：]{text}[，不符合{basis}的规定]。[处理：{outcome}。]",
                none="经现场检查，未发现安全生产违法行为和事故隐患。",
            ),
            Say("read", "以上记录经现场负责人核对，与检查情况相符。有异议的，请在签名处写明。"),
            Signed((OFFICERS_SIGN, ("party", "被检查单位现场负责人（签名）"))),
        ),
        fill=_record,
        copies=TWO_COPIES.format("被检查单位"),
        by_action=True,
        source=SOURCE,
    )
)


def _order(facts: Facts) -> Values:
    return (
        party_of(facts)
        | {
            "visited_on": visited(facts),
            "findings": [row for row in findings_of(facts) if row["deadline"]],
            "basis": basis_of(facts, "第一款第二项"),
            "officers": officers_of(facts),
            "party_name": present_of(facts),
        }
        | remedy_of(facts)
    )


_VISITED = Field("visited_on", "检查日期", DATE, locked=True)
_DEMANDED = (
    "[{place}：]{text}[，违反了{basis}的规定]。[整改要求：{demand}。]整改期限：至{deadline}（含当日）。"
)

declare(
    Declaration(
        kind="order",
        edition=1,
        about=("inspection", "hazard"),
        fields=(
            *PARTY,
            _VISITED,
            FOUND_FIELD,
            BASIS_FIELD,
            *REMEDY_FIELDS,
            OFFICERS_FIELD,
            PARTY_NAME,
        ),
        layout=(
            Say("to", "{party}：", "flush"),
            Say("lead", "{visited_on}，执法人员对你单位进行检查，经查，你单位存在下列问题："),
            Numbered("findings", _DEMANDED),
            Say(
                "demand",
                "依据{basis}，现责令你单位对上述问题逐项整改，在各项所列期限前整改完毕，达到有关法律、法规、规章和标准的要求，"
                "并将整改情况书面报告。整改期间应当采取措施保证安全；因整改不力发生事故的，依法追究责任。",
            ),
            Say("overdue", "逾期未整改或者整改不到位的，将依法处理。"),
            remedy("指令书"),
            Signed((OFFICERS_SIGN, ("party", "被检查单位负责人（签名）"))),
            SealedOff(),
        ),
        fill=_order,
        copies=TWO_COPIES.format("被检查单位"),
        sealed=True,
        served=True,
        by_action=True,
        source=SOURCE,
    )
)


def _notice(facts: Facts) -> Values:
    return party_of(facts) | {
        "visited_on": visited(facts),
        "findings": [row for row in findings_of(facts) if row["deadline"]],
        "basis": basis_of(facts),
        "contact": facts.body.phone,
        "officers": officers_of(facts),
        "party_name": present_of(facts),
    }


declare(
    Declaration(
        kind="notice",
        edition=1,
        about=("inspection", "hazard"),
        fields=(
            *PARTY,
            _VISITED,
            FOUND_FIELD,
            BASIS_FIELD,
            Field("contact", "联系电话（镇级）"),
            Field("officers", "检查人员", "officers", locked=True),
            PARTY_NAME,
        ),
        layout=(
            Say("to", "{party}：", "flush"),
            Say("lead", "依据{basis}，我们于{visited_on}对你单位进行了安全检查，发现下列问题："),
            Numbered(
                "findings",
                "[{place}：]{text}[，不符合{basis}的规定]。[整改要求：{demand}。]请于{deadline}前整改完毕。",
            ),
            Say(
                "demand",
                "请你单位落实安全生产主体责任，逐项整改，整改期间采取措施保证安全，整改完毕后告知我们，我们将进行复查。"
                "逾期未整改的，将按规定报告、移送{bureau}等有关部门依法处理。",
            ),
            Say("contact", "联系电话：{contact}。", when="contact"),
            Signed((("officer", "检查人员（签名）"), ("party", "被检查单位负责人（签名）"))),
            SealedOff(),
        ),
        fill=_notice,
        copies=TWO_COPIES.format("被检查单位"),
        family="",
        sealed=True,
        served=True,
        by_action=True,
        source=PROVINCE,
    )
)


def _review(facts: Facts) -> Values:
    rows = findings_of(facts)
    failed = [one for one in facts.found if one.outcome == "failed"]
    total = f"{len(rows)}项，其中已整改{len(rows) - len(failed)}项，未整改到位{len(failed)}项"
    return (
        party_of(facts)
        | answered_of(facts)
        | {
            "reviewed_on": visited(facts),
            "findings": rows,
            "total": total if rows else "",
            "failed": str(len(failed)) if failed else "",
            "officers": officers_of(facts),
            "party_name": present_of(facts),
        }
    )


declare(
    Declaration(
        kind="review",
        edition=1,
        about=("inspection", "hazard"),
        follows=("order", "notice", "measures"),
        fields=(
            *PARTY,
            Field("answered", "原文书", locked=True),
            Field("answered_number", "原文书文号", locked=True),
            Field("answered_on", "原文书日期", DATE, locked=True),
            Field("reviewed_on", "复查日期", DATE, locked=True),
            Field("findings", "复查的问题", FINDINGS, need=True, locked=True, cites=True),
            Field("total", "复查结论", locked=True),
            Field("failed", "未整改到位项数", locked=True),
            OFFICERS_FIELD,
            PARTY_NAME,
        ),
        layout=(
            Say("to", "{party}：", "flush"),
            Say(
                "lead",
                "本机关于{answered_on}对你单位作出《{answered}》，文号：{answered_number}。{reviewed_on}，执法人员对整改情况"
                "进行了复查，意见如下：",
                when="answered_number",
            ),
            Say(
                "lead_plain",
                "{reviewed_on}，执法人员对你单位存在问题的整改情况进行了复查，意见如下：",
                when="!answered_number",
            ),
            Numbered("findings", "[{place}：]{text}——{outcome}。[复查情况：{note}。]"),
            Say("total", "以上共复查{total}。", when="total"),
            Say(
                "passed",
                "上述问题已经整改完毕。请你单位继续落实安全生产主体责任，防止问题反弹。",
                when="!failed",
            ),
            Say(
                "failed",
                "对未整改到位的问题，你单位应当继续整改，整改期间采取措施保证安全；逾期仍不整改的，将依法处理。",
                when="failed",
            ),
            Signed((OFFICERS_SIGN, ("party", "被复查单位负责人（签名）"))),
            SealedOff(),
        ),
        fill=_review,
        copies=TWO_COPIES.format("被复查单位"),
        sealed=True,
        served=True,
        by_action=True,
        source=SOURCE,
    )
)
