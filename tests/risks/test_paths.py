"""Whatever is done to a unit's points in whatever order: each in force has one grade, that of its gravest step; the colours add up on every day; the
counts of the template are those of the rows; the roll-ups follow."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.rollups import differing
from bihuan.risks import actions
from bihuan.risks.actions import Analysed, Judged, Named
from bihuan.risks.methods import METHODS
from bihuan.risks.models import PointGrade, Review, RiskPoint, RiskStep, TemplateUse
from bihuan.risks.rules import MEASURES, highest
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.profiles import examples
from tests.risks.deeds import NAMES, add, begin

STEPS = 60
COLOURS = ("major", "large", "general", "low")


class Walker:
    """Does one thing after another, by chance."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.rng, self.added = cast, Random(seed), 0
        self.deeds: list[Callable[[], Any]] = [
            self.evaluate, self.evaluate, self.evaluate, self.add, self.end, self.edit, self.new_step,
            self.end_step, self.keep, self.ask, self.confirm, self.lay, self.place,
        ]  # fmt: skip

    def go(self) -> None:
        try:
            self.rng.choice(self.deeds)()
        except (NotAllowed, Incomplete, IndexError):
            return  # nothing there to be done, or refused in words

    def judged(self) -> Judged:
        method = self.rng.choice(list(METHODS.values()))
        values = {one.letter: self.rng.choice(one.choices).value for one in method.factors}
        direct = self.rng.random() < 0.1
        return Judged(method.key, values, "law" if direct else "", "违反强制性条款" if direct else "")

    def point(self) -> RiskPoint:
        rows = RiskPoint.objects.within(self.cast.chen.scope).filter(ended_on=None).order_by("number")
        return self.rng.choice(list(rows))

    def step(self) -> RiskStep:
        rows = RiskStep.objects.within(self.cast.chen.scope).filter(ended_on=None, point__ended_on=None)
        return self.rng.choice(list(rows.order_by("point__number", "place")))

    def evaluate(self) -> None:
        step = self.step()
        occasion = self.rng.choice(("yearly", "process", "accident"))
        actions.evaluate_step(
            self.cast.feng, step.pk, version=step.version, occasion=occasion, judgement=self.judged()
        )

    def add(self) -> None:
        self.added += 1
        add(self.cast.feng, self.cast.units["yongan"], name=f"配电箱{self.added}", judgement=self.judged())

    def end(self) -> None:
        point = self.point()
        actions.end_point(self.cast.feng, point.pk, version=point.version, reason="拆除")

    def edit(self) -> None:
        point = self.point()
        actions.edit_point(
            self.cast.feng, point.pk, version=point.version, name=point.name, kind=point.kind, where="院内"
        )

    def new_step(self) -> None:
        given = Analysed("箱体", "无门", ["触电"], measures={self.rng.choice(list(MEASURES)): "加锁"})
        actions.add_step(self.cast.feng, self.point().pk, given=given, judgement=self.judged())

    def end_step(self) -> None:
        step = self.step()
        actions.end_step(self.cast.feng, step.pk, version=step.version, reason="拆除")

    def keep(self) -> None:
        named = NAMES | {"team": Named(self.rng.choice(("刘一", "刘二")))}
        actions.keep_points(self.cast.feng, self.cast.units["yongan"].pk, named=named)

    def ask(self) -> None:
        why = self.rng.choice(("process", "accident", "yearly"))
        unit = self.cast.units["yongan"].pk
        actions.ask_review(self.cast.chen, unit, chosen=[self.point().pk], why=why, note="换货架")

    def confirm(self) -> None:
        point = self.point()
        actions.confirm_evaluations(self.cast.feng, point.pk, version=point.version)

    def lay(self) -> None:
        actions.lay_plan(self.cast.feng, self.cast.units["yongan"].pk, outline="后屋 店内", afresh=True)

    def place(self) -> None:
        actions.place_point(self.cast.feng, self.point().pk, x=self.rng.random(), y=self.rng.random())


def all_is_well(cast: Cast) -> None:
    scope = cast.chen.scope
    grades = {
        point.pk: [step.grade for step in RiskStep.objects.within(scope).filter(point=point, ended_on=None)]
        for point in RiskPoint.objects.within(scope).filter(ended_on=None)
    }
    now = {one.point_id: one.grade for one in PointGrade.objects.within(scope).filter(until_on=None)}
    assert now == {pk: highest(some) for pk, some in grades.items()}
    assert now == dict(
        RiskPoint.objects.within(scope).filter(ended_on=None).order_by().values_list("pk", "grade")
    )
    use = TemplateUse.objects.within(scope).get()
    assert use.kept + use.struck == use.offered and use.changed <= use.kept
    assert use.added == RiskPoint.objects.within(scope).filter(ended_on=None, template="").count()
    assert not Review.objects.within(scope).filter(point__ended_on__isnull=False, done_on=None).exists()


@pytest.mark.parametrize("seed", range(3))
def test_no_path_leaves_a_grade_untrue(cast: Cast, seed: int) -> None:
    begin(cast, cast.feng)
    roll_up(cast.town.pk)
    walker, seen = Walker(cast, seed), {}
    for number in range(examples(STEPS)):
        day = TODAY + timedelta(days=number // 3)
        with clock.moved(NOW + timedelta(days=number // 3, minutes=number)):
            walker.go()
            all_is_well(cast)
            seen[day] = RiskPoint.objects.within(cast.chen.scope).filter(ended_on=None).count()
    last = max(seen)
    for day, count in seen.items():
        asks = [Ask(f"risks.{key}", FOUNDED, day, day) for key in ("points", *COLOURS)]
        whole, *parts = (one.value or 0 for one in evaluate(cast.chen.scope, asks).values())
        assert (whole, sum(parts)) == (count, count), day
        verdicts = check_identities(cast.chen.scope, FOUNDED, day, day)
        assert all(one.holds for some in verdicts.values() for one in some)
    with clock.moved(clock.at(last, 20)):
        roll_up(cast.town.pk)
    assert differing(Scope.whole_town(cast.town.pk)) == []
    assert events.check(cast.town.pk) is None
