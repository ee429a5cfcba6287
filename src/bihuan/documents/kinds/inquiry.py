"""Records of what was said: inquiry (询问笔录), and a party's statement before a penalty (陈述申辩笔录). Each page is signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    IDENTITY,
    MOMENT,
    NUMBER,
    OFFICERS,
    TALK,
    TEXT,
    Boxed,
    Declaration,
    Field,
    Say,
    Signed,
    Spoken,
    Values,
    declare,
)
from bihuan.documents.facts import Facts
from bihuan.documents.kinds.common import (
    OFFICE_FIELD,
    SOURCE,
    answered_of,
    office_of,
    officers_of,
    out_of_order,
    present_of,
    told_in_short,
)

GENDERS = (("male", "男"), ("female", "女"))

_BEGAN = Field("began_at", "开始时间", MOMENT, need=True)
_ENDED = Field("ended_at", "结束时间", MOMENT, need=True)
_RECORDER = Field("recorder_name", "记录人", need=True)


def _hours(values: Mapping[str, Any], _on: date) -> dict[str, str]:
    return out_of_order(values, "began_at", "ended_at", "结束时间早于开始时间，请核对。")


def _inquiry(facts: Facts) -> Values:
    party = facts.party
    present = present_of(facts) or party.head
    return {
        "case": told_in_short(facts),
        "times": "1",
        "place": party.address,
        "party_name": present,
        "workplace": party.name,
        "post": "负责人" if present and present == party.head else "",
        "phone": party.phone if present and present == party.head else "",
        "office": office_of(facts),
        "officers": officers_of(facts),
        "recorder_name": facts.officers[-1].name if facts.officers else "",
        "talk": [{"q": "请你介绍一下你的姓名、职务和在单位负责的工作。", "a": ""}],
    }


declare(
    Declaration(
        kind="inquiry",
        edition=1,
        about=("inspection", "unit"),
        fields=(
            Field("case", "案由", TEXT, need=True),
            Field("times", "第几次询问", NUMBER, need=True),
            _BEGAN,
            _ENDED,
            Field("place", "询问地点", need=True),
            Field("party_name", "被询问人", need=True),
            Field("gender", "性别", CHOICE, choices=GENDERS),
            Field("age", "年龄", NUMBER, help="周岁"),
            Field("identity", "身份证号", IDENTITY),
            Field("workplace", "工作单位"),
            Field("post", "职务"),
            Field("home", "住址"),
            Field("phone", "联系电话"),
            Field("officers", "询问人", OFFICERS, need=True),
            OFFICE_FIELD,
            _RECORDER,
            Field("others", "在场人"),
            Field("talk", "询问内容", TALK, need=True),
        ),
        layout=(
            Boxed(
                (
                    ("case",),
                    (("询问时间", "{hours}"),),
                    ("place", "times"),
                    ("party_name", "gender"),
                    ("age", "identity"),
                    ("workplace", "post"),
                    ("home", "phone"),
                    ("recorder_name", "others"),
                )
            ),
            Say(
                "opening",
                "我们是{office}的执法人员{officers}，这是我们的执法证件，请过目。现依据{law:inquiry}，就有关情况向你询问。",
            ),
            Say(
                "rights",
                "你有如实回答询问、提供有关资料的义务，有权陈述和申辩，对与本案无关的问题有权拒绝回答；认为询问人与本案有"
                "直接利害关系的，有权申请回避。",
            ),
            Spoken("talk"),
            Say("read", "以上笔录已交被询问人核对；阅读有困难的，已向其宣读。被询问人的核对意见："),
            Signed(
                (
                    ("party", "被询问人（签名、捺指印）"),
                    ("officer", "询问人（签名）"),
                    ("recorder", "记录人（签名）"),
                )
            ),
        ),
        fill=_inquiry,
        check=_hours,
        page_sign="被询问人（签名、捺指印）：",
        source=SOURCE,
    )
)


def _statement(facts: Facts) -> Values:
    before = facts.answers.fields if facts.answers else {}
    case = str(before.get("facts") or "") or told_in_short(facts)
    return answered_of(facts) | {
        "case": case,
        "place": facts.party.address,
        "party": facts.party.name or str(before.get("person_name") or ""),
        "party_name": facts.party.head or str(before.get("person_name") or ""),
        "phone": facts.party.phone,
        "office": office_of(facts),
        "officers": officers_of(facts),
        "recorder_name": facts.officers[-1].name if facts.officers else "",
    }


declare(
    Declaration(
        kind="statement",
        edition=1,
        about=("answers", "inspection", "unit"),
        follows=("penalty_notice",),
        fields=(
            Field("case", "案由", TEXT, need=True),
            Field("answered", "所依据的文书", locked=True),
            Field("answered_number", "告知书文号", locked=True),
            Field("answered_on", "告知书日期", DATE, locked=True),
            _BEGAN,
            _ENDED,
            Field("place", "地点", need=True),
            Field("party", "当事人", need=True),
            Field("party_name", "陈述申辩人", need=True),
            Field("identity", "身份证号", IDENTITY),
            Field("post", "职务"),
            Field("phone", "联系电话"),
            Field("officers", "听取人", OFFICERS, need=True),
            OFFICE_FIELD,
            _RECORDER,
            Field("statement", "陈述申辩内容", TEXT, need=True),
            Field("proof", "提交的证据材料", TEXT),
        ),
        layout=(
            Boxed(
                (
                    ("case",),
                    (("时间", "{hours}"),),
                    ("place",),
                    ("party",),
                    ("party_name", "post"),
                    ("identity", "phone"),
                    ("recorder_name",),
                )
            ),
            Say(
                "opening",
                "我们是{office}的执法人员{officers}，这是我们的执法证件。[{answered_on}，我们向你（单位）作出了《{answered}》，"
                "文号：{answered_number}。]依据{law:statement}，现听取你（单位）的陈述和申辩；不会因为陈述、申辩而给予更重的处罚。",
            ),
            Say("statement", "陈述申辩人陈述申辩如下：\n{statement}"),
            Say("proof", "同时提交下列证据材料：{proof}。", when="proof"),
            Say("read", "以上笔录已交陈述申辩人核对；阅读有困难的，已向其宣读。陈述申辩人的核对意见："),
            Signed(
                (
                    ("party", "陈述申辩人（签名、捺指印）"),
                    ("officer", "听取人（签名）"),
                    ("recorder", "记录人（签名）"),
                )
            ),
        ),
        fill=_statement,
        check=_hours,
        page_sign="陈述申辩人（签名、捺指印）：",
        source=SOURCE,
    )
)
