"""The year's campaigns and the six standing teams, as dates and words. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Drive:
    """A campaign: its key here, name, aliases, categories, days, and its share (0–1) of the outings while it runs."""

    key: str
    name: str
    begins_on: date
    ends_on: date
    share: float
    aliases: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Squad:
    """A standing team: what it watches, how often it goes out (twice as often in its busy months), and which
    department's head goes along."""

    name: str
    categories: tuple[str, ...]
    weight: int
    companion: str
    busy_months: tuple[int, ...]

    def weight_in(self, month: int) -> int:
        return self.weight * (2 if month in self.busy_months else 1)


SQUADS = (
    Squad("交通安全专项巡查组", ("transport",), 1, "head_traffic", (1, 2, 9, 10)),
    Squad("建筑安全专项巡查组", ("building",), 4, "department_head", (4, 5, 6, 7, 8)),
    Squad("工商贸安全专项巡查组", ("trade", "market", "shop", "crowd", "other"), 9, "head_trade", ()),
    Squad("危险化学品安全专项巡查组", ("chemical", "fireworks"), 3, "head_trade", (1, 2, 7, 8, 12)),
    Squad("教育安全专项巡查组", ("school",), 2, "head_school", (2, 3, 9)),
    Squad("非煤矿山安全专项巡查组", ("mine",), 1, "head_land", (6, 7, 8)),
)

HUNDRED_DAYS, SCHOOLS = "hundred_days", "schools"


def drives(year: int, works: Callable[[date], bool]) -> tuple[Drive, ...]:
    """The year's campaigns in the order of their beginning. `works` tells a working day."""
    first = date(year, 11, 13)
    while not (works(first) and works(first + timedelta(days=1))):
        first += timedelta(days=1)
    return (
        Drive(
            "spring",
            "春节前安全生产大检查",
            date(year, 1, 8),
            date(year, 1, 31),
            0.7,
            ("春节安全检查", "节前大检查"),
        ),
        Drive(
            "fireworks",
            "烟花爆竹安全专项整治",
            date(year, 2, 1),
            date(year, 2, 28),
            0.5,
            ("烟花爆竹专项整治",),
            ("fireworks",),
        ),
        Drive(
            "sessions", "两会期间安全生产大检查", date(year, 3, 1), date(year, 3, 20), 0.6, ("两会大检查",)
        ),
        Drive(
            "houses",
            "建筑施工和农村自建房专项整治",
            date(year, 4, 9),
            date(year, 5, 11),
            0.5,
            ("自建房专项整治", "建筑施工专项整治"),
            ("building",),
        ),
        Drive(
            "chemicals",
            "危险化学品安全专项检查",
            date(year, 5, 14),
            date(year, 5, 31),
            0.4,
            ("危化品专项检查",),
            ("chemical",),
        ),
        Drive("june", "安全生产月隐患大排查", date(year, 6, 1), date(year, 6, 30), 0.5, ("安全生产月",)),
        Drive("flood", "汛期安全生产大检查", date(year, 7, 2), date(year, 8, 17), 0.5, ("汛期大检查",)),
        Drive(
            HUNDRED_DAYS,
            "安全生产百日攻坚",
            date(year, 9, 5),
            date(year, 9, 5) + timedelta(days=99),
            0.45,
            ("百日攻坚", "百日行动", "百日攻坚行动"),
        ),
        Drive("october", "国庆节安全生产大检查", date(year, 9, 20), date(year, 10, 7), 0.5, ("国庆大检查",)),
        Drive(
            SCHOOLS,
            "校园及周边安全专项检查",
            first,
            first + timedelta(days=1),
            1.0,
            ("校园安全检查", "校园及周边环境安全检查", "校园及周边安全检查"),
            ("school",),
        ),
        Drive("winter", "冬季安全生产大检查", date(year, 12, 3), date(year, 12, 31), 0.5, ("冬季大检查",)),
    )


def running(plan: tuple[Drive, ...], on: date) -> list[Drive]:
    """The campaigns that run on a day."""
    return [drive for drive in plan if drive.begins_on <= on <= drive.ends_on]
