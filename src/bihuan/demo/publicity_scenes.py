"""The year's publicity: the villages hand out and hang up, the town's vehicle tours all of them but one, the safety month is planned and done, the
fire month nearly; some of what was left at checks is taken over from them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from random import Random

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo.grid_scenes import GONE
from bihuan.demo.stage import Stage
from bihuan.publicity.actions import Done, add_material, enter_outreach, make_plan
from bihuan.publicity.models import Material
from bihuan.publicity.queries import checks_without
from bihuan.publicity.rules import COUNTED, ESTIMATED, Numbers
from bihuan.units.models import Unit

OPENS = 20 * 60 + 1  # minutes of the day: after the offices have closed, before the villages report
Day = tuple[int, int]


class _Year:
    """What is put on the stage's agenda, each deed with its own minute; days before `since` are not played."""

    def __init__(self, stage: Stage, since: date) -> None:
        self.stage, self.since = stage, since
        self.rng = Random(f"{stage.year} publicity")
        self.minutes: dict[date, int] = {}
        self.villages = [name for name, keys in stage.watchers.items() if keys]
        self.lasting = [name for name in self.villages if name != GONE]  # villages that go into no other

    def on(self, day: Day, act: Callable[[date], object]) -> None:
        """Play an act in the evening of a day."""
        at = date(self.stage.year, *day)
        if at < self.since:
            return
        minute = self.minutes[at] = self.minutes.get(at, OPENS - 1) + 1
        self.stage.at_evening(at, minute, partial(self._play, at, minute, act))

    @staticmethod
    def _play(day: date, minute: int, act: Callable[[date], object]) -> None:
        with clock.moved(clock.at(day, minute // 60, minute % 60)):
            act(day)

    def do(
        self,
        day: Day,
        key: str,
        channel: str,
        count: int,
        cells: Sequence[str],
        reached: int | None = None,
        kind: str = "",
        consulted: int | None = None,
        **more: str,
    ) -> None:
        """Something by a channel in some villages (or the town's own place), by a person or, without a key, the first village's head."""

        def act(on: date) -> None:
            stage = self.stage
            actor = stage.actor(key or stage.watchers[cells[0]][0])
            where = list(dict.fromkeys(stage.cells[name].pk for name in cells)) or [stage.cells["town"].pk]
            numbers = Numbers(count, reached, kind, consulted)
            used = more.get("used", "")
            if used.startswith("="):
                used = str(Material.objects.within(actor.scope).get(title=used[1:]).pk)
            photos = (
                tuple(stage.photos["place", "after"][:1]) if channel in ("lecture", "event", "board") else ()
            )
            done = Done(channel, on, numbers, where, photos=photos, **more | {"used": used})  # type: ignore[arg-type]
            enter_outreach(actor, done)

        self.on(day, act)


BOOK = "安全生产月宣传册"


def schedule(stage: Stage, since: date) -> None:
    """Put the year's publicity on the agenda."""
    year = _Year(stage, since)
    year.on((1, 5) if since.month == 1 else (since.month, since.day + 4), lambda on: _library(stage, on))
    _online(year)
    _in_villages(year)
    _months(year)
    _at_units(year)


def _library(stage: Stage, on: date) -> None:
    given = {"title": BOOK, "kind": "booklet", "edition_on": on, "text": "口袋书，四十八页，印三千册。"}
    add_material(stage.actor("safety_head"), **given)  # type: ignore[arg-type]


def _online(year: _Year) -> None:
    """What goes to everybody's phone and the screens along the street."""
    for month in range(1, 13):
        reads = year.rng.randint(600, 1500)
        year.do((month, 18), "inspector_2", "wechat", 1, (), reads, COUNTED, note="公众号文章")
    for day, count in (((2, 8), 9860), ((6, 1), 11_240), ((11, 20), 10_470)):
        year.do(day, "safety_head", "sms", count, (), note="节点提醒短信")
    for day, count in (((2, 10), 4), ((6, 2), 8), ((9, 27), 5), ((12, 3), 6)):
        year.do(day, "inspector_1", "screen", count, (), 300 * count, ESTIMATED, spot="镇区主街")


def _in_villages(year: _Year) -> None:
    """What the heads of the villages do themselves."""
    first, rng = year.lasting, year.rng
    for name in first[:6]:
        count = rng.randrange(80, 240, 20)
        year.do((1, 28), "", "leaflet", count, (name,), used="fireworks", audience="villagers")
    for name in first[4:12]:
        people = rng.randint(28, 66)
        year.do((4, 20), "", "lecture", 1, (name,), people, COUNTED, spot="村委会会议室")
    for name in first[:5]:
        year.do((10, 26), "", "loudspeaker", 12, (name,), note="秋冬防火")
    for name in first[5:14]:
        count = rng.randrange(60, 180, 20)
        year.do((11, 16), "", "leaflet", count, (name,), used="gas", audience="old")


def _months(year: _Year) -> None:
    """The safety month, and the fire month of which something is left undone."""
    stage, every = year.stage, year.villages

    def plan(
        title: str, occasion: str, first: Day, last: Day, channels: list[str]
    ) -> Callable[[date], object]:
        return lambda _on: make_plan(
            stage.actor("safety_head"),
            title=f"{stage.year}年{title}",
            occasion=occasion,
            from_on=date(stage.year, *first),
            to_on=date(stage.year, *last),
            channels=channels,
            villages={stage.cells[name].pk for name in every},
        )

    year.on((5, 28), plan("安全生产月宣传", "month", (6, 1), (6, 30), ["leaflet", "banner", "vehicle"]))
    year.do((6, 4), "safety_head", "banner", 2, every, note="安全生产月")
    year.do((6, 12), "safety_head", "leaflet", 40, every, used=f"={BOOK}", audience="villagers")
    year.do((6, 15), "inspector_1", "vehicle", 1, every[:-1], 4000, ESTIMATED, spot="各村主街")
    year.do(
        (6, 16), "safety_head", "event", 1, (), 420, COUNTED, 136, spot="镇中心广场", note="安全生产咨询日"
    )
    year.do(
        (6, 16), "safety_head", "leaflet", 800, (), spot="镇中心广场", used=f"={BOOK}", audience="passers"
    )
    year.do((6, 16), "safety_head", "board", 12, (), 800, ESTIMATED, spot="镇中心广场")
    year.on((10, 30), plan("119消防宣传月", "fire", (11, 1), (11, 30), ["leaflet", "vehicle"]))
    year.do((11, 9), "inspector_1", "vehicle", 2, every[:-1], 3000, ESTIMATED, spot="各村主街")
    year.do((11, 9), "safety_head", "event", 1, (), 260, COUNTED, 58, spot="镇中心小学", audience="students")
    year.do((12, 4), "safety_head", "board", 1, every, note="安全生产法宣传周")


def _at_units(year: _Year) -> None:
    """Walk-in visits to restaurants and the like; and what was left at checks, taken over from them."""
    stage = year.stage
    for at in range(10):
        year.on((12, 10 + at), partial(_visit, stage, at))
    for month in (3, 7, 10, 11):
        year.on((month, 22), partial(_after_checks, stage))


def _visit(stage: Stage, at: int, on: date) -> None:
    kinds = ("trade.catering", "fireworks", "chemical.station", "shop")
    known = [one.id for one in stage.units if one.is_in(kinds) and one.opened_on <= on and not one.kept_apart]
    working = Unit.objects.within(Scope.whole_town(stage.town.pk)).filter(pk__in=known, ended_on__isnull=True)
    unit = working.order_by("opened_on", "pk")[at : at + 1].first()
    if unit is not None:
        used = "restaurant" if unit.category == "trade.catering" else ""
        done = Done("visit", on, Numbers(1, 2, COUNTED), unit=unit.pk, used=used, audience="heads")
        enter_outreach(stage.actor("inspector_2"), done)


def _after_checks(stage: Stage, on: date) -> None:
    for key in ("inspector_1", "inspector_2", "inspector_3"):
        actor = stage.actor(key)
        if checks := checks_without(actor, on)[:2]:
            done = Done("leaflet", on, Numbers(1), checks=[one.pk for one in checks], used="home")
            enter_outreach(actor, done)
            return
