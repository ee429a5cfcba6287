"""Pure rules of major hazards: what must be fixed, who may list, when the clock proposes, how often somebody goes there."""

import re
from datetime import date, timedelta

# 五落实: responsibility, measures, money, time, emergency plan (安全生产法 41; domain: five things).
FIXINGS = {
    "responsible": "责任",
    "measures": "措施",
    "funds_yuan": "资金",
    "due_on": "时限",
    "emergency": "预案",
}
LISTING_LEVELS = {"district": "区（县）级", "city": "市级", "province": "省级"}
VISIT_EVERY_DAYS = 7  # the town's own duty while a major hazard is open: weekly, as most towns are told
PROPOSE_AFTER_DAYS = 30
GRAVE_TRADES = ("fireworks", "chemical", "mine")
FUNDS_MAX_YUAN = 10**11

# Bodies of a town or below, whatever town: 东岭镇人民政府, 石桥村民委员会, 城关街道办事处, 应急管理办公室.
_BELOW = re.compile(
    r"(镇|乡|街道|村|社区)(人民政府|政府|办事处|党委|党工委|委员会|民委员会|安委会|安全.*|应急.*)?$"
)


def lacks(*, reported: bool, fixed: bool) -> list[str]:
    """What stands between a major hazard and its acceptance."""
    return [
        word
        for there, word in ((reported, "还没有上报上级"), (fixed, "还没有落实责任、措施、资金、时限、预案"))
        if not there
    ]


def next_visit(major_on: date, last_visit_on: date | None) -> date:
    """The last day on which the unit is to be visited again."""
    return max(major_on, last_visit_on or major_on) + timedelta(days=VISIT_EVERY_DAYS)


def why_propose(
    *,
    category: str,
    major_on: date,
    deadline_on: date | None,
    others_open: int,
    repeats: bool,
    today: date,
) -> str:
    """Why a major hazard is to be proposed for listed supervision, or "". `others_open`: further open ones of the unit;
    `repeats`: it repeats an earlier one of the unit."""
    days = (today - major_on).days
    if others_open:
        return f"该单位同时有{others_open + 1}处重大隐患没有销号"
    if repeats:
        return "同一单位的隐患整改后又重复出现"
    if deadline_on and deadline_on < today:
        return f"重大隐患逾期{(today - deadline_on).days}天没有销号"
    if days >= PROPOSE_AFTER_DAYS:
        return f"重大隐患{days}天没有销号"
    if category.partition(".")[0] in GRAVE_TRADES:
        return "危险化学品、烟花爆竹、矿山的重大隐患"
    return ""


def may_list(body: str, *, town: str, office: str) -> str:
    """Why a body cannot list or delist, or "". Listing is decided above the town: by a district, a city or a province
    (安全生产法 41, 督办; domain: what a township may do)."""
    name = "".join(body.split())
    if not name:
        return "请填写督办单位。"
    if town in name or name == office or _BELOW.search(name):
        return (
            f"“{name}”没有挂牌督办的权限：挂牌、摘牌由区（县）级以上的安委会、政府或者主管部门决定。"
            "镇、街道可以提请挂牌，上级作出决定后再登记它的机关、文号和日期。"
        )
    return ""
