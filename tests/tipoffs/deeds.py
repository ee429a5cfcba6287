"""What the stories of tips do again and again: somebody sends one about 永安, it is taken, looked into, answered."""

from typing import Any
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.tipoffs import actions
from bihuan.tipoffs.actions import Told
from bihuan.tipoffs.models import Reward, Sender, Tip
from bihuan.tipoffs.queries import page_of, sender_of
from bihuan.tipoffs.rules import GENERAL, Ground, Identity
from bihuan.units.models import Unit
from tests.cast import Cast
from tests.core.deeds import finding, visit

SLEEPS = "店里二楼住着人，楼梯口堆满货"
ZHANG = Identity(name="张举报", phone="13700001234")


def stranger(cast: Cast) -> Actor:
    return sender_of(cast.town.pk)


def sent(cast: Cast, *, unit: str = "yongan", held_for: str = "", **more: Any) -> tuple[Tip, str]:
    """A tip from the public page about a unit of the cast ("" for none), and its word."""
    given: dict[str, Any] = {"text": SLEEPS}
    if unit:
        given["unit"] = cast.units[unit].pk
    return actions.send_tip(stranger(cast), Told(**(given | more)), held_for=held_for)


def fresh(cast: Cast, tip: Tip) -> Tip:
    found: Tip = Tip.objects.within(Scope.whole_town(cast.town.pk)).get(pk=tip.pk)
    return found


def taken(cast: Cast, tip: Tip, **more: Any) -> Tip:
    """Taken by the head of the office and given to the inspector."""
    given: dict[str, Any] = {"post": "inspector"} | more
    return actions.accept_tip(cast.chen, tip.pk, version=fresh(cast, tip).version, **given)


def looked_into(cast: Cast, tip: Tip, outcome: str = "deadline") -> UUID:
    """The inspector goes there with the head and finds the loose wiring. The hazard's id."""
    one = finding(cast, cast.zhao, outcome)
    actions.check_on_site(cast.zhao, tip.pk, visit(cast, cast.zhao), [one])
    return one.id


def checked(cast: Cast, tip: Tip, verdict: str = "true") -> Tip:
    given = {"verdict": verdict, "finding": "6月2日到店查看，二楼有床铺"}
    return actions.check_tip(cast.zhao, tip.pk, version=fresh(cast, tip).version, **given)


def answered(cast: Cast, tip: Tip) -> Tip:
    given = {"answer": "已责令搬离，感谢您", "way": "page"}
    return actions.answer_tip(cast.chen, tip.pk, version=fresh(cast, tip).version, **given)


def done(cast: Cast, verdict: str = "true", **more: Any) -> tuple[Tip, str]:
    """A tip from its sending to its answer, and its word."""
    tip, word = sent(cast, **more)
    taken(cast, tip)
    checked(cast, tip, verdict)
    return answered(cast, tip), word


def proposed(cast: Cast, tip: Tip, yuan: int = 300) -> Reward:
    ground = Ground(GENERAL, general_yuan=yuan)
    return actions.propose_reward(cast.chen, tip.pk, ground, version=fresh(cast, tip).version)


def approved(cast: Cast, tip: Tip) -> Reward:
    row = proposed(cast, tip)
    return actions.approve_reward(cast.zhou, row.pk, version=row.version)


def senders(cast: Cast) -> list[Sender]:
    return list(Sender.objects.within(Scope.whole_town(cast.town.pk)))


def tip_at(actor: Actor, unit: Unit) -> dict[str, Any]:
    """What an address names: a tip about a unit, given to its village, true, with a reward that waits; and the town's public page."""
    page = page_of(actor.scope) or actions.open_tip_page(actor)
    told = Told(text="楼梯口堆满货", unit=unit.pk, identity=ZHANG)
    tip, _ = actions.enter_tip(actor, told, channel="phone")
    village = Cell.objects.within(actor.scope).get(path=unit.cell_path[:12])
    tip = actions.accept_tip(actor, tip.pk, version=1, cell_id=village.pk)
    tip = actions.check_tip(actor, tip.pk, version=2, verdict="true", finding="看到了")
    reward = actions.propose_reward(actor, tip.pk, Ground(GENERAL, general_yuan=100), version=3)
    return {"tip_id": tip.pk, "reward_id": reward.pk, "door": page.code}
