"""What every page knows: the actor's name and posts, the town, the navigation, the demo's mark."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.models import Town
from bihuan.notices.queries import unread

TEXT_COOKIE, LARGE = "text", "large"  # 大字版: larger letters and targets, and fewer things on a page


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    active: bool
    badge: int = 0


@dataclass(frozen=True)
class Person:
    """The signed-in person as pages show it."""

    actor: Actor
    name: str
    post_label: str
    town_name: str

    def may(self, right: str) -> bool:
        return self.actor.may(right)


# label, route, icon, right; in the order of a day's work. The first five stand in the phone's bottom bar.
NAVIGATION = (
    ("办事台", "desk", "home", "any"),
    ("检查", "inspections", "clipboard-check", "view"),
    ("隐患", "hazards", "alert-triangle", "view"),
    ("监管对象", "units", "building", "view"),
    ("总结", "summaries", "file-text", "summarize"),
    ("风险分级", "risks", "shield", "view"),
    ("双重预防", "rollout", "flag", "office"),
    ("分级监管", "dual", "chart-bar", "office"),
    ("一企一册", "unit_files", "file-text", "view"),
    ("企业自查", "selfchecks", "clipboard-check", "view"),
    ("文书", "writs", "file-check", "view"),
    ("事故快报", "accidents", "alert-triangle", "office|report_accident"),
    ("群众举报", "tips", "flag", "inspect"),
    ("移送交办", "referrals", "arrows-exchange", "office"),
    ("文件", "policies", "file-text", "office"),
    ("值班", "duty", "calendar", "office"),
    ("巡查任务", "rounds", "map-pin", "office"),
    ("日报告", "dailies", "file-text", "office"),
    ("培训演练", "training", "users", "office"),
    ("责任书", "letters", "signature", "office"),
    ("考核否决", "assessments", "chart-bar", "office"),
    ("会议", "meetings", "calendar", "office"),
    ("宣传", "publicity", "speakerphone", "office"),
    ("网格", "grid", "sitemap", "office"),
    ("一张图", "map", "map-pin", "office"),
    ("大屏", "board", "chart-bar", "office"),
    ("专项行动", "campaigns", "flag", "office"),
    ("联合检查", "joints", "users", "office"),
    ("外出计划", "day_plans", "map-pin", "campaigns"),
    ("检查表", "checklists", "list-check", "office"),
    ("急办", "urgent", "bolt", "office"),
    ("停产取缔", "decisions", "ban", "view"),
    ("指标目录", "figures", "chart-bar", "office"),
    ("后台任务", "jobs", "clock", "any"),
    ("人员岗位", "people", "users", "people|authorize"),
    ("操作日志", "log", "lock", "audit"),
    ("备份", "backups", "lock", "maintain"),
)
# The same for a unit's own persons. "unit" is the page of the unit they act for.
OF_A_UNIT = (
    ("首页", "desk", "home", "any"),
    ("隐患", "hazards", "alert-triangle", "view"),
    ("文书", "writs", "file-check", "rectify"),
    ("风险", "risks", "shield", "view"),
    ("本单位", "unit", "building", "view"),
    ("日报告", "dailies", "file-text", "report"),
    ("培训演练", "training", "users", "view"),
    ("检查记录", "inspections", "clipboard-check", "view"),
    ("事故报告", "accidents", "alert-triangle", "report_accident"),
)


def _navigation(actor: Actor) -> list[tuple[str, str, str, str]]:
    """What stands in the navigation: label, name of the route, address, icon."""
    entries = NAVIGATION if actor.may("office") or not actor.may("view") else OF_A_UNIT
    return [
        (label, name, _address(actor, name), icon)
        for label, name, icon, right in entries
        if right == "any" or actor.may(right)
    ]


def _address(actor: Actor, name: str) -> str:
    if name == "unit":
        return reverse("unit", args=[actor.seat]) if actor.seat else reverse("units")
    return reverse(name)


# What stands under an entry, at an address that does not begin with its own.
UNDER = {
    "writs": ("cases",),
    "meetings": ("leaders",),
    "training": ("drills",),
    "assessments": ("vetoes", "honours"),
}
OF_RISKS = re.compile(r"/units/[^/]+/(risks|selfchecks)/")  # a unit's pages that stand under its risks


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    actor: Actor | None = getattr(request, "actor", None)
    common: dict[str, Any] = {
        "is_demo": getattr(request, "is_demo", False),
        "is_large": request.COOKIES.get(TEXT_COOKIE) == LARGE,
        "actor": None,
        "nav": [],
    }
    if actor is None:
        return common
    town = Town.objects.of(actor.scope)
    path = request.path
    nav = [
        NavItem(label, url, icon, _is_at(path, name, url)) for label, name, url, icon in _navigation(actor)
    ]
    posts = "、".join(actor.posts) or "无岗位"
    return common | {
        "actor": Person(actor, actor.name, posts, town.name),
        "nav": nav,
        "bell": unread(actor),
    }


def _is_at(path: str, name: str, url: str) -> bool:
    """Whether a page belongs to an entry of the navigation."""
    if name == "desk":
        return path == url
    if OF_RISKS.match(path):
        return name == "risks"
    return path.startswith((url, *(reverse(one) for one in UNDER.get(name, ()))))
