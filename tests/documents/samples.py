"""One paper of each kind as a person of the fixed town fills it, and two of 2018 beside those of 2026."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from bihuan.documents.composing import Frame, compose
from bihuan.documents.declarations import Declaration, declaration
from bihuan.documents.facts import Facts
from bihuan.inspections.papers import PAPERS, paper_number
from bihuan.paper import Form, OfficialDocument
from tests.documents.known import (
    BLOCKED,
    BY_DISTRICT,
    CAMPAIGN,
    CHECKED,
    CHECKED_2018,
    EXIT,
    GOODS,
    HANDED,
    LAMP,
    LISTED,
    NOTIFIED,
    ORDERED,
    OWN,
    STORE,
    TALK,
    VISIT,
)


@dataclass(frozen=True)
class Sample:
    """A paper: what was known, what a person typed, and under which number in whose name it went out."""

    kind: str
    facts: Facts
    typed: Mapping[str, Any] = field(default_factory=dict)
    number: int = 1
    word: str = "（东）应急"

    @property
    def made(self) -> Declaration:
        return declaration(self.kind)

    @property
    def values(self) -> dict[str, Any]:
        return self.made.fill(self.facts) | dict(self.typed)

    @property
    def frame(self) -> Frame:
        body = self.facts.body
        return Frame(
            organ=body.organ,
            dated=self.facts.on,
            number=paper_number(self.word, self.kind, self.facts.on.year, self.number),
            code="BH1/3F7K9MPQ2XYZ",
            town=body.town,
            district=body.district,
            bureau=body.bureau,
        )

    @property
    def form(self) -> Form | OfficialDocument:
        return compose(self.made, self.values, {}, self.frame)


_BY_UNIT = replace(CHECKED, found=(EXIT,))
_PENALTY = {
    "proof": "现场检查记录、照片2张、对冯永的询问笔录",
    "broken": "《中华人民共和国安全生产法》第四十二条",
    "applied": "《中华人民共和国安全生产法》第一百零五条",
}
_APPROVED = {"approver_name": "何监", "approved_on": "2026-06-02"}

SAMPLES: dict[str, Sample] = {
    one.kind: one
    for one in (
        Sample("record", CHECKED, number=12),
        Sample(
            "measures",
            replace(CHECKED, found=(LAMP,)),
            {
                "remove": "立即切断里间库房照明电源",
                "withdraw": "里间库房，店员两人",
                "stop": "里间库房",
                "stop_until": "改换防爆灯具并经复查同意后",
            },
            3,
        ),
        Sample(
            "order",
            replace(CHECKED, found=(STORE, replace(LAMP, deadline_on=date(2026, 6, 5), level="general"))),
            number=7,
        ),
        Sample(
            "review",
            replace(
                CHECKED,
                on=date(2026, 6, 10),
                visit=replace(VISIT, on=date(2026, 6, 10)),
                found=(
                    replace(STORE, outcome="passed", note="纸箱已经清走，堆垛降到一米五"),
                    replace(
                        LAMP, outcome="failed", deadline_on=date(2026, 6, 15), note="灯具已订货，尚未安装"
                    ),
                ),
                answers=ORDERED,
            ),
            number=4,
        ),
        Sample(
            "inquiry",
            CHECKED,
            {
                "began_at": "2026-06-02T10:00",
                "ended_at": "2026-06-02T10:40",
                "gender": "male",
                "age": "46",
                "identity": "110105198003140025",
                "home": "东岭镇石桥村12号",
                "others": "无",
                "talk": TALK,
            },
        ),
        Sample(
            "evidence",
            replace(CHECKED, found=(STORE,)),
            {"reason": "烟花随时可能售出", "goods": GOODS, "where": "there"} | _APPROVED,
        ),
        Sample(
            "seizure",
            replace(CHECKED, body=BY_DISTRICT, found=(LAMP,)),
            {"goods": GOODS[:1], "measure": "seize", "days": "15", "keeping_place": "东城区烟花爆竹仓库"}
            | _APPROVED,
        ),
        Sample(
            "suspend",
            replace(CHECKED, found=(LAMP,)),
            {"scope": "里间库房的储存和店内全部销售活动", "until_on": "2026-06-20"},
        ),
        Sample(
            "listing",
            replace(
                CHECKED,
                body=BY_DISTRICT,
                found=(LAMP,),
                said={
                    "listing_level": "区级",
                    "requirement": "停用库房照明，按设计更换防爆灯具，经专业机构检测合格",
                    "due_on": date(2026, 6, 30),
                    "responsible": "何监",
                },
            ),
        ),
        Sample(
            "delisting",
            replace(
                CHECKED,
                on=date(2026, 6, 30),
                body=BY_DISTRICT,
                found=(LAMP,),
                said={"listing_number": "（东）应急挂〔2026〕1号", "listed_on": date(2026, 6, 4)},
            ),
            {"opinion": "灯具和线路已经更换，检测合格，同意销号"},
        ),
        Sample(
            "transfer",
            replace(
                CHECKED,
                found=(LAMP,),
                said={"body": "东城区公安分局", "materials": ["现场检查记录", "照片2张"]},
            ),
            {
                "facts": "该店未经许可在住宅内另设烟花爆竹储存点，现场存有组合烟花20箱。",
                "reason": "非法储存烟花爆竹由公安机关管辖",
                "crime": "no",
            },
        ),
        Sample(
            "receipt",
            replace(CHECKED, answers=ORDERED, said={"served_at": datetime(2026, 6, 2, 2, 5, tzinfo=UTC)}),
            {"relation": "本人"},
            9,
        ),
        Sample("delivery", HANDED, {"served_at": "2026-06-02T10:05"}),
        Sample(
            "penalty_notice",
            _BY_UNIT,
            {"facts": BLOCKED, "intended": "罚款人民币2000元"} | _PENALTY,
            2,
        ),
        Sample(
            "penalty",
            replace(_BY_UNIT, answers=NOTIFIED),
            {
                "heard": "当事人未提出陈述、申辩",
                "penalty": "fine",
                "fine": "2000",
                "pay": "bank",
                "bank": "东城农村商业银行东岭支行，账号90010100001234",
            }
            | _PENALTY,
        ),
        Sample(
            "statement",
            replace(_BY_UNIT, answers=NOTIFIED),
            {
                "began_at": "2026-06-02T15:00",
                "ended_at": "2026-06-02T15:20",
                "statement": "货架是早晨卸货时临时放的，当天已经移开。\n请求从轻处理。",
                "proof": "移开货架后的照片1张",
            },
        ),
        Sample("notice", replace(CHECKED, body=OWN), number=5, word="东"),
        Sample(
            "referral",
            replace(
                CHECKED,
                body=OWN,
                found=(LAMP,),
                said={
                    "body": "东城区消防救援大队",
                    "reason": "电气线路的消防监督由消防救援机构负责",
                    "basis": "《中华人民共和国安全生产法》第六十九条",
                    "materials": ["现场检查记录", "照片2张"],
                    "due_on": date(2026, 6, 23),
                },
            ),
            word="东",
        ),
        Sample(
            "copy",
            replace(
                CHECKED,
                body=OWN,
                found=(STORE,),
                said={"body": "东岭镇市场监督管理所", "reason": "该店证照由你所监管"},
            ),
            word="东",
        ),
        Sample(
            "tip",
            replace(CHECKED, body=OWN, found=(), visit=None),
            {
                "tip_number": "2026-031",
                "way": "phone",
                "matter": "该店夜间在门前试放烟花",
                "reply_on": "2026-07-02",
            },
            word="东",
        ),
        Sample(
            "interview",
            replace(CHECKED, body=OWN, said={"reason": "一个月内两次查出同样的问题，整改流于形式"}),
            {
                "post": "负责人",
                "began_at": "2026-06-02T14:00",
                "ended_at": "2026-06-02T14:30",
                "demands": "一周内完成库房整改；每天开门前检查并记录；出口不得再堆放货物。",
                "answer": "认识到问题的严重性，按要求整改，今后不再发生。",
            },
            word="东",
        ),
        Sample(
            "warning",
            replace(
                CHECKED,
                body=OWN,
                found=(STORE, EXIT),
                said={"reason": "近期气温升高，你店库房管理混乱，存在火灾爆炸风险"},
            ),
            {
                "demands": "立即开展一次全面自查；库房专人管理，人走断电；对店员进行一次防火培训。",
                "reply_on": "2026-06-12",
            },
            word="东",
        ),
        Sample(
            "urging",
            replace(
                CHECKED, body=OWN, found=(STORE,), said={"reason": "永安烟花店的整改已临近期限，尚无进展"}
            ),
            {
                "recipient": "石桥村民委员会",
                "demands": "督促该店在期限内清出纸箱，每天到店查看一次。",
                "due_on": "2026-06-09",
            },
            word="东",
        ),
        Sample(
            "joint_plan",
            replace(CHECKED, body=OWN, said=CAMPAIGN),
            {
                "content": "一是烟花爆竹零售点的储存、用电和消防器材。\n二是危险化学品的储存场所和出入库登记。\n三是餐饮场所的燃气报警装置。",
                "groups": [
                    {
                        "leader": "周正",
                        "members": "应急办、派出所",
                        "area": "东片各村",
                        "days": "6月8日至12日",
                    },
                    {
                        "leader": "沈立",
                        "members": "应急办、市场监管所",
                        "area": "西片各村",
                        "days": "6月15日至19日",
                    },
                ],
            },
            word="东政",
        ),
        Sample(
            "joint_notice",
            replace(CHECKED, body=OWN, said=CAMPAIGN),
            {"content": "储存条件、用电安全、消防器材、燃气报警装置和自查记录。"},
            word="东政",
        ),
        Sample(
            "problem_list",
            replace(CHECKED, body=OWN, found=LISTED, said=CAMPAIGN),
            {"recorder_name": "赵强"},
            word="东",
        ),
        Sample(
            "ledger",
            replace(CHECKED, body=OWN, found=LISTED, said=CAMPAIGN),
            {"recorder_name": "赵强"},
            word="东",
        ),
    )
}
assert set(SAMPLES) == set(PAPERS)

# More of a kind: upon a person, left where it was refused, sent on.
MORE: dict[str, Sample] = {
    "penalty_person": Sample(
        "penalty",
        replace(_BY_UNIT, answers=NOTIFIED),
        {
            **SAMPLES["penalty"].typed,
            "upon": "person",
            "person_name": "冯永",
            "gender": "male",
            "age": "46",
            "identity": "110105198003140025",
            "home": "东岭镇石桥村12号",
            "post": "负责人",
            "fine": "100",
            "pay": "cash",
            "bank": "",
        },
        2,
    ),
    "receipt_left": Sample(
        "receipt",
        replace(CHECKED, answers=ORDERED, said={"served_at": datetime(2026, 6, 2, 2, 5, tzinfo=UTC)}),
        {
            "way": "left",
            "refusal": "冯永拒绝签收，未说明理由",
            "witness_name": "李桂兰",
            "recorded": "全程录像",
        },
        10,
    ),
    "tip_moved": Sample(
        "tip",
        replace(CHECKED, body=OWN, found=(), visit=None),
        {
            "tip_number": "2026-032",
            "way": "online",
            "matter": "该店在楼道内停放电动自行车",
            "answer": "moved",
            "moved_to": "东城区消防救援大队",
        },
        2,
        "东",
    ),
    "penalty_notice_hearing": Sample(
        "penalty_notice",
        _BY_UNIT,
        {
            "facts": BLOCKED,
            "intended": "责令停产停业整顿，罚款人民币20000元",
            "hearing": "yes",
            "statement_days": "3",
            **_PENALTY,
        },
        3,
    ),
}

OF_2018: dict[str, Sample] = {
    "order": Sample("order", CHECKED_2018, number=3, word="（东）安监管"),
    "record": Sample("record", replace(CHECKED_2018, found=()), number=6, word="（东）安监管"),
}
