"""Who is who in the demo town, and the names that its bodies bear in a given year."""

from dataclasses import dataclass

DISTRICT = "澜川区"
TOWN = "枫禾镇"


@dataclass(frozen=True)
class Role:
    """A person of the demo: key (also the user name where `signs_in`), kind of post, name, and where the post stands.

    `cell` is "town", an office's or a village's name, or "" where the founding decides.
    """

    key: str
    kind: str
    name: str
    cell: str = "town"
    department: str = ""
    officer: bool = False


# User name and label of each person on the demo's sign-in page, in the order shown.
CAST: tuple[tuple[str, str], ...] = (
    ("secretary", "党委书记"),
    ("mayor", "镇长"),
    ("vice_mayor", "分管副镇长"),
    ("safety_head", "安监（应急）办主任"),
    ("inspector_1", "安监员（一）"),
    ("inspector_2", "安监员（二）"),
    ("department_head", "部门负责人（城建办）"),
    ("office_head", "办事处主任"),
    ("village_head", "村网格长"),
    ("grid_member", "网格员"),
    ("enterprise_safety", "企业安全管理员"),
    ("unit_head", "企业主要负责人"),
    ("unit_safety", "企业安全管理员（本单位）"),
    ("team_leader", "班组长"),
    ("post_worker", "岗位员工"),
    ("district", "区级主管部门（只读）"),
    ("admin", "系统管理员"),
)

LEADERS = ("secretary", "mayor", "vice_mayor")
OFFICERS = ("safety_head", "inspector_1", "inspector_2", "inspector_3", "inspector_4")

TOWN_ROLES = (
    Role("secretary", "secretary", "方志远"),
    Role("mayor", "mayor", "沈嘉诚"),
    Role("vice_mayor", "vice_mayor", "陆文斌"),
    Role("safety_head", "safety_head", "秦卫东", officer=True),
    Role("inspector_1", "inspector", "韩晓峰", officer=True),
    Role("inspector_2", "inspector", "苏敏", officer=True),
    Role("inspector_3", "inspector", "谭建军", officer=True),
    Role("inspector_4", "inspector", "叶秋实", officer=True),
    Role("department_head", "department_head", "贺立新", department="城建办"),
    Role("head_school", "department_head", "龚雅琴", department="教委办"),
    Role("head_trade", "department_head", "卢宏伟", department="经发办"),
    Role("head_traffic", "department_head", "万志刚", department="交管站"),
    Role("head_market", "department_head", "康丽", department="市场监管所"),
    Role("head_land", "department_head", "殷兆明", department="国土所"),
    Role("district", "district", "尹学军"),
    Role("admin", "admin", "梅思源"),
)

# Which department answers for a category (the nearest code upwards); the rest is the safety office's own.
DEPARTMENTS = {
    "building": "城建办",
    "school": "教委办",
    "trade": "经发办",
    "transport": "交管站",
    "market": "市场监管所",
    "shop": "市场监管所",
    "trade.catering": "市场监管所",
    "crowd": "市场监管所",
    "mine": "国土所",
}


def department_name(name: str, year: int) -> str:
    """A department by its name of the year: the land office was renamed with the reform."""
    return "自然资源所" if name == "国土所" and year >= 2019 else name


OFFICES: dict[str, tuple[str, ...]] = {
    "镇中办事处": ("枫禾社区", "东关村", "西关村", "南园村", "油坊村"),
    "河东办事处": ("河头村", "大槐村", "小槐村", "杨家埠村", "渡口村"),
    "河西办事处": ("西滩村", "芦苇村", "沙岭村", "双井村", "北堤村"),
    "岭前办事处": ("岭前村", "石屋村", "栗园村", "高家沟村", "泉子村"),
    "岭后办事处": ("岭后村", "松坡村", "东坪村", "西坪村", "马鞍村"),
    "湖滨办事处": ("湖滨村", "荷塘村", "柳堤村", "王家湾村", "鱼台村"),
}


@dataclass(frozen=True)
class Bodies:
    """How the bodies are called in a year: the reform of 2018–2019 renamed them all (from 2019 on here)."""

    bureau: str
    office: str
    number_word: str
    grant: str
    order_word: str


def bodies(year: int) -> Bodies:
    """The district's bureau, the town's office, the word of its papers and the delegation's number, by year."""
    if year >= 2019:
        return Bodies(
            f"{DISTRICT}应急管理局",
            "应急管理办公室",
            "（澜枫）应急",
            f"澜应急委〔{year - 1}〕3号",
            "澜应急",
        )
    return Bodies(
        f"{DISTRICT}安全生产监督管理局",
        "安全生产监督管理办公室",
        "（澜枫）安监",
        f"澜安监委〔{year - 1}〕3号",
        "澜安监",
    )
