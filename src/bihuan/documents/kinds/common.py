"""What many kinds of writ have in common: fields of the party and the officers, values from the facts, the remedy notice.

Source of the fields: 安全生产行政执法文书（式样）, as the state publishes it; their order by domain 4.2.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.core.clock import TOWN_TIME
from bihuan.documents.declarations import FINDINGS, OFFICERS, Field, Say, Values
from bihuan.documents.facts import Facts, Found, Visit
from bihuan.documents.texts import hour
from bihuan.inspections import law
from bihuan.inspections.papers import DELEGATED, DISTRICT, OWN

SOURCE = "安全生产行政执法文书（式样）"
PROVINCE = "镇级自有文书，字段参照安全生产行政执法文书（式样）"
ONE_REVIEW_BODY_SINCE = date(2024, 1, 1)  # 行政复议法, revised in 2023, art. 24
TWO_COPIES = "本文书一式两份：一份由签发机关备案，一份交{}。"

PARTY = (
    Field("party", "被检查单位", need=True, locked=True),
    Field("address", "地址", locked=True),
    Field("head", "法定代表人（负责人）", locked=True),
    Field("head_post", "职务"),
    Field("phone", "联系电话", locked=True),
)
OFFICERS_FIELD = Field("officers", "执法人员", OFFICERS, need=True, locked=True)
OFFICERS_CHOSEN = Field("officers", "执法人员", OFFICERS, need=True)
OFFICE_FIELD = Field("office", "执法机构", locked=True)
BASIS_FIELD = Field("basis", "职权依据", need=True, cites=True, help="按签发权限自动带出，可以改")
FOUND_FIELD = Field("findings", "存在的问题", FINDINGS, need=True, locked=True, cites=True)
PARTY_NAME = Field("party_name", "现场负责人")
REMEDY_FIELDS = (Field("review_body", "复议机关", need=True), Field("court", "人民法院", need=True))
PARTY_BOX = (("party",), ("address",), ("head", "head_post"), ("phone",))

OFFICERS_SIGN = ("officer", "执法人员（签名）")


def remedy(paper: str) -> Say:
    """The notice of review and suit: 60 days and 6 months. `paper`: what the party received, 决定书 or 指令书."""
    return Say(
        "remedy",
        f"如不服本{paper}，可以在收到之日起60日内依法向{{review_body}}申请行政复议，也可以在收到之日起6个月内依法向"
        f"{{court}}提起行政诉讼。复议、诉讼期间不停止执行，法律另有规定的除外。",
    )


def party_of(facts: Facts) -> Values:
    """The unit's values."""
    party = facts.party
    return {
        "party": party.name,
        "address": party.address,
        "head": party.head,
        "head_post": "负责人" if party.head else "",
        "phone": party.phone,
    }


def officers_of(facts: Facts) -> list[Values]:
    """The officers' rows."""
    return [{"name": one.name, "card": one.card} for one in facts.officers]


def office_of(facts: Facts) -> str:
    """Whose officers they are: the town's office, under whose delegation where there is one; the bureau's where the district signs."""
    body = facts.body
    if body.power == DISTRICT:
        return body.bureau
    office = town_office(facts)
    return f"受{body.organ}委托的{office}" if body.power == DELEGATED else office


def town_office(facts: Facts) -> str:
    """The town's office by its whole name."""
    body = facts.body
    return body.office if body.office.startswith(body.town) else f"{body.town}{body.office}"


def basis_of(facts: Facts, item: str = "") -> str:
    """By what right the issuing body acts: its own by a province's rules as the town has set it, else by the law on townships; a
    department's, or one that acts for it, by its powers, whose `item` ("第一款第三项") is named."""
    body = facts.body
    if body.power == OWN:
        return body.basis or law.basis("township", facts.on)
    return law.basis("powers", facts.on) + item


def remedy_of(facts: Facts) -> Values:
    """Where the party may turn to: since 2024 the government of the same level alone, before it or the department above."""
    body = facts.body
    review = f"{body.district}人民政府"
    acts_for_department = body.power in (DELEGATED, DISTRICT)
    if facts.on < ONE_REVIEW_BODY_SINCE and acts_for_department:
        review += f"或者{body.organ}的上一级主管部门"
    return {"review_body": review, "court": f"{body.district}人民法院"}


def findings_of(facts: Facts) -> list[Values]:
    """The hazards' rows; how each was dealt with in words."""
    return [finding(one, facts) for one in facts.found]


def finding(one: Found, facts: Facts) -> Values:
    """A hazard's row."""
    return {
        "text": one.text,
        "place": one.place,
        "basis": one.basis,
        "demand": one.demand,
        "deadline": one.deadline_on.isoformat() if one.deadline_on else "",
        "outcome": outcome_in_words(one, facts),
        "note": one.note,
        "number": one.number,
    }


def outcome_in_words(one: Found, facts: Facts) -> str:
    """How a hazard was dealt with."""
    if one.outcome == "onsite":
        return "现场已整改"
    if one.outcome == "deadline":
        return f"责令限期整改，期限至{in_words(one.deadline_on)}" if one.deadline_on else "责令限期整改"
    if one.outcome == "passed":
        return "已整改"
    if one.outcome == "failed":
        again = one.deadline_on and one.deadline_on >= facts.on
        return (
            f"未整改到位，重新限期至{in_words(one.deadline_on)}"
            if again and one.deadline_on
            else "未整改到位"
        )
    major = "按重大事故隐患" if one.level == "major" else ""
    return f"{major}报{facts.body.bureau}处置"


def time_of(visit: Visit | None) -> str:
    """When a visit was: from when to when, or the day alone where its hours are not known."""
    if visit is None:
        return ""
    if visit.began_at is None:
        return in_words(visit.on)
    began = visit.began_at.astimezone(TOWN_TIME)
    said = f"{in_words(began.date())}{hour(began)}"
    if visit.ended_at is None or visit.ended_at < visit.began_at:
        return said
    ended = visit.ended_at.astimezone(TOWN_TIME)
    day = "" if ended.date() == began.date() else in_words(ended.date())
    return f"{said}至{day}{hour(ended)}"


def visited(facts: Facts) -> str:
    """The day of the visit, else the writ's own, as a field keeps it."""
    return (facts.visit.on if facts.visit else facts.on).isoformat()


def present_of(facts: Facts) -> str:
    """Who stood for the unit."""
    return facts.visit.present if facts.visit else ""


def said(facts: Facts, key: str) -> str:
    """A further value as a field keeps it: a day as 2018-03-05, an instant as 2018-03-05T14:05 in the town's time, nothing as ""."""
    value = facts.said.get(key)
    if isinstance(value, datetime):
        return value.astimezone(TOWN_TIME).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def answered_of(facts: Facts) -> Values:
    """The writ that this one follows."""
    before = facts.answers
    if before is None:
        return {"answered": "", "answered_number": "", "answered_on": ""}
    return {
        "answered": before.label,
        "answered_number": before.number,
        "answered_on": before.dated.isoformat(),
    }


def told_in_short(facts: Facts) -> str:
    """The hazards in one text, for a writ that tells them as its case."""
    parts = [one.text.rstrip("。；;．. ") + (f"（{one.place}）" if one.place else "") for one in facts.found]
    if len(parts) < 2:
        return "".join(parts)
    return "；".join(f"{number}．{part}" for number, part in enumerate(parts, start=1))


def out_of_order(values: Mapping[str, Any], first: str, last: str, why: str) -> dict[str, str]:
    """A moment or day that lies before another; "" and what cannot be read are told of elsewhere."""
    begins, ends = str(values.get(first) or ""), str(values.get(last) or "")
    return {last: why} if begins and ends and ends < begins else {}
