"""Pure rules of units: the category tree, codes, and per-category details."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from stdnum.cn import uscc

from bihuan.core.calendar import years_on


@dataclass(frozen=True)
class Detail:
    """One field that only units of a category have."""

    name: str
    label: str
    kind: str = "text"  # text, number, yes
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category:
    """A node of the category tree. `code` of a child begins with its parent's; `also` are words of reports."""

    code: str
    label: str
    also: tuple[str, ...] = ()
    details: tuple[Detail, ...] = field(default=())


_TRADE = (
    Detail("products", "主要产品"),
    Detail("workers_on_shift", "最大班人数", "number"),
    Detail("dust", "粉尘涉爆", "yes"),
    Detail("confined_space", "有限空间", "yes"),
    Detail("ammonia", "液氨制冷", "yes"),
)
_SCHOOL = (
    Detail("pupils", "在校（园）人数", "number"),
    Detail("boarding", "寄宿", "yes"),
    Detail("canteen", "食堂", "yes"),
    Detail("school_buses", "校车（辆）", "number"),
    Detail("private", "民办", "yes"),
)
_SITE = (
    Detail("owner", "建设单位或户主"),
    Detail("builder", "施工单位"),
    Detail("storeys", "层数", "number"),
    Detail("use", "用途", choices=("自住", "经营", "出租", "公共")),
    Detail("grade", "鉴定等级", choices=("未鉴定", "A", "B", "C", "D")),
)

CATEGORIES = {
    one.code: one
    for one in (
        Category("trade", "工商贸", ("工贸", "工商贸企业", "工贸企业"), _TRADE),
        Category("trade.wood", "木材加工", ("木业", "板材"), _TRADE),
        Category("trade.food", "食品加工", ("食品企业",), _TRADE),
        Category("trade.machine", "机械加工", ("机械",), _TRADE),
        Category("trade.garment", "服装纺织", ("服装", "纺织"), _TRADE),
        Category("trade.store", "仓储物流", ("仓储", "物流")),
        Category("trade.catering", "餐饮", ("饭店",)),
        Category("chemical", "危险化学品", ("危化品", "危化")),
        Category("chemical.station", "加油站", ("加油加气站",)),
        Category("fireworks", "烟花爆竹", ("烟花爆竹零售点", "零售点")),
        Category("mine", "非煤矿山", ("矿山", "采石场")),
        Category("mine.sand", "洗沙场", ("洗砂场", "砂石场", "沙场")),
        Category(
            "building",
            "建筑施工",
            ("建筑工地", "工地", "建筑业", "建筑企业", "建筑单位", "建筑行业", "建筑领域"),
            _SITE,
        ),
        Category("building.house", "农村自建房", ("自建房",), _SITE),
        Category("transport", "交通运输", ("交通", "运输企业", "客运", "货运", "客货运输")),
        Category("school", "学校", ("校园", "中小学", "中小学、幼儿园", "教育机构"), _SCHOOL),
        Category("school.kindergarten", "幼儿园", ("托幼机构", "幼儿园"), _SCHOOL),
        Category("crowd", "人员密集场所", ("宾馆", "商场", "养老院")),
        Category("market", "农贸市场", ("集贸市场", "农贸市场")),
        Category("shop", "沿街商铺", ("九小场所", "商铺", "沿街店铺", "店铺", "小作坊")),
        Category("other", "其他", ()),
    )
}

# What of a unit runs out on a day: certificates (证照), filed plans, insurance; and what a person holds for it.
CERTIFICATES = {
    "licence": "营业执照",
    "safety": "安全生产许可证",
    "chemicals": "危险化学品经营许可证",
    "fireworks": "烟花爆竹经营（零售）许可证",
    "fire": "消防安全检查合格证明",
    "equipment": "特种设备使用登记、检验合格证明",
    "transport": "道路运输经营许可证",
    "plan": "应急预案备案",
    "insurance": "安全生产责任保险",
    "standard": "安全生产标准化证书",
    "head": "主要负责人安全考核合格证",
    "manager": "安全管理人员考核合格证",
    "trade": "特种作业操作证",
    "operator": "特种设备作业人员证",
    "other": "其他证照",
}
HELD_BY_PERSONS = frozenset({"head", "manager", "trade", "operator"})
# For how many years each is usually good from the day of issue; the others say it themselves.
# 安全生产许可证条例 on validity; 生产安全事故应急预案管理办法 on filing anew; an insurance runs a year; a plan is filed for three.
USUAL_YEARS = {
    "safety": 3,
    "chemicals": 3,
    "plan": 3,
    "insurance": 1,
    "standard": 3,
    "head": 3,
    "manager": 3,
    "operator": 4,
}
# So many days before it runs out its unit, village and department are reminded, where the town has not said otherwise for the kind.
REMIND_DAYS = (60, 30, 7)
REMINDERS_MAX, REMIND_DAYS_MAX = 5, 365
_VALID_YEARS_MAX = 50

CONTACT_ROLES = {
    "legal": "法定代表人",
    "head": "主要负责人",
    "manager": "安全管理员",
    "duty": "值班电话",
    "owner": "房东（出租方）",
    "former": "合并前登记的负责人",
    "other": "其他联系人",
}
DOCUMENT_KINDS = {
    "system": "安全生产责任制、制度",
    "plan": "应急预案",
    "training": "教育培训记录",
    "risk": "风险清单、四色图",
    "report": "评价、检测报告",
    "lease": "租赁合同、安全协议",
    "drawing": "平面图、疏散图",
    "photo": "现场照片",
    "other": "其他资料",
}

# Where the law asks for examined heads and safety managers and for insurance (安全生产法 on dangerous goods, mines, building, transport).
_DANGEROUS = ("chemical", "fireworks", "mine", "building", "transport")
_WITHOUT = "building.house"  # a family that builds its house holds no certificates
# What a unit has to show, by the category that fits most precisely.
_LICENCES = {
    "chemical": ("licence", "chemicals"),
    "fireworks": ("licence", "fireworks"),
    "mine": ("licence", "safety"),
    "transport": ("licence", "transport"),
    "crowd": ("licence", "fire"),
    "school": (),
    "building.house": (),
}
_LICENCES_ELSE = ("licence",)


def is_dangerous(category: str) -> bool:
    """Whether a unit of a category is of a trade in which the law asks for examined persons and for insurance."""
    return category != _WITHOUT and category.partition(".")[0] in _DANGEROUS


def licences_asked(category: str) -> tuple[str, ...]:
    """The kinds of certificates that a unit of a category has to have."""
    top = category.partition(".")[0]
    return next((_LICENCES[one] for one in (category, top) if one in _LICENCES), _LICENCES_ELSE)


def persons_asked(category: str) -> tuple[str, ...]:
    """The kinds of certificates that persons of a unit of a category have to hold."""
    return ("head", "manager") if is_dangerous(category) else ()


def keeps_rules(category: str) -> bool:
    """Whether a unit of a category keeps rules and a plan of its own: a family that builds its house does not."""
    return category != _WITHOUT


# Withdrawn is what was never to be registered (an import taken back): it counts on no day, and its code is free again.
STATES = {
    "open": "正常",
    "paused": "停产停业",
    "banned": "已取缔",
    "closed": "已关闭",
    "moved": "已迁出",
    "merged": "已并入",
    "withdrawn": "已撤销登记",
}
ENDED = frozenset({"banned", "closed", "moved", "merged", "withdrawn"})  # out of the register


def parent(code: str) -> str:
    """The code above a category, or "" at the top."""
    return code.rpartition(".")[0]


def usual_until(kind: str, issued_on: date | None) -> date | None:
    """The last day of a certificate's usual validity from its day of issue; None where the kind has none."""
    if issued_on is None or kind not in USUAL_YEARS:
        return None
    return years_on(issued_on, USUAL_YEARS[kind]) - timedelta(days=1)


def check_valid_until(valid_until: date | None, today: date) -> str:
    """Why a certificate cannot be good until that day, or "". One that has run out may be registered: it is there."""
    if valid_until is None:
        return "请填写有效期至。"
    if abs(valid_until.year - today.year) > _VALID_YEARS_MAX:
        return "有效期离今天超过50年，请核对年份。"
    return ""


def reminded_at(days_left: int, steps: Sequence[int]) -> str:
    """The step that a certificate has come to: "gone" when it has run out, else the least of the steps that it has passed, in days; ""
    before the first."""
    if days_left < 0:
        return "gone"
    return str(min((step for step in steps if days_left <= step), default=""))


def read_steps(text: str) -> tuple[int, ...]:
    """The days that are written as 60、30、7, the farthest first; nothing written: only when it has run out. Raises ValueError with a
    Chinese message."""
    words = [word for word in re.split(r"[、，,;；/\s]+", text.strip().removesuffix("天")) if word]
    if not all(re.fullmatch("[0-9]{1,8}", word) and 1 <= int(word) <= REMIND_DAYS_MAX for word in words):
        raise ValueError(f"请填1至{REMIND_DAYS_MAX}之间的天数，用顿号隔开，如60、30、7。")
    steps = tuple(sorted({int(word) for word in words}, reverse=True))
    if len(steps) > REMINDERS_MAX:
        raise ValueError(f"最多提醒{REMINDERS_MAX}次。")
    return steps


def check_phone(phone: str) -> str:
    """Why this is no phone number, or "" (empty is allowed): digits, with signs between them."""
    digits = re.sub(r"[\s\-—()（）转]", "", phone)
    if phone and not (digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 18):
        return "电话应填数字，如13800000001、0537-2345678转8。"
    return ""


_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)}  # full-width forms


def clean_uscc(text: str) -> str:
    """A unified social credit code, normalised (GB 32100-2015). Empty is allowed: a shop may have no licence.

    Raises ValueError with a Chinese message.
    """
    code = text.strip().upper().translate(_NARROW)
    if not code:
        return ""
    if len(code) != 18:
        raise ValueError(f"统一社会信用代码应为18位，现为{len(code)}位；没有营业执照的可以不填。")
    if not uscc.is_valid(code):
        raise ValueError("统一社会信用代码校验不符，请对照营业执照逐位核对；没有营业执照的可以不填。")
    return code


def clean_unit(
    values: dict[str, Any], *, name: str = "", category: str = "", uscc: str = ""
) -> tuple[dict[str, Any], dict[str, str]]:
    """A unit's given values as they are stored, and what is wrong with them by field. `name`, `category` and `uscc` are those of the
    unit as it stands, where they are not given."""
    wrong: dict[str, str] = {}
    values = dict(values)
    name = str(values.get("name", name)).strip()
    category = values.get("category", category)
    if not name:
        wrong["name"] = "请填写名称。"
    if category not in CATEGORIES:
        wrong["category"] = "请选择类别。"
    try:
        values["uscc"] = clean_uscc(values.get("uscc", uscc))
    except ValueError as error:
        wrong["uscc"] = str(error)
    if category in CATEGORIES and "details" in values:
        try:
            values["details"] = clean_details(category, values["details"])
        except ValueError as error:
            wrong["details"] = str(error)
    return values | {"name": name}, wrong


def clean_details(category: str, given: dict[str, object]) -> dict[str, object]:
    """Only the fields that the category has, with numbers as numbers.

    Raises ValueError with a Chinese message where a number is none.
    """
    cleaned: dict[str, object] = {}
    for detail in CATEGORIES[category].details:
        value = given.get(detail.name)
        if value in (None, ""):
            continue
        if detail.kind == "number":
            if not re.fullmatch(r"\d{1,9}", str(value)):
                raise ValueError(f"“{detail.label}”应填数字。")
            value = int(str(value))
        elif detail.kind == "yes":
            value = value in (True, "on", "yes", "true", "1")
        elif detail.choices and value not in detail.choices:
            raise ValueError(f"“{detail.label}”应从{'、'.join(detail.choices)}中选择。")
        cleaned[detail.name] = value
    return cleaned


def is_of(category: str, trades: Iterable[str]) -> bool:
    """Whether a category is one of some, or below one of them."""
    return any(category == one or category.startswith(f"{one}.") for one in trades)
