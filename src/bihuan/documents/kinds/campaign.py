"""Papers of a joint inspection and a campaign: plan and notice as official writs (GB/T 9704), problem list and ledger across the page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    DATE,
    ROWS,
    TEXT,
    Boxed,
    Declaration,
    Field,
    Say,
    Signed,
    Tabled,
    Values,
    declare,
)
from bihuan.documents.facts import Facts, Found
from bihuan.documents.kinds.common import out_of_order, outcome_in_words, said
from bihuan.documents.texts import signing_body
from bihuan.inspections import law

LAID_OUT = "党政机关公文格式（GB/T 9704—2012）"
LEDGERS = "隐患排查治理台账、问题清单的通行栏目"

_TITLE = Field("title", "标题", need=True)
_NAME = Field("campaign", "行动名称", need=True, locked=True)
_BEGINS = Field("begins_on", "开始日期", DATE, need=True, locked=True)
_ENDS = Field("ends_on", "结束日期", DATE, need=True, locked=True)
_CONTACT = Field("contact", "联系人和电话")
_GROUPS = Field(
    "groups",
    "检查分组",
    ROWS,
    columns=(
        ("leader", "带队领导"),
        ("members", "成员单位和人员"),
        ("area", "检查范围"),
        ("days", "时间安排"),
    ),
)


def _days(values: Mapping[str, Any], _on: date) -> dict[str, str]:
    return out_of_order(values, "begins_on", "ends_on", "结束日期早于开始日期，请核对。")


def _campaign(facts: Facts) -> Values:
    name = said(facts, "campaign")
    given = facts.said.get("categories")
    categories = "、".join(str(one) for one in given) if isinstance(given, list) else ""
    return {
        "campaign": name,
        "begins_on": said(facts, "begins_on"),
        "ends_on": said(facts, "ends_on"),
        "scope": categories or f"{facts.body.town}各类生产经营单位",
        "contact": f"{facts.body.office}，{facts.body.phone}".rstrip("，"),
    }


def _plan(facts: Facts) -> Values:
    made = _campaign(facts)
    return made | {
        "title": f"{facts.body.town}{made['campaign']}联合检查方案",
        "basis": law.together(("township", "referral"), facts.on),
        "goal": "全面排查整治安全隐患，坚决防范和遏制生产安全事故",
        "content": "",
        "groups": [{"leader": "", "members": "", "area": made["scope"], "days": ""}],
        "demands": "检查组要严格依法检查，如实记录，问题隐患列入清单、限期整改、跟踪复查，不属于本级职责的及时移送；严守廉洁纪律，"
        "不干扰企业正常生产经营。",
    }


declare(
    Declaration(
        kind="joint_plan",
        edition=1,
        about=("campaign",),
        fields=(
            _TITLE,
            _NAME,
            _BEGINS,
            _ENDS,
            Field("basis", "依据", need=True, cites=True),
            Field("goal", "检查目标", TEXT, need=True),
            Field("scope", "检查范围", TEXT, need=True),
            Field("content", "检查重点", TEXT, need=True),
            _GROUPS,
            Field("demands", "工作要求", TEXT, need=True),
            _CONTACT,
        ),
        layout=(
            Say(
                "opening",
                "为做好{campaign}工作，依据{basis}，结合实际，制定本方案。",
            ),
            Say("h_goal", "一、检查目标", "h1"),
            Say("goal", "{goal}。"),
            Say("h_time", "二、检查时间", "h1"),
            Say("time", "{begins_on}至{ends_on}。"),
            Say("h_scope", "三、检查范围", "h1"),
            Say("scope", "{scope}。"),
            Say("h_content", "四、检查重点", "h1"),
            Say("content", "{content}"),
            Say("h_groups", "五、检查分组", "h1", when="groups"),
            Tabled(
                "groups",
                (
                    ("#", "组别"),
                    ("leader", "带队领导"),
                    ("members", "成员单位和人员"),
                    ("area", "检查范围"),
                    ("days", "时间安排"),
                ),
                when="groups",
            ),
            Say("h_demands", "六、工作要求", "h1", when="groups"),
            Say("h_demands_plain", "五、工作要求", "h1", when="!groups"),
            Say("demands", "{demands}"),
            Say("contact", "联系人和电话：{contact}。", when="contact"),
        ),
        fill=_plan,
        check=_days,
        family="",
        official=True,
        source=LAID_OUT,
    )
)


def _notice(facts: Facts) -> Values:
    made = _campaign(facts)
    return made | {
        "title": f"{signing_body(facts.body.organ)}关于开展{made['campaign']}联合检查的通知",
        "recipient": "各村（社区），镇直有关部门，有关生产经营单位",
        "content": "",
        "demands": "各村（社区）、各有关部门要明确专人配合检查。各生产经营单位要先行自查自改，备好相关资料，主要负责人到场，对查出的"
        "问题立行立改；不能立即整改的，落实措施、责任和时限。",
    }


declare(
    Declaration(
        kind="joint_notice",
        edition=1,
        about=("campaign",),
        fields=(
            _TITLE,
            Field("recipient", "主送", need=True),
            _NAME,
            _BEGINS,
            _ENDS,
            Field("scope", "检查范围", TEXT, need=True),
            Field("content", "检查内容", TEXT, need=True),
            Field("demands", "有关要求", TEXT, need=True),
            _CONTACT,
        ),
        layout=(
            Say("opening", "根据工作安排，决定在{town}范围内开展{campaign}联合检查。现将有关事项通知如下："),
            Say("h_time", "一、检查时间", "h1"),
            Say("time", "{begins_on}至{ends_on}。"),
            Say("h_scope", "二、检查范围", "h1"),
            Say("scope", "{scope}。"),
            Say("h_content", "三、检查内容", "h1"),
            Say("content", "{content}"),
            Say("h_demands", "四、有关要求", "h1"),
            Say("demands", "{demands}"),
            Say("contact", "联系人和电话：{contact}。", when="contact"),
        ),
        fill=_notice,
        check=_days,
        family="",
        official=True,
        source=LAID_OUT,
    )
)


def _problem(one: Found, facts: Facts) -> Values:
    return {
        "unit": one.unit,
        "text": f"{one.place}：{one.text}" if one.place else one.text,
        "kind": f"{one.kind}（重大）" if one.level == "major" else one.kind,
        "demand": one.demand,
        "responsible": one.responsible,
        "deadline": one.deadline_on.isoformat() if one.deadline_on else "",
        "onsite": "是" if one.outcome == "onsite" else "否",
        "number": one.number,
    }


_PROBLEMS = (
    ("unit", "单位"),
    ("text", "存在问题"),
    ("kind", "问题类别"),
    ("demand", "整改要求"),
    ("responsible", "责任人"),
    ("deadline", "整改时限"),
    ("onsite", "是否当场整改"),
    ("number", "隐患编号"),
)


def _list_of(facts: Facts) -> Values:
    onsite = sum(one.outcome == "onsite" for one in facts.found)
    units = len({one.unit for one in facts.found})
    total = f"{units}家单位，问题{len(facts.found)}条，其中当场整改{onsite}条"
    return {
        "campaign": said(facts, "campaign"),
        "begins_on": said(facts, "begins_on"),
        "ends_on": said(facts, "ends_on"),
        "until_on": facts.on.isoformat(),
        "problems": [_problem(one, facts) for one in facts.found],
        "total": total if facts.found else "",
    }


declare(
    Declaration(
        kind="problem_list",
        edition=1,
        about=("campaign",),
        fields=(
            _NAME,
            _BEGINS,
            _ENDS,
            Field("until_on", "统计截至", DATE, need=True, locked=True),
            Field("total", "合计", locked=True),
            Field("problems", "问题", ROWS, need=True, locked=True, columns=_PROBLEMS),
            Field("recorder_name", "填表人"),
            Field("approver_name", "审核人"),
        ),
        layout=(
            Boxed((("campaign", ("检查时间", "{begins_on}至{ends_on}")), ("until_on", "total"))),
            Tabled("problems", (("#", "序号"), *_PROBLEMS), short_days=True),
            Signed((("recorder", "填表人（签名）"), ("approver", "审核人（签名）"))),
        ),
        fill=_list_of,
        family="",
        across=True,
        source=LEDGERS,
    )
)


def _line(one: Found, facts: Facts) -> Values:
    return _problem(one, facts) | {
        "found_on": one.found_on.isoformat() if one.found_on else "",
        "village": one.village,
        "basis": one.basis,
        "level": "重大" if one.level == "major" else "一般",
        "inspector": one.inspector,
        "settled_on": one.settled_on.isoformat() if one.settled_on else "",
        "state": one.state or outcome_in_words(one, facts),
        "passed_on": one.passed_on.isoformat() if one.passed_on else "",
    }


_LEDGER = (
    ("number", "隐患编号"),
    ("found_on", "检查日期"),
    ("unit", "被查单位"),
    ("village", "所在村（网格）"),
    ("text", "隐患部位和描述"),
    ("kind", "类别"),
    ("level", "级别"),
    ("basis", "判定依据"),
    ("inspector", "检查人"),
    ("demand", "整改措施"),
    ("responsible", "整改责任人"),
    ("deadline", "整改期限"),
    ("settled_on", "整改完成日期"),
    ("passed_on", "复查日期"),
    ("state", "整改情况"),
)


# What of it is printed: as many columns as an A4 page takes across.
_LEDGER_SHOWN = (
    ("#", "序号"),
    ("number", "隐患编号"),
    ("unit", "被查单位"),
    ("found_on", "检查日期"),
    ("text", "隐患部位和描述"),
    ("kind", "类别"),
    ("basis", "判定依据"),
    ("demand", "整改措施"),
    ("responsible", "责任人"),
    ("deadline", "整改期限"),
    ("settled_on", "完成日期"),
    ("state", "整改情况"),
)


def _ledger(facts: Facts) -> Values:
    made = _list_of(facts)
    settled = sum(one.settled_on is not None for one in facts.found)
    total = f"隐患{len(facts.found)}条，已整改{settled}条，未整改{len(facts.found) - settled}条"
    del made["problems"]
    return made | {"total": total if facts.found else "", "rows": [_line(one, facts) for one in facts.found]}


declare(
    Declaration(
        kind="ledger",
        edition=1,
        about=("campaign",),
        fields=(
            _NAME,
            _BEGINS,
            _ENDS,
            Field("until_on", "统计截至", DATE, need=True, locked=True),
            Field("total", "合计", locked=True),
            Field("rows", "隐患", ROWS, need=True, locked=True, columns=_LEDGER),
            Field("recorder_name", "填表人"),
            Field("approver_name", "审核人"),
        ),
        layout=(
            Boxed((("campaign", ("检查时间", "{begins_on}至{ends_on}")), ("until_on", "total"))),
            Tabled("rows", _LEDGER_SHOWN, short_days=True),
            Signed((("recorder", "填表人（签名）"), ("approver", "审核人（签名）"))),
        ),
        fill=_ledger,
        family="",
        across=True,
        source=LEDGERS,
    )
)
