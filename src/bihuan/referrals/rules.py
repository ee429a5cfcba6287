"""Pure rules of matters of others: who is oneself, which bodies a town usually turns to, the clock of an answer."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

KINDS = {"transfer": "移送", "copy": "抄告", "whistle": "吹哨报到"}
PAPER_OF = {"transfer": "referral", "copy": "copy"}  # kind of the numbered paper that goes with it
CHASES = {"phone": "电话", "letter": "发函", "visit": "上门", "meeting": "会商"}
ANSWER_WORKDAYS = 15  # offered as the term of an answer; the town may set another
WHISTLE_HOURS = 2  # offered as the term to arrive
HOURS_MAX = 72
MATERIALS_MAX = 20
SIDES = 2  # so many bodies that do not take a matter make it nobody's

# How reports shorten the names of bodies.
_SHORT = (("应急管理办公室", "应急办"), ("安全生产监督管理办公室", "安监办"), ("安全生产办公室", "安全办"))
_OWN_WORDS = ("本镇", "我镇", "本街道", "我街道", "本单位", "我单位", "本办", "我办", "本部门")
_OWN_BODIES = (
    "",
    "政府",
    "人民政府",
    "党委",
    "党委政府",
    "街道办事处",
    "安委会",
    "安委办",
    "安委会办公室",
    "安全生产委员会",
    "安全生产委员会办公室",
)
_SAFETY_OFFICES = ("应急办", "安监办", "安全办", "安办")


def plain_name(name: str) -> str:
    """A body's name as it is compared: no spaces, no punctuation, full-width letters as half-width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name))


def body_key(name: str, district: str) -> str:
    """What stands for a body in comparisons: its name without the district before it, so that 东城区消防救援大队 and 区消防救援大队
    are one."""
    bare, own = plain_name(name), plain_name(district)
    for start in (own, own[-1:]):
        if start and bare.startswith(start) and not bare.startswith("市场") and len(bare) > len(start) + 1:
            return bare.removeprefix(start)
    return bare


def why_oneself(
    name: str, *, town: str, district: str, office: str, departments: Iterable[str], cells: Iterable[str] = ()
) -> str:
    """Why a matter cannot be referred to a body, because it is the town itself, its office, a department or a
    cell of its own; "" where it can. A referral goes to another body (安全生产法 on joint inspection and referral)."""
    bare = body_key(name, district)
    own = next((word for word in (plain_name(town), *_OWN_WORDS, "镇") if bare.startswith(word)), "")
    if not own and bare != plain_name(name):
        return ""  # a body of the district, whatever it is called like
    bare = bare.removeprefix(own)
    if own and bare in _OWN_BODIES:
        return f"“{name.strip()}”就是本镇，不能移送给自己。请填写镇以外的受理单位。"
    if _shortened(bare) in {_shortened(plain_name(office)), *_SAFETY_OFFICES}:
        return f"“{name.strip()}”就是本办，不能移送给自己。请填写镇以外的受理单位。"
    if bare in {plain_name(one) for one in departments}:
        return f"“{name.strip()}”是本镇的部门，不用移送；要它到场处置的，请选“吹哨报到”。"
    if re.sub(r"(?:村|居)(?:民)?委(?:员)?会$", "", bare) in {
        re.sub("村$", "", plain_name(one)) for one in cells
    } | {plain_name(one) for one in cells}:
        return f"“{name.strip()}”是本镇的网格，不能移送。隐患由它跟踪的，按属地办理。"
    return ""


def _shortened(name: str) -> str:
    for long, short in _SHORT:
        name = name.replace(long, short)
    return name


def usual_bodies(district: str, bureau: str, on: date) -> list[str]:
    """Bodies of the district that a township usually turns to, by their names of the day (the reform of 2018–2019 renamed
    several); suggestions, not a closed list."""
    reformed = on >= date(2019, 1, 1)
    trades = (
        "消防救援大队" if reformed else "公安消防大队",
        "市场监督管理局",
        "住房和城乡建设局",
        "自然资源局" if reformed else "国土资源局",
        "交通运输局",
        "公安分局",
        "生态环境分局" if reformed else "环境保护局",
        "综合行政执法局",
        "教育局",
        "水利局",
        "供电公司",
        "安委会办公室",
    )
    return [bureau, *(f"{district}{trade}" for trade in trades)]


def upper_body(district: str) -> str:
    """Who decides whose a matter is when nobody takes it: the district's safety commission (安委会), by its office."""
    return f"{district}安委会办公室"


def materials_of(text: str) -> list[str]:
    """A list of materials as typed: one a line, or parted by ；, without numbers before them."""
    lines = re.split(r"[\n；;]+", text)
    found = (re.sub(r"^\s*(\d+[.、．)）]|[-·•])\s*", "", line).strip() for line in lines)
    return [line for line in found if line]


def is_late(due_on: date | None, ended_on: date | None, on: date) -> bool:
    """Whether an answer was, or is, late on a day; the last day itself is in time."""
    return due_on is not None and due_on < min(ended_on or on, on)
