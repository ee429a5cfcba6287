"""One paper of each kind as a person of the fixed town fills it, and two of 2018 beside those of 2026. Facts in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from bihuan.documents.composing import Frame, compose
from bihuan.documents.declarations import Declaration, declaration
from bihuan.documents.facts import Body, Earlier, Facts, Found, Officer, Party, Visit
from bihuan.inspections.papers import PAPERS, paper_number
from bihuan.paper import Form, OfficialDocument

DAY, DAY_2018 = date(2026, 6, 2), date(2018, 3, 6)
BUREAU, BUREAU_2018 = "东城区应急管理局", "东城区安全生产监督管理局"
DELEGATED = Body(
    "东岭镇", "东城区", BUREAU, "应急管理办公室", "010-5550101", BUREAU, "delegated", "东应急委〔2026〕1号"
)
OWN = replace(DELEGATED, organ="东岭镇", power="own", basis="")
BY_DISTRICT = replace(DELEGATED, power="district", basis="")
OLD = Body(
    "东岭镇", "东城区", BUREAU_2018, "安监办", "010-5550101", BUREAU_2018, "delegated", "东安监委〔2018〕1号"
)

YONGAN = Party(
    "永安烟花店", "92370100MA3ABCDE1X", "东岭镇石桥村12号", "冯永", "13800001111", "烟花爆竹", "石桥村"
)
OFFICERS = (Officer("陈明", "11010001"), Officer("赵强", "11010002"))
STORE = Found(
    "2026-0012",
    "烟花爆竹与纸箱混放，堆垛距离顶灯不足半米。",
    "里间库房",
    "《烟花爆竹安全管理条例》第十八条",
    "清出纸箱，降低堆垛，保持安全距离",
    date(2026, 6, 9),
    kind="场所环境",
    outcome="deadline",
)
EXIT = Found(
    "2026-0013",
    "后门被货架堵住，打不开",
    "营业厅后门",
    "《中华人民共和国安全生产法》第四十二条",
    "移开货架，保持出口畅通",
    kind="场所环境",
    outcome="onsite",
)
LAMP = Found(
    "2026-0014",
    "使用没有防爆性能的照明灯具，电线未穿管",
    "里间库房",
    "《中华人民共和国安全生产法》第三十六条",
    "停用库房照明，改换防爆灯具",
    level="major",
    kind="用电安全",
    criterion="烟花爆竹重大事故隐患判定标准第12项",
    outcome="undecided",
)
VISIT = Visit(
    DAY,
    datetime(2026, 6, 2, 1, 5, tzinfo=UTC),
    datetime(2026, 6, 2, 1, 50, tzinfo=UTC),
    opinion="营业执照、零售许可证在有效期内，从业人员两人。",
    present="冯永",
)
CHECKED = Facts(DAY, DELEGATED, YONGAN, OFFICERS, (STORE, EXIT, LAMP), VISIT)
CHECKED_2018 = replace(
    CHECKED,
    on=DAY_2018,
    body=OLD,
    found=(
        replace(
            STORE,
            number="2018-0003",
            deadline_on=date(2018, 3, 13),
        ),
        replace(
            EXIT,
            number="2018-0004",
            basis="《中华人民共和国安全生产法》第三十九条",
            outcome="deadline",
            deadline_on=date(2018, 3, 8),
        ),
    ),
    visit=replace(VISIT, on=DAY_2018, began_at=None, ended_at=None),
)
ORDERED = Earlier("order", "责令限期整改指令书", "（东）应急责改〔2026〕7号", DAY)
NOTIFIED = Earlier(
    "penalty_notice",
    "行政处罚告知书",
    "（东）应急告〔2026〕2号",
    DAY,
    {"facts": "后门被货架堵住，营业期间出口不能开启", "upon": "unit"},
)
BLOCKED = "营业期间后门被货架堵住，出口不能开启"
GOODS = [
    {
        "name": "组合烟花",
        "spec": "49发",
        "quantity": "6",
        "unit": "箱",
        "condition": "外箱完好",
        "place": "里间库房",
    },
    {
        "name": "销售台账",
        "spec": "16开",
        "quantity": "1",
        "unit": "本",
        "condition": "2026年1月至5月",
        "place": "里间库房",
    },
]
CAMPAIGN = {
    "campaign": "夏季安全生产百日行动",
    "begins_on": date(2026, 6, 1),
    "ends_on": date(2026, 9, 8),
    "categories": ["烟花爆竹", "危险化学品", "餐饮"],
}


def _of_unit(found: Found, unit: str, village: str, settled: date | None = None) -> Found:
    return replace(
        found,
        unit=unit,
        village=village,
        responsible="冯永" if unit == "永安烟花店" else "何宽",
        found_on=DAY,
        settled_on=settled,
        passed_on=settled,
        inspector="陈明",
        state="已销号" if settled else "整改中",
    )


LISTED = (
    _of_unit(STORE, "永安烟花店", "石桥村"),
    _of_unit(EXIT, "永安烟花店", "石桥村", DAY),
    _of_unit(LAMP, "宽心饭店", "柳林村", date(2026, 6, 8)),
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


_TALK = [
    {
        "q": "请你介绍一下你的姓名、职务和在单位负责的工作。",
        "a": "我叫冯永，是永安烟花店的负责人，店里的事都由我管。",
    },
    {
        "q": "里间库房的烟花和纸箱是什么时候放在一起的？",
        "a": "五月下旬进货以后放的，纸箱准备卖废品，还没有清走。",
    },
    {
        "q": "店里多久检查一次安全？有没有记录？",
        "a": "每天开门前看一遍。\n记录写到四月份，五月忙起来就没有写。",
    },
    {"q": "你还有什么要补充的？", "a": "没有了，我马上清理。"},
]
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
                "talk": _TALK,
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
