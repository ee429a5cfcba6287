"""A penalty in the simple procedure: the notice before it, and the decision on the spot, upon a unit or a person.

Law: 行政处罚法. What may be decided on the spot was 50 yuan for a citizen and 1,000 for an organisation until 2021-07-15, then 200 and
3,000; a fine of at most 20, since then 100 yuan may be taken in cash, more only where it could hardly be had later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    IDENTITY,
    MONEY,
    NUMBER,
    TEXT,
    Boxed,
    Declaration,
    Field,
    Say,
    SealedOff,
    Signed,
    Start,
    Values,
    declare,
)
from bihuan.documents.facts import Facts
from bihuan.documents.kinds.common import (
    OFFICERS_CHOSEN,
    OFFICERS_SIGN,
    REMEDY_FIELDS,
    SOURCE,
    TWO_COPIES,
    answered_of,
    officers_of,
    party_of,
    present_of,
    remedy,
    remedy_of,
    told_in_short,
    town_office,
    visited,
)
from bihuan.documents.kinds.heavier import heavier
from bihuan.documents.kinds.inquiry import GENDERS
from bihuan.documents.rules import PENALTIES_REVISED_ON
from bihuan.inspections import law

PAYMENT_DAYS = 15
HEARING_WORKDAYS, HEARING_DAYS_BEFORE = 5, 3


@dataclass(frozen=True)
class Limits:
    """Whole yuan: the most that a citizen and an organisation may be fined on the spot, and the most that may be taken in cash."""

    person: int
    unit: int
    cash: int


OLD, NEW = Limits(50, 1000, 20), Limits(200, 3000, 100)


def limits(on: date) -> Limits:
    """The limits of a day."""
    return NEW if on >= PENALTIES_REVISED_ON else OLD


UPON = (("unit", "单位"), ("person", "个人"))
PENALTIES = (("warning", "警告"), ("fine", "罚款"))
PAYMENTS = (("bank", "到指定银行或者通过电子支付系统缴纳"), ("cash", "当场收缴"))
TOLD = (("yes", "是"),)
_ASK = "当事人要求听证的期限"

_WHO = (
    Field("upon", "当事人类别", CHOICE, need=True, choices=UPON),
    Field("party", "单位名称", locked=True),
    Field("uscc", "统一社会信用代码", locked=True),
    Field("address", "单位地址", locked=True),
    Field("head", "法定代表人（负责人）", locked=True),
    Field("head_post", "职务"),
    Field("phone", "联系电话"),
    Field("person_name", "个人姓名"),
    Field("gender", "性别", CHOICE, choices=GENDERS),
    Field("age", "年龄", NUMBER, help="周岁"),
    Field("identity", "身份证号", IDENTITY),
    Field("home", "住址"),
    Field("workplace", "所在单位"),
    Field("post", "个人职务"),
)
_BOXES = (
    Boxed((("party",), ("uscc", "phone"), ("address",), ("head", "head_post")), when="upon=unit"),
    Boxed(
        (("person_name", "gender"), ("age", "identity"), ("home",), ("workplace", "post"), ("phone",)),
        when="upon=person",
    ),
)


def _who(facts: Facts) -> Values:
    return party_of(facts) | {
        "upon": "unit",
        "uscc": facts.party.uscc,
        "person_name": "",
        "workplace": facts.party.name,
    }


def _who_is_missing(values: Mapping[str, Any]) -> dict[str, str]:
    """What an unnamed party lacks; in words, by field."""
    upon, wrong = values.get("upon"), {}
    needed = {"unit": ("party",), "person": ("person_name", "identity")}.get(str(upon), ())
    labels = {one.key: one.label for one in _WHO}
    for key in needed:
        if not values.get(key):
            wrong[key] = f"还没有填写“{labels[key]}”。"
    return wrong


def _without_article(values: Mapping[str, Any]) -> dict[str, str]:
    """A penalty names the articles that it rests on (行政处罚法 on what a decision must say)."""
    labels = {"broken": "违反的规定", "applied": "处罚依据"}
    return {
        key: f"“{label}”要写明条款，如“第四十二条”。"
        for key, label in labels.items()
        if values.get(key) and "条" not in str(values[key]).replace("条例", "")
    }


def _notice(facts: Facts) -> Values:
    return _who(facts) | {
        "found_on": visited(facts),
        "facts": told_in_short(facts),
        "broken": "、".join(dict.fromkeys(one.basis for one in facts.found if one.basis)),
        "hearing_term": f"{HEARING_WORKDAYS}个工作日"
        if facts.on >= PENALTIES_REVISED_ON
        else f"{HEARING_DAYS_BEFORE}日",
        "officers": officers_of(facts),
        "contact_place": town_office(facts),
        "contact": facts.body.phone,
    }


declare(
    Declaration(
        kind="penalty_notice",
        edition=1,
        about=("inspection", "hazard", "unit"),
        fields=(
            *_WHO,
            Field("found_on", "发现日期", DATE, need=True, locked=True),
            Field("facts", "违法事实", TEXT, need=True),
            Field("proof", "证据", TEXT, need=True, help="如：现场检查记录、照片、询问笔录"),
            Field("broken", "违反的规定", TEXT, need=True, cites=True),
            Field("applied", "处罚依据", TEXT, need=True, cites=True),
            Field("intended", "拟作出的处罚", TEXT, need=True),
            Field("hearing_term", "要求听证的期限", need=True, locked=True),
            Field(
                "hearing", "告知听证权利", CHOICE, choices=TOLD, help="较大数额罚款、责令停产停业等，应当告知"
            ),
            Field(
                "statement_days",
                "陈述申辩期限（日）",
                NUMBER,
                help="法律没有规定天数，按本地规定填写；当场进行的不填",
            ),
            Field("contact_place", "联系地址"),
            Field("contact", "联系电话（机关）"),
            OFFICERS_CHOSEN,
        ),
        layout=(
            *_BOXES,
            Say("facts", "经查，{found_on}，你（单位）存在下列违法行为：{facts}。"),
            Say("proof", "以上事实有下列证据证实：{proof}。"),
            Say(
                "intended",
                "上述行为违反了{broken}的规定。依据{applied}，拟对你（单位）作出下列行政处罚：{intended}。",
            ),
            Say(
                "rights",
                "依据{law:told_before、statement}，你（单位）有权进行陈述和申辩[，请在收到本告知书之日起{statement_days}日"
                "内提出，逾期未提出的，视为放弃]。",
            ),
            Say(
                "hearing",
                "依据{law:hearing、hearing_steps}，你（单位）有权要求听证；要求听证的，应当在收到本告知书之日起"
                "{hearing_term}内提出。",
                when="hearing",
            ),
            Say("contact", "[联系地址：{contact_place}。][联系电话：{contact}。]", when="contact"),
            Signed((OFFICERS_SIGN, ("party", "当事人（签收）"))),
            SealedOff(),
        ),
        fill=_notice,
        check=lambda values, _on: _who_is_missing(values) | _without_article(values),
        starts=(
            Start(
                "hearing", _ASK, HEARING_WORKDAYS, workdays=True, when="hearing", since=PENALTIES_REVISED_ON
            ),
            Start("hearing", _ASK, HEARING_DAYS_BEFORE, when="hearing", until=PENALTIES_REVISED_ON),
        ),
        copies=TWO_COPIES.format("当事人"),
        sealed=True,
        served=True,
        source=SOURCE,
    )
)


def _penalty(facts: Facts) -> Values:
    notice = facts.answers if facts.answers and facts.answers.kind == "penalty_notice" else None
    before = dict(notice.fields) if notice else {}
    taken = (
        "found_on",
        "upon",
        "person_name",
        "gender",
        "age",
        "identity",
        "home",
        "workplace",
        "post",
        "proof",
        "applied",
    )
    return (
        _who(facts)
        | {
            "found_on": visited(facts),
            "facts": str(before.get("facts") or "") or told_in_short(facts),
            "broken": str(before.get("broken") or "")
            or "、".join(dict.fromkeys(one.basis for one in facts.found if one.basis)),
            "procedure": law.basis("simple_penalty", facts.on),
            "pay": "",
            "officers": officers_of(facts) or before.get("officers") or [],
            "party_name": present_of(facts),
        }
        | {key: before[key] for key in taken if before.get(key)}
        | answered_of(replace(facts, answers=notice))
        | {"answered_on": notice.served_on.isoformat() if notice and notice.served_on else ""}
        | remedy_of(facts)
    )


def _penalty_check(values: Mapping[str, Any], on: date) -> dict[str, str]:
    wrong = _who_is_missing(values) | _without_article(values)
    if values.get("answered") and not values.get("answered_on"):
        wrong["answered_on"] = "《行政处罚告知书》还没有登记送达。请先登记送达，再从告知书的页面重新开具。"
    most = limits(on)
    fine = _yuan(values.get("fine"))
    if values.get("penalty") == "warning":
        wrong |= {key: "给予警告的，不填罚款。" for key in ("fine", "pay") if values.get(key)}
        return wrong
    if values.get("penalty") != "fine":
        return wrong
    top = most.person if values.get("upon") == "person" else most.unit
    if fine is None:
        wrong["fine"] = "还没有填写罚款数额。"
    elif fine <= 0:
        wrong["fine"] = "罚款数额应大于零。"
    elif fine > top:
        who = "公民" if values.get("upon") == "person" else "单位"
        wrong["fine"] = f"当场处罚对{who}的罚款不得超过{top}元；超过的，请按普通程序办理。"
    if not values.get("pay"):
        wrong["pay"] = "还没有选择罚款的缴纳方式。"
    elif (
        values.get("pay") == "cash"
        and fine is not None
        and fine > most.cash
        and not values.get("cash_reason")
    ):
        wrong["cash_reason"] = f"超过{most.cash}元的罚款当场收缴，须写明不当场收缴事后难以执行的理由。"
    elif values.get("pay") == "bank" and not values.get("bank"):
        wrong["bank"] = "还没有填写代收罚款的银行和账号。"
    return wrong


def _yuan(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else None


declare(
    Declaration(
        kind="penalty",
        edition=1,
        about=("answers", "inspection", "hazard", "unit"),
        fields=(
            *_WHO,
            Field("answered", "告知文书", locked=True),
            Field("answered_number", "告知书文号", locked=True),
            Field("answered_on", "告知书送达日期", DATE, locked=True),
            Field("found_on", "发现日期", DATE, need=True, locked=True),
            Field("facts", "违法事实", TEXT, need=True),
            Field("proof", "证据", TEXT, need=True),
            Field("broken", "违反的规定", TEXT, need=True, cites=True),
            Field("applied", "处罚依据", TEXT, need=True, cites=True),
            Field("procedure", "程序依据", need=True, locked=True, cites=True),
            Field(
                "heard",
                "陈述申辩情况",
                TEXT,
                need=True,
                help="如：当事人未提出陈述、申辩；或者复核情况和是否采纳",
            ),
            Field("penalty", "处罚种类", CHOICE, need=True, choices=PENALTIES),
            Field("fine", "罚款数额（元）", MONEY),
            Field("pay", "缴纳方式", CHOICE, choices=PAYMENTS),
            Field("bank", "代收银行和账号"),
            Field("cash_reason", "当场收缴的理由"),
            *REMEDY_FIELDS,
            OFFICERS_CHOSEN,
            Field("party_name", "当事人（签收人）"),
        ),
        layout=(
            *_BOXES,
            Say("facts", "经查，{found_on}，你（单位）存在下列违法行为：{facts}。"),
            Say("proof", "以上事实有下列证据证实：{proof}。"),
            Say(
                "told",
                "本机关已于{answered_on}送达《{answered}》，文号：{answered_number}。陈述申辩情况：{heard}。",
                when="answered",
            ),
            Say(
                "told_here",
                "作出本决定前，已当场告知你（单位）拟作出的处罚内容及事实、理由、依据，以及依法享有的陈述、申辩权利。"
                "陈述申辩情况：{heard}。",
                when="!answered",
            ),
            Say("broken", "上述行为违反了{broken}的规定。"),
            Say(
                "warning",
                "依据{applied}和{procedure}，决定对你（单位）给予警告的行政处罚，并责令改正违法行为。",
                when="penalty=warning",
            ),
            Say(
                "fine",
                "依据{applied}和{procedure}，决定对你（单位）处以罚款人民币{fine}的行政处罚，并责令改正违法行为。",
                when="penalty=fine",
            ),
            Say(
                "bank",
                f"请自收到本决定书之日起{PAYMENT_DAYS}日内缴纳罚款：{{bank}}。逾期不缴纳的，依据{{law:surcharge}}，每日按罚款"
                "数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。",
                when="pay=bank",
            ),
            Say(
                "cash",
                "罚款依据{law:cash}当场收缴，出具财政部门统一制发的专用票据[。理由：{cash_reason}]。",
                when="pay=cash",
            ),
            remedy("决定书"),
            Signed((OFFICERS_SIGN, ("party", "当事人（签名）"))),
            SealedOff(),
        ),
        fill=_penalty,
        check=_penalty_check,
        against=heavier,
        starts=(Start("payment", "缴纳罚款", PAYMENT_DAYS, when="bank"),),
        copies=TWO_COPIES.format("当事人"),
        sealed=True,
        served=True,
        source=SOURCE,
    )
)
