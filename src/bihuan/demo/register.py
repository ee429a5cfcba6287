"""Which units the demo town has: how many of each category, their names and their particulars. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from bihuan.demo.cast import TOWN
from bihuan.demo.names import Names

Size = Literal["small", "full"]

# Units of each category: full town (300), small town (30).
COUNTS: dict[str, tuple[int, int]] = {
    "trade": (8, 0),
    "trade.wood": (34, 4),
    "trade.food": (22, 3),
    "trade.machine": (28, 4),
    "trade.garment": (18, 2),
    "trade.store": (10, 1),
    "trade.catering": (26, 2),
    "chemical": (3, 0),
    "chemical.station": (6, 1),
    "fireworks": (14, 1),
    "mine": (2, 1),
    "mine.sand": (2, 0),
    "building": (12, 1),
    "building.house": (38, 3),
    "transport": (8, 1),
    "school": (9, 2),
    "school.kindergarten": (7, 2),
    "crowd": (9, 1),
    "market": (2, 1),
    "shop": (40, 0),
    "other": (2, 0),
}
ABOVE_SCALE = {"full": 25, "small": 6}
PILOTS = {"full": 10, "small": 3}
_ABOVE_SCALE_TRADES = ("trade.wood", "trade.food", "trade.machine", "trade.garment")

_FIRMS = {
    "trade": "工贸有限公司 建材有限公司 塑料制品厂 包装有限公司",
    "trade.wood": "木业有限公司 板材厂 木制品厂 家具厂",
    "trade.food": "食品有限公司 面粉厂 冷藏食品有限公司 豆制品厂",
    "trade.machine": "机械有限公司 机械配件厂 五金制品厂 铸造有限公司",
    "trade.garment": "服装有限公司 纺织厂 针织厂",
    "trade.store": "仓储有限公司 物流服务部 冷链物流有限公司",
    "trade.catering": "饭店 酒楼 火锅店 农家乐",
    "chemical": "化工有限公司 气体经营部 涂料有限公司",
    "chemical.station": "加油站",
    "fireworks": "烟花爆竹零售店",
    "mine": "采石场",
    "mine.sand": "砂石场",
    "transport": "运输有限公司 客运车队 汽车维修中心",
    "crowd": "宾馆 超市 养老院 网吧",
    "shop": "便利店 五金店 农资店 理发店 电动车店 建材门市 药店",
    "other": "再生资源回收站 粮食收购点",
}
_PRODUCTS = {
    "trade": "塑料制品、包装材料",
    "trade.wood": "胶合板、家具构件",
    "trade.food": "速冻食品、面粉",
    "trade.machine": "农机配件、铸件",
    "trade.garment": "服装、针织品",
}
_BUILDINGS = (
    "便民服务中心",
    "卫生院门诊楼",
    "安置小区一期",
    "污水处理站",
    "文化广场",
    "幼儿园教学楼",
    "标准厂房",
)


@dataclass
class UnitPlan:
    """A unit to be registered: in which village, from which day, with what particulars."""

    name: str
    category: str
    village: str
    opened_on: date
    head: str
    given: dict[str, Any] = field(default_factory=dict)


def plan_units(rng: Random, names: Names, villages: list[str], year: int, size: Size) -> list[UnitPlan]:
    """All units of the town, in the order of the category tree."""
    column = 0 if size == "full" else 1
    plans: list[UnitPlan] = []
    taken: set[str] = set()
    for category, counts in COUNTS.items():
        for number in range(counts[column]):
            village = villages[0] if category == "market" and number == 0 else rng.choice(villages)
            plan = _plan(rng, names, category, number, village, year)
            if plan.name in taken:
                plan.name = f"{plan.name}（{plan.head}）"
            taken.add(plan.name)
            plans.append(plan)
    _raise_above_scale(rng, plans, year, size)
    return plans


def _plan(rng: Random, names: Names, category: str, number: int, village: str, year: int) -> UnitPlan:
    head = names.person()
    opened = date(year - rng.randint(1, 6), rng.randint(1, 12), rng.randint(1, 28))
    if category.startswith("building"):
        # Sites come and go: some begin within the year, so that the register grows.
        opened = date(year - 1, 12, 1) + timedelta(days=rng.choice((0, 0, 0, 45, 90, 150, 210)))
    plan = UnitPlan(
        name=_name(rng, names, category, number, village, head),
        category=category,
        village=village,
        opened_on=opened,
        head=head,
        given={
            "phone": names.phone(),
            "address": f"{TOWN}{village}{rng.choice(('村东', '村西', '村南', '村北', '主街', '工业路', '环镇路'))}{rng.randint(1, 120)}号",
            "employees": _employees(rng, category),
            "details": _details(rng, category, village, head),
        },
    )
    if category.split(".")[0] in ("trade", "chemical", "mine", "transport") and category != "trade.catering":
        plan.given["uscc"] = names.code()
    return plan


def _name(rng: Random, names: Names, category: str, number: int, village: str, head: str) -> str:
    if category == "school":
        return ("枫禾中学", "枫禾镇中心小学")[number] if number < 2 else f"{village.removesuffix('村')}小学"
    if category == "school.kindergarten":
        return "枫禾镇中心幼儿园" if number == 0 else f"{village.removesuffix('村')}{names.brand()}幼儿园"
    if category == "market":
        return f"{TOWN}{('中心', '湖滨')[number]}农贸市场"
    if category == "building":
        return f"{village}{rng.choice(_BUILDINGS)}工地"
    if category == "building.house":
        return f"{village}{head}自建房"
    return f"{names.brand()}{rng.choice(_FIRMS[category].split())}"


def _employees(rng: Random, category: str) -> int:
    low, high = {
        "trade": (8, 60),
        "trade.catering": (3, 20),
        "school": (20, 90),
        "school.kindergarten": (8, 25),
        "building": (12, 60),
        "building.house": (3, 8),
        "shop": (1, 4),
        "fireworks": (1, 3),
        "transport": (10, 50),
    }.get(category, (5, 50))
    return rng.randint(low, high)


def _details(rng: Random, category: str, village: str, head: str) -> dict[str, Any]:
    if category in _PRODUCTS:
        return {
            "products": _PRODUCTS[category],
            "workers_on_shift": rng.randint(6, 40),
            "dust": category == "trade.wood" or rng.random() < 0.1,
            "confined_space": rng.random() < 0.25,
            "ammonia": category == "trade.food" and rng.random() < 0.2,
        }
    if category.startswith("school"):
        return {
            "pupils": rng.randint(90, 260) if category == "school.kindergarten" else rng.randint(180, 1400),
            "boarding": category == "school" and rng.random() < 0.2,
            "canteen": rng.random() < 0.8,
            "school_buses": rng.randint(0, 4),
            "private": category == "school.kindergarten" and rng.random() < 0.6,
        }
    if category.startswith("building"):
        house = category == "building.house"
        return {
            "owner": head if house else f"{village}村民委员会" if rng.random() < 0.5 else f"{TOWN}人民政府",
            "builder": f"{head}施工队",
            "storeys": rng.randint(2, 3) if house else rng.randint(1, 6),
            "use": rng.choice(("自住", "自住", "经营", "出租")) if house else "公共",
            "grade": "未鉴定",
        }
    return {}


def _raise_above_scale(rng: Random, plans: list[UnitPlan], year: int, size: Size) -> None:
    """Mark the largest works as above scale, and the first of them as building the two systems."""
    works = [
        plan for plan in plans if plan.category in _ABOVE_SCALE_TRADES and plan.opened_on.year < year - 1
    ]
    chosen = rng.sample(works, min(ABOVE_SCALE[size], len(works)))
    for index, plan in enumerate(chosen):
        plan.given["above_scale_from"] = date(year - 1, 1, 1)
        plan.given["employees"] = rng.randint(60, 240)
        if index < PILOTS[size]:
            plan.given["pilot_from"] = (
                date(year, 3, 1) + timedelta(days=7 * (index % 6))
                if size == "full"
                else date(year - 1, 11, 1)
            )


def trades(category: str) -> Iterator[str]:
    """A category and those above it, nearest first."""
    while category:
        yield category
        category = category.rpartition(".")[0]
