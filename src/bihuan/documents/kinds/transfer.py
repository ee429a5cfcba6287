"""What goes to others: a case (案件移送书), a problem (问题移送函), a copy for information (抄告单), and the receipt of a tip-off.

Law: 安全生产法 on joint inspection and referral, and on tips; who gave a tip is never named on paper.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    FINDINGS,
    OFFICERS,
    PAPERS_LIST,
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
    PROVINCE,
    SOURCE,
    findings_of,
    officers_of,
    out_of_order,
    said,
    told_in_short,
)
from bihuan.inspections import law

_UNIT = (
    Field("party", "涉及单位", locked=True),
    Field("address", "单位地址", locked=True),
    Field("head", "法定代表人（负责人）", locked=True),
    Field("phone", "联系电话", locked=True),
)
_FINDINGS = Field("findings", "发现的问题", FINDINGS, locked=True, cites=True)
_MATERIALS = Field("materials", "附件材料", PAPERS_LIST)
_MATERIALS_HEAD = Say("materials", "附件材料：", when="materials")
_MATERIALS_LIST = Numbered("materials", "{label}[（{number}）][，{pages}份]")
_RECEIPT = Say("receipt", "回执：以上文书和材料已收到。处理结果请书面反馈移送机关。")


def _unit_of(facts: Facts) -> Values:
    party = facts.party
    return {"party": party.name, "address": party.address, "head": party.head, "phone": party.phone}


def _materials_of(facts: Facts) -> list[Values]:
    given = facts.said.get("materials")
    names = given if isinstance(given, list) else []
    return [{"label": str(one), "number": "", "pages": "1"} for one in names]


def _transfer(facts: Facts) -> Values:
    return _unit_of(facts) | {
        "recipient": said(facts, "body"),
        "case": told_in_short(facts),
        "found_on": (facts.visit.on if facts.visit else facts.on).isoformat(),
        "findings": findings_of(facts),
        "reason": said(facts, "reason"),
        "basis": law.basis("referral", facts.on),
        "materials": _materials_of(facts),
        "officers": officers_of(facts),
        "contact": facts.body.phone,
    }


declare(
    Declaration(
        kind="transfer",
        edition=1,
        about=("hazard", "inspection", "unit"),
        fields=(
            Field("recipient", "受移送机关", need=True),
            Field("case", "案件名称", TEXT, need=True),
            *_UNIT,
            Field("found_on", "发现日期", DATE, need=True),
            _FINDINGS,
            Field("facts", "案件简要情况", TEXT, need=True),
            Field("reason", "移送理由", TEXT, need=True),
            Field("basis", "移送依据", need=True, cites=True),
            _MATERIALS,
            Field("officers", "承办人", OFFICERS, need=True),
            Field("contact", "联系电话"),
            Field(
                "crime",
                "是否涉嫌犯罪",
                CHOICE,
                need=True,
                choices=(("no", "否"), ("yes", "是，移送公安机关")),
            ),
        ),
        layout=(
            Boxed((("party",), ("address",), ("head", "phone"))),
            Say("to", "{recipient}：", "flush"),
            Say("lead", "{found_on}，本机关在监督检查中发现下列案件：{case}。"),
            Say("facts", "案件简要情况：{facts}。"),
            Numbered("findings", "[{place}：]{text}[，涉嫌违反{basis}的规定]。"),
            Say("reason", "移送理由：{reason}。"),
            Say("decision", "依据{basis}，现将该案移送你单位处理，请将处理结果书面反馈本机关。"),
            Say(
                "crime",
                "本案涉嫌犯罪，依照行政执法机关移送涉嫌犯罪案件的规定移送公安机关，本移送书同时抄送同级人民检察院。",
                when="crime=yes",
            ),
            Say("contact", "联系电话：{contact}。", when="contact"),
            _MATERIALS_HEAD,
            _MATERIALS_LIST,
            Signed((("officer", "承办人（签名）"),)),
            SealedOff(),
            _RECEIPT,
            Signed((("receiver", "收件人（签名、盖章）"),)),
        ),
        fill=_transfer,
        copies="本文书一式三份：一份由移送机关备案，一份交受移送机关，一份随回执退回。",
        sealed=True,
        served=True,
        source=SOURCE,
    )
)


def _referral(facts: Facts) -> Values:
    return _unit_of(facts) | {
        "recipient": said(facts, "body"),
        "found_on": (facts.visit.on if facts.visit else facts.on).isoformat(),
        "findings": findings_of(facts),
        "reason": said(facts, "reason"),
        "basis": said(facts, "basis") or law.basis("referral", facts.on),
        "due_on": said(facts, "due_on"),
        "materials": _materials_of(facts),
        "contact": facts.body.phone,
    }


declare(
    Declaration(
        kind="referral",
        edition=1,
        about=("referral",),
        fields=(
            Field("recipient", "受理单位", need=True, locked=True),
            *_UNIT,
            Field("found_on", "发现日期", DATE, locked=True),
            Field("findings", "移送的问题", FINDINGS, need=True, locked=True, cites=True),
            Field("reason", "移送理由", TEXT, locked=True),
            Field("basis", "移送依据", locked=True, cites=True),
            Field("due_on", "答复期限", DATE, locked=True),
            _MATERIALS,
            Field("contact", "联系电话（镇级）"),
        ),
        layout=(
            Say("to", "{recipient}：", "flush"),
            Say(
                "lead",
                "{found_on}，我们在安全检查中发现{party}（地址：{address}）存在下列问题：",
                when="party",
            ),
            Say("lead_plain", "{found_on}，我们在安全检查中发现下列问题：", when="!party"),
            Numbered("findings", "[{place}：]{text}[，不符合{basis}的规定]。"),
            Say("reason", "移送理由：{reason}。", when="reason"),
            Say(
                "decision",
                "依据{basis}，现将上述问题移送你单位，请依法处理[，并于{due_on}前将处理结果书面反馈我们]。",
            ),
            Say("contact", "联系电话：{contact}。", when="contact"),
            _MATERIALS_HEAD,
            _MATERIALS_LIST,
            SealedOff(),
            _RECEIPT,
            Signed((("receiver", "签收人（签名）"),)),
        ),
        fill=_referral,
        copies="本函一式三份：一份留存，一份交受理单位，一份随回执退回。",
        family="",
        sealed=True,
        by_action=True,
        source=PROVINCE,
    )
)


def _copy(facts: Facts) -> Values:
    made = _referral(facts)
    return {key: value for key, value in made.items() if key not in ("basis", "due_on", "materials")}


declare(
    Declaration(
        kind="copy",
        edition=1,
        about=("referral",),
        fields=(
            Field("recipient", "抄告单位", need=True, locked=True),
            *_UNIT,
            Field("found_on", "发现日期", DATE, locked=True),
            Field("findings", "抄告的问题", FINDINGS, need=True, locked=True, cites=True),
            Field("reason", "抄告事由", TEXT, locked=True),
            Field("contact", "联系电话（镇级）"),
        ),
        layout=(
            Say("to", "{recipient}：", "flush"),
            Say(
                "lead",
                "{found_on}，我们在安全检查中发现{party}（地址：{address}）存在下列问题：",
                when="party",
            ),
            Say("lead_plain", "{found_on}，我们在安全检查中发现下列问题：", when="!party"),
            Numbered("findings", "[{place}：]{text}[，不符合{basis}的规定][。处理情况：{outcome}]。"),
            Say("reason", "抄告事由：{reason}。", when="reason"),
            Say("decision", "现抄告你单位，请在职责范围内加强监督管理。"),
            Say("contact", "联系电话：{contact}。", when="contact"),
            SealedOff(),
        ),
        fill=_copy,
        copies="本单一式两份：一份留存，一份交抄告单位。",
        family="",
        sealed=True,
        by_action=True,
        source=PROVINCE,
    )
)

WAYS_OF_TIPS = (
    ("phone", "电话"),
    ("letter", "来信"),
    ("visit", "来访"),
    ("online", "网络、扫码"),
    ("inside", "单位内部人员举报"),
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ANSWERS = (("accepted", "予以受理"), ("moved", "不属于本级职责，转送有关部门"), ("refused", "不予受理"))


def _tip(facts: Facts) -> Values:
    return {
        "tip_number": "",
        "received_on": facts.on.isoformat(),
        "basis": law.basis("tips", facts.on),
        "about_unit": facts.party.name,
        "answer": "accepted",
        "contact": facts.body.phone,
    }


def _tip_check(values: Mapping[str, Any], _on: date) -> dict[str, str]:
    wrong = out_of_order(values, "received_on", "reply_on", "答复期限早于收到日期，请核对。")
    if values.get("answer") == "accepted" and not values.get("reply_on"):
        wrong["reply_on"] = "予以受理的，请写明答复期限。"
    if values.get("answer") == "moved" and not values.get("moved_to"):
        wrong["moved_to"] = "转送有关部门的，请写明转送到哪个单位。"
    if values.get("answer") == "refused" and not values.get("why"):
        wrong["why"] = "不予受理的，请写明理由。"
    if _MOBILE.search(str(values.get("matter") or "")):
        wrong["matter"] = "“举报事项”里有手机号码；不写可以认出举报人的内容，请删去。"
    return wrong


declare(
    Declaration(
        kind="tip",
        edition=1,
        about=("unit",),
        confidential=True,
        fields=(
            Field("tip_number", "举报登记编号", need=True),
            Field("received_on", "收到日期", DATE, need=True),
            Field("way", "举报方式", CHOICE, need=True, choices=WAYS_OF_TIPS),
            Field("about_unit", "被举报单位（地点）", need=True),
            Field(
                "matter", "举报事项", TEXT, need=True, help="不写举报人的姓名、电话和其他可以认出举报人的内容"
            ),
            Field("basis", "依据", need=True, cites=True),
            Field("answer", "受理意见", CHOICE, need=True, choices=ANSWERS),
            Field("moved_to", "转送单位"),
            Field("why", "不予受理的理由", TEXT),
            Field("reply_on", "答复期限", DATE),
            Field("contact", "联系电话（镇级）"),
        ),
        layout=(
            Boxed((("tip_number", "received_on"), ("way",), ("about_unit",))),
            Say("to", "举报人：", "flush"),
            Say("matter", "你反映的事项：{matter}。"),
            Say(
                "accepted",
                "依据{basis}，予以受理。我们将组织核查，并于{reply_on}前答复。",
                when="answer=accepted",
            ),
            Say("moved", "依据{basis}，该事项不属于本级职责，已转送{moved_to}处理。", when="answer=moved"),
            Say("refused", "经审查，决定不予受理。理由：{why}。", when="answer=refused"),
            Say("secret", "对举报人的姓名、联系方式和举报内容，我们依法保密。"),
            Say("contact", "查询办理情况请凭登记编号联系我们，电话：{contact}。", when="contact"),
            SealedOff(),
        ),
        fill=_tip,
        check=_tip_check,
        copies="本回执一式两份：一份留存，一份交举报人；留存的一份单独保管。",
        family="",
        sealed=True,
        served=True,
        source=PROVINCE,
    )
)
