"""The papers of a check: on-site record, order to rectify within a time, the notice of a town without a grant, re-inspection opinion.

Source of the fields: 安全生产行政执法文书（式样）, as the state publishes it (domain of the documents' fields).
"""

from bihuan.documents.declarations import (
    FINDINGS,
    OFFICERS,
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

SOURCE = "安全生产行政执法文书（式样）"

PARTY = (
    Field("party", "被检查单位", need=True, locked=True),
    Field("address", "地址", locked=True),
    Field("head", "法定代表人（负责人）", locked=True),
    Field("head_post", "职务"),
    Field("phone", "联系电话", locked=True),
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


def findings_of(facts: Facts) -> list[Values]:
    """The hazards' rows."""
    return [
        {
            "text": one.text,
            "place": one.place,
            "basis": one.basis,
            "demand": one.demand,
            "deadline": one.deadline_on.isoformat() if one.deadline_on else "",
            "outcome": one.outcome,
            "note": one.note,
            "number": one.number,
        }
        for one in facts.found
    ]


def _order(facts: Facts) -> Values:
    found = [row for row in findings_of(facts) if row["deadline"]]
    court = f"{facts.body.district}人民法院"
    return party_of(facts) | {
        "officers": officers_of(facts),
        "findings": found,
        "visited_on": facts.visit.on.isoformat() if facts.visit else facts.on.isoformat(),
        "review_body": f"{facts.body.district}人民政府",
        "court": court,
        "party_name": facts.visit.present if facts.visit else "",
    }


declare(
    Declaration(
        kind="order",
        edition=1,
        about=("inspection", "hazard"),
        fields=(
            *PARTY,
            Field("findings", "存在的问题", FINDINGS, need=True, locked=True),
            Field("officers", "执法人员", OFFICERS, need=True, locked=True),
            Field("review_body", "复议机关", need=True),
            Field("court", "人民法院", need=True),
            Field("party_name", "现场负责人"),
        ),
        layout=(
            Say("to", "{party}："),
            Say("lead", "经查，你单位存在下列问题："),
            Numbered(
                "findings", "[{place}：]{text}[，违反了{basis}]。整改要求：{demand}，{deadline}前完成。"
            ),
            Say(
                "demand",
                "现责令你单位对上述问题在各项期限前整改完毕，达到有关法律法规规章和标准规定的要求。整改期间，"
                "应当采取措施保证安全；由此造成事故的，依法追究有关人员的责任。",
            ),
            Say(
                "remedy",
                "对本指令不服的，可以在收到本指令书之日起60日内向{review_body}申请行政复议，或者6个月内依法向{court}"
                "提起行政诉讼；复议、诉讼期间不停止执行本指令，法律另有规定的除外。",
            ),
            Signed((("officer", "安全生产执法人员（签名）"), ("party", "被检查单位负责人（签名）"))),
            SealedOff(),
        ),
        fill=_order,
        copies="本文书一式两份：一份由执法机关备案，一份交被检查单位。",
        sealed=True,
        served=True,
        by_action=True,
        source=SOURCE,
    )
)
