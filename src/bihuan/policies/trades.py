"""Who answers for which trade (三个必须: 管行业、管业务、管生产经营必须管安全; 安全生产法 2021, 第三条): what the law gives where the town has not said, and
how a trade stands. Pure.

`Default.department` is the district's department that the named law charges; a town's own station of the same line is proposed by `hints`. Laws are
cited without articles. A trade that no law knows goes to the department whose business is nearest (安全生产法 2021, 第十条: 新兴行业、领域).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.units.rules import CATEGORIES

LAW = "安全生产法"
NEW = "新兴行业、领域由本级政府按照业务相近的原则确定"
REFORMED = date(2019, 1, 1)  # the reform of 2018–2019 renamed the bodies
_SAFETY = "应急管理部门"
_FIRE = "消防救援机构"
_BEFORE = {
    _SAFETY: "安全生产监督管理部门",
    _FIRE: "公安机关消防机构",
    "自然资源部门": "国土资源部门",
    "文化和旅游部门": "文化、旅游部门",
}


@dataclass(frozen=True)
class Default:
    """Whom the law charges with a trade: the department, the law, and words of which one stands in the name of a town's station of that line
    (none: the safety office's own)."""

    department: str
    law: str
    hints: tuple[str, ...] = ()

    def named(self, on: date) -> str:
        """The department by its name of a day."""
        return self.department if on >= REFORMED else _BEFORE.get(self.department, self.department)


_BUILDING = ("城建", "住建", "规建", "村建", "建设")
_SCHOOLS = ("教委", "教育", "教办", "学区", "中心校")
_ROADS = ("交通", "交管", "公路")
_MARKET = ("市场监管", "工商")
_COMMERCE = ("经发", "经贸", "商务", "经济")
_LAND = ("国土", "自然资源")
_WATER = ("水利", "水务")
_FARMS = ("农业", "农技", "农机")
_CULTURE = ("文化", "文旅", "文体")
_CIVIL = ("民政", "社会事务")

# By category of units; a category without an entry of its own has its parent's.
OF_CATEGORIES: dict[str, Default] = {
    "trade": Default(_SAFETY, LAW),
    "trade.store": Default("商务部门", LAW, _COMMERCE),
    "trade.catering": Default("商务部门", "餐饮业经营管理办法（试行）", _COMMERCE),
    "chemical": Default(_SAFETY, "危险化学品安全管理条例"),
    "fireworks": Default(_SAFETY, "烟花爆竹安全管理条例"),
    "mine": Default(_SAFETY, "矿山安全法"),
    "mine.sand": Default("水利部门", "水法", _WATER),
    "building": Default("住房和城乡建设部门", "建设工程安全生产管理条例", _BUILDING),
    "transport": Default("交通运输部门", "道路运输条例", _ROADS),
    "school": Default("教育部门", "中小学幼儿园安全管理办法", _SCHOOLS),
    "crowd": Default(_FIRE, "消防法", ("消防", "派出所")),
    "market": Default("商务部门", LAW, (*_MARKET, *_COMMERCE)),
    "shop": Default("公安派出所、消防救援机构", "消防法", ("消防", "派出所", *_MARKET)),
    "other": Default("", NEW),
}


@dataclass(frozen=True)
class Known:
    """A trade that cuts across the categories of units, so that no unit tells who answers for it."""

    label: str
    default: Default


ACROSS: dict[str, Known] = {
    "gas": Known("城镇燃气", Default("住房和城乡建设（燃气管理）部门", "城镇燃气管理条例", _BUILDING)),
    "school_bus": Known("校车", Default("教育部门", "校车安全管理条例", _SCHOOLS)),
    "equipment": Known("特种设备", Default("市场监督管理部门", "特种设备安全法", _MARKET)),
    "farm_machines": Known("农业机械", Default("农业农村（农机）部门", "农业机械安全监督管理条例", _FARMS)),
    "water_works": Known("水利工程", Default("水利部门", "水法", _WATER)),
    "culture": Known("文化旅游", Default("文化和旅游部门", "旅游法", _CULTURE)),
    "elderly": Known("养老服务", Default("民政部门", "老年人权益保障法", _CIVIL)),
    "power": Known("电力设施", Default("电力管理部门", "电力法", ("供电", "电力"))),
    "forest_fire": Known("森林防灭火", Default("林业部门", "森林防火条例", ("林业", "林站", "自然资源"))),
    "ferries": Known("渡口渡船", Default("交通运输部门", "内河交通安全管理条例", _ROADS)),
}
OF_OWN = Default("", NEW)

OK, PART, DIFFERS, OVERLAP, GAP, NONE = "ok", "part", "differs", "overlap", "gap", "none"
STANDS = {
    OK: "已明确",
    PART: "有单位未登记部门",
    DIFFERS: "登记与分工不一致",
    OVERLAP: "多头，未定牵头",
    GAP: "无人管",
    NONE: "本镇暂无",
}
PRESSING = (GAP, OVERLAP, DIFFERS, PART)  # what has to be seen to, the worst first
OFFICE = ""  # stands for the town's own safety office among departments


@dataclass(frozen=True)
class Ruled:
    """What the town has said of a trade: who leads, who stands beside; names of departments, OFFICE for the safety office."""

    lead: str | None = None
    beside: tuple[str, ...] = ()


def default_of(key: str) -> Default:
    """Whom the law charges with a trade."""
    if key in ACROSS:
        return ACROSS[key].default
    while key and key not in OF_CATEGORIES:
        key = key.rpartition(".")[0]
    return OF_CATEGORIES.get(key, OF_OWN)


def proposed(default: Default, departments: Iterable[str]) -> str | None:
    """The town's department that a law's default points to, OFFICE for its safety office; None where none is like it."""
    if default.department == _SAFETY:
        return OFFICE
    names = list(departments)
    return next((name for hint in default.hints for name in names if hint in name), None)


def ruling_of(key: str, rulings: Mapping[str, Ruled]) -> tuple[str, Ruled]:
    """What holds for a trade, and under which key it was said: of a category, its own or that of the nearest above it."""
    at = key
    while at:
        if at in rulings:
            return at, rulings[at]
        at = at.rpartition(".")[0] if at in CATEGORIES or "." in at else ""
    return "", Ruled()


def standing(ruled: Ruled, units: Mapping[str | None, int], *, always: bool = False) -> str:
    """How a trade stands: `units` by the department that they are registered with (None: with none). `always`: it is there without any unit."""
    named = {name for name, count in units.items() if name is not None and count}
    bare = units.get(None, 0)
    if ruled.lead is None:
        if not named:
            return GAP if bare or always else NONE
        if len(named) > 1:
            return OVERLAP
        return PART if bare else OK
    if named - {ruled.lead, *ruled.beside}:
        return DIFFERS
    return PART if bare and ruled.lead != OFFICE else OK


def said(standing: str, ruled: Ruled, units: Mapping[str | None, int], office: str) -> str:
    """What there is to say of how a trade stands, with the numbers of units; "" where it is well."""
    bare = units.get(None, 0)
    if standing == OVERLAP:
        told = "、".join(f"{name}{count}家" for name, count in _counted(units))
        return f"登记的主管部门不止一个（{told}），请定牵头部门。"
    if standing == DIFFERS:
        others = [(name, count) for name, count in _counted(units) if name not in (ruled.lead, *ruled.beside)]
        return f"{'、'.join(f'{count}家登记为{name}' for name, count in others)}，与分工不一致。"
    if standing == PART:
        return f"{bare}家没有登记主管部门。"
    if standing == GAP and bare:
        return f"{bare}家单位没有主管部门。"
    return ""


def _counted(units: Mapping[str | None, int]) -> Sequence[tuple[str, int]]:
    return sorted(((name, count) for name, count in units.items() if name and count), key=lambda one: -one[1])
