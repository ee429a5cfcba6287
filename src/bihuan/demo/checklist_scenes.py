"""What became of the checklists in the year: the town adds to two of them, once twice, and a district's paper adds to all."""

from collections.abc import Callable
from datetime import date
from functools import partial

from bihuan.core.actions import Actor
from bihuan.demo.stage import Stage, working_day
from bihuan.inspections.checklist_actions import Own, oblige, publish_checklist, save_draft
from bihuan.inspections.checklists import library_on
from bihuan.inspections.queries import in_force

SHUTTER = Own(
    "春节前后每日打烊清点存货，登记后签字",
    "储存",
    look="对照昨天的清点登记和今天的存量",
    measure="补登记，每日清点",
    days=0,
)
PRESS = Own(
    "冲压、剪切设备的双手按钮或者光电保护每班试一次",
    "设备",
    look="请操作工当场试一次，看班前记录",
    measure="停用，修复保护装置",
    days=1,
    topic="equipment",
)
BOARDS = Own(
    "顶层、仓间未用泡沫夹芯彩钢板搭建",
    "场所",
    look="剥开接缝看芯材",
    measure="拆除或者更换为不燃材料",
    days=15,
)
DEMANDS = (
    ("冬季取暖未使用明火和无熄火保护的燃具", "看取暖设备和烟道，问夜间谁看管"),
    ("值班人员会报警、会使用灭火器、会组织疏散", "抽一名值班人员当场做一遍"),
)


def schedule(stage: Stage) -> None:
    """Put the scenes on the agenda; those before the first day shown are part of what has been."""
    scenes: tuple[tuple[date, Callable[[Stage, Actor, date], None]], ...] = (
        (date(stage.year, 1, 8), partial(_publish, "fireworks", (SHUTTER,), "春节销售旺季，增加每日清点")),
        (date(stage.year, 3, 12), partial(_publish, "trade", (PRESS,), "冲压、剪切设备多，增加班前试验")),
        (date(stage.year, 9, 10), partial(_publish, "trade", (BOARDS,), "秋季火灾防控，增加彩钢板一项")),
        (date(stage.year, 10, 8), _demand),
    )
    for day, scene in scenes:
        on = working_day(day)
        stage.early(on, 50, partial(_play, stage, on, scene))


def _play(stage: Stage, on: date, scene: Callable[[Stage, Actor, date], None]) -> None:
    scene(stage, stage.actor("safety_head"), on)


def _publish(key: str, own: tuple[Own, ...], note: str, _stage: Stage, actor: Actor, on: date) -> None:
    before = in_force(actor.scope, on).get(key)
    kept = tuple(Own(**one) for one in before.own) if before else ()
    order = before.order if before else [item.key for item in library_on(key, on)]
    draft = save_draft(actor, key, version=0, own=kept + own, order=order)
    publish_checklist(actor, draft.pk, version=draft.version, note=note)


def _demand(stage: Stage, actor: Actor, on: date) -> None:
    oblige(
        actor,
        key="",
        body=f"{stage.town.district}安委办",
        reference=f"{stage.town.district[0]}安委办〔{on.year}〕27号",
        issued_on=on,
        from_on=on,
        lines=DEMANDS,
    )
