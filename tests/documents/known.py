"""What is known of 永安's visit, as the sample papers tell it: bodies, officers, hazards, in 2026 and in 2018. In our own words."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bihuan.documents.facts import Body, Earlier, Facts, Found, Officer, Party, Visit

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
NOTICED = Earlier("notice", "整改通知书", "（东）应急整改〔2026〕3号", DAY)
HANDED = replace(CHECKED, body=OWN, officers=(Officer("王小红"),), answers=NOTICED)
NOTIFIED = Earlier(
    "penalty_notice",
    "行政处罚告知书",
    "（东）应急告〔2026〕2号",
    DAY,
    {"facts": "后门被货架堵住，营业期间出口不能开启", "upon": "unit"},
    served_on=DAY,
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

TALK = [
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
