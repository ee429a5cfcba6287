"""What the register of units has to show: persons, insurance and plans, plates; a double that is merged; one that moves
away, one that gives up and comes back.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

from datetime import date, timedelta
from functools import partial
from random import Random

from bihuan.demo.names import Names
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.units import actions
from bihuan.units.models import Unit

KEPT, PLATED = 8, 12
INSURED = ("chemical.station", "fireworks", "mine", "trade.wood", "trade.machine")


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    year = stage.year
    doubles: list[Unit] = []
    scenes = [
        (working_day(date(year, 10, 15)), partial(_kept, stage)),
        (working_day(date(year, 10, 24)), partial(_registered_twice, stage, doubles)),
        (working_day(date(year, 11, 14)), partial(_merged, stage, doubles)),
        (working_day(date(year, 11, 27)), partial(_moves_away, stage)),
        (working_day(date(year, 12, 4)), partial(_gives_up_and_comes_back, stage)),
    ]
    for day, scene in scenes:
        if day >= since:
            stage.early(day, 40, partial(scene, day))


def _kept(stage: Stage, day: date) -> None:
    """Persons, insurance and filed plans of the more dangerous; plates for the first dozen."""
    rng, officer = Random(f"{stage.year} kept"), stage.actor("inspector_1")
    names = Names(rng)
    there = [unit for unit in stage.units if not unit.kept_apart and unit.opened_on <= day]
    for index, unit in enumerate([one for one in there if one.category in INSURED][:KEPT]):
        manager, phone = names.person(), names.phone()
        actions.register_contact(officer, unit.id, role="manager", name=manager, phone=phone)
        begun = day - timedelta(days=300 - 20 * index)
        for kind, issuer in (("insurance", "县人保财险"), ("plan", "县应急管理局")):
            number = f"{stage.year}{kind[:2].upper()}{index + 1:03d}"
            actions.register_certificate(
                officer, unit.id, kind=kind, number=number, issued_on=begun, issuer=issuer
            )
    actions.set_duty_phone(officer, phone="0537-2380119")
    actions.issue_plates(officer, [unit.id for unit in there[:PLATED]])


def _registered_twice(stage: Stage, doubles: list[Unit], day: date) -> None:
    """A works is entered once more, under the short name on its gate."""
    works = _works(stage)
    known = Unit.objects.within(stage.actor("inspector_1").scope).get(pk=works.id)
    double = actions.register_unit(
        stage.actor("inspector_1"),
        name=known.name.removesuffix("有限公司"),
        category=known.category,
        address=known.address,
        phone=known.phone,
        cell_id=known.cell_id,
        opened_on=day,
    )
    officer, number, until = stage.actor("inspector_1"), f"{stage.year}XF001", day + timedelta(days=700)
    actions.register_certificate(officer, double.pk, kind="fire", number=number, valid_until=until)
    doubles += [known, double]


def _merged(stage: Stage, doubles: list[Unit], _day: date) -> None:
    """Found on the list of doubles, and merged: the certificate goes over."""
    head = stage.actor("safety_head")
    kept, gone = (Unit.objects.within(head.scope).get(pk=one.pk) for one in doubles)
    versions = (kept.version, gone.version)
    reason = "同一家企业按门口招牌又登记了一次"
    actions.merge_units(head, kept.pk, gone.pk, versions=versions, choices={}, reason=reason)


def _moves_away(stage: Stage, day: date) -> None:
    """A workshop that was entered in spring leaves for the next town."""
    works = _works(stage)
    unit = actions.register_unit(
        stage.actor("inspector_1"),
        name=f"{works.village}丰瑞包装加工点",
        category="trade",
        address=f"{works.village}村北",
        cell_id=stage.cells[works.village].pk,
        opened_on=day - timedelta(days=20),
    )
    given = {"reason": "厂房租约到期", "to": "邻镇云泉镇工业园"}
    actions.change_state(stage.actor("safety_head"), unit.pk, state="moved", from_on=day, **given)


def _gives_up_and_comes_back(stage: Stage, day: date) -> None:
    """A shop gives up its trade, and takes it up again some days later under the same licence."""
    works = _works(stage)
    unit = actions.register_unit(
        stage.actor("inspector_1"),
        name=f"{works.village}顺意劳保用品店",
        category="shop",
        address=f"{works.village}主街",
        cell_id=stage.cells[works.village].pk,
        opened_on=day - timedelta(days=60),
    )
    head = stage.actor("safety_head")
    closed_on = day - timedelta(days=20)
    actions.change_state(head, unit.pk, state="closed", from_on=closed_on, reason="店主外出务工，停业注销")
    actions.change_state(head, unit.pk, state="open", from_on=day, reason="店主返乡，重新开业")


def _works(stage: Stage) -> TownUnit:
    """The first works with a long name."""
    return next(unit for unit in stage.units if unit.name.endswith("有限公司") and not unit.kept_apart)
