"""Evidence kept where it is (先行登记保存) and things sealed or seized (查封、扣押), each with its list.

Law: 行政处罚法 on evidence (seven working days); 行政强制法 art. 18–25 (thirty days, once thirty more; never delegated).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    GOODS,
    NUMBER,
    TEXT,
    Boxed,
    Declaration,
    Field,
    Say,
    SealedOff,
    Signed,
    Start,
    Tabled,
    Values,
    declare,
)
from bihuan.documents.facts import Facts
from bihuan.documents.kinds.common import (
    OFFICERS_CHOSEN,
    OFFICERS_SIGN,
    PARTY,
    REMEDY_FIELDS,
    SOURCE,
    office_of,
    officers_of,
    party_of,
    present_of,
    remedy,
    remedy_of,
    told_in_short,
)
from bihuan.documents.rules import PENALTIES_REVISED_ON
from bihuan.inspections import law

EVIDENCE_DAYS = 7  # 行政处罚法 2021, art. 56 with art. 85: working days; 2017, art. 37: days
SEIZURE_DAYS = 30  # 行政强制法, art. 25

WHERE = (("there", "就地保存"), ("elsewhere", "异地保存"))
_TABLE = (
    ("#", "序号"),
    ("name", "名称"),
    ("spec", "规格型号"),
    ("quantity", "数量"),
    ("unit", "单位"),
    ("condition", "成色（品级）"),
    ("place", "存放地点"),
)
_PARTY = tuple(
    Field(one.key, one.label.replace("被检查单位", "当事人"), need=one.need, locked=one.locked)
    for one in PARTY
)
_BOX = Boxed((("party",), ("address",), ("head", "phone")))
_DEAL_WITH = "对登记保存的证据作出处理决定"
_APPROVED = (
    Field("approver_name", "批准的负责人", need=True),
    Field("approved_on", "批准日期", DATE, need=True),
)


def _goods(values: Mapping[str, Any], on: date) -> dict[str, str]:
    """A list without names or quantities is none; nothing is done before it was approved."""
    wrong: dict[str, str] = {}
    rows = values.get("goods") or []
    if rows and not all(row.get("name") and row.get("quantity") for row in rows):
        wrong["goods"] = "清单中有物品没有写名称或者数量。"
    approved = str(values.get("approved_on") or "")
    if approved and approved > on.isoformat():
        wrong["approved_on"] = "批准日期晚于文书日期；须先经负责人批准。"
    return wrong


def _evidence(facts: Facts) -> Values:
    return party_of(facts) | {
        "case": told_in_short(facts),
        "basis": law.basis("evidence", facts.on),
        "where": "there",
        "term": f"{EVIDENCE_DAYS}个工作日" if facts.on >= PENALTIES_REVISED_ON else f"{EVIDENCE_DAYS}日",
        "keeping_place": facts.party.address,
        "office": office_of(facts),
        "officers": officers_of(facts),
        "party_name": present_of(facts),
    }


declare(
    Declaration(
        kind="evidence",
        edition=1,
        about=("inspection", "hazard", "unit"),
        fields=(
            *_PARTY,
            Field("case", "案由", TEXT, need=True),
            Field("reason", "登记保存的理由", TEXT, need=True, help="为什么证据可能灭失或者以后难以取得"),
            Field("basis", "依据", need=True, cites=True),
            Field("goods", "证据物品清单", GOODS, need=True),
            Field("where", "保存方式", CHOICE, need=True, choices=WHERE),
            Field("keeping_place", "保存地点", need=True),
            Field("term", "处理期限", need=True, locked=True),
            *_APPROVED,
            OFFICERS_CHOSEN,
            Field("office", "执法机构", locked=True),
            Field("party_name", "当事人（签收人）"),
        ),
        layout=(
            _BOX,
            Say(
                "lead",
                "你（单位）涉嫌存在下列违法行为：{case}。因{reason}，有关证据可能灭失或者以后难以取得，依据{basis}，经本机关"
                "负责人{approver_name}于{approved_on}批准，决定对本通知书所附清单中的物品予以先行登记保存。",
            ),
            Say("keeping", "保存方式：{where}。保存地点：{keeping_place}。"),
            Say(
                "term",
                "自登记保存之日起{term}内，本机关将作出处理决定。在此期间，你（单位）和其他有关人员"
                "不得使用、销毁或者转移所保存的物品。",
            ),
            Tabled("goods", _TABLE, "先行登记保存证据清单"),
            Say("checked", "以上物品已由执法人员与当事人当场清点核对无误。"),
            Signed((OFFICERS_SIGN, ("party", "当事人（签名）"), ("witness", "见证人（签名）"))),
            SealedOff(),
        ),
        fill=_evidence,
        check=_goods,
        starts=(
            Start(
                "evidence", _DEAL_WITH, EVIDENCE_DAYS, workdays=True, upon="issue", since=PENALTIES_REVISED_ON
            ),
            Start("evidence", _DEAL_WITH, EVIDENCE_DAYS, upon="issue", until=PENALTIES_REVISED_ON),
        ),
        copies="本文书和清单一式两份：一份由签发机关备案，一份交当事人。",
        sealed=True,
        served=True,
        source=SOURCE,
    )
)

SEIZURES = (("seal", "查封"), ("seize", "扣押"), ("both", "查封、扣押"))


def _seizure(facts: Facts) -> Values:
    return (
        party_of(facts)
        | {
            "case": told_in_short(facts),
            "basis": f"{law.basis('powers', facts.on)}第一款第四项",
            "measure": "seal",
            "days": str(SEIZURE_DAYS),
            "keeping_place": facts.party.address,
            "officers": officers_of(facts),
            "party_name": present_of(facts),
        }
        | remedy_of(facts)
    )


def _seizure_check(values: Mapping[str, Any], on: date) -> dict[str, str]:
    days = str(values.get("days") or "")
    long = {"days": f"查封、扣押的期限不得超过{SEIZURE_DAYS}日。"}
    too_long = long if days.isdigit() and not 1 <= int(days) <= SEIZURE_DAYS else {}
    return _goods(values, on) | too_long


declare(
    Declaration(
        kind="seizure",
        edition=1,
        about=("inspection", "hazard", "unit"),
        fields=(
            *_PARTY,
            Field("case", "违法事实", TEXT, need=True),
            Field("basis", "依据", need=True, cites=True),
            Field("measure", "强制措施", CHOICE, need=True, choices=SEIZURES),
            Field("goods", "场所、设施、财物清单", GOODS, need=True),
            Field("days", "期限（日）", NUMBER, need=True, help="不超过30日；情况复杂的，经批准可以延长一次"),
            Field("keeping_place", "保管地点", need=True),
            *_APPROVED,
            *REMEDY_FIELDS,
            OFFICERS_CHOSEN,
            Field("party_name", "当事人（签收人）"),
        ),
        layout=(
            _BOX,
            Say("facts", "经查，你（单位）存在下列违法行为：{case}。"),
            Say(
                "decision",
                "依据{basis}和{law:seize_steps}，经本机关负责人{approver_name}于{approved_on}批准，决定对本决定书所附清单中的"
                "场所、设施、财物予以{measure}，期限为{days}日，自本决定书送达之日起计算。",
            ),
            Say(
                "keeping",
                "保管地点：{keeping_place}。在{measure}期间，任何人不得使用、调换、转移、损毁所列物品。你（单位）有权就本决定进行"
                "陈述和申辩。",
            ),
            remedy("决定书"),
            Tabled("goods", _TABLE, "查封扣押物品清单"),
            Say("checked", "以上物品已由执法人员与当事人当场清点核对无误。"),
            Signed((OFFICERS_SIGN, ("party", "当事人（签名）"), ("witness", "见证人（签名）"))),
            SealedOff(),
        ),
        fill=_seizure,
        check=_seizure_check,
        starts=(
            Start("seizure", "解除查封扣押、作出处理决定或者延长", SEIZURE_DAYS, by="days", moves=False),
        ),
        copies="本文书和清单一式两份：一份由签发机关备案，一份交当事人。",
        sealed=True,
        served=True,
        source=SOURCE,
    )
)
