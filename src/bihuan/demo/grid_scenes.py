"""What becomes of the grid in the year: a village's new head takes over what lies open, and two villages become one."""

from datetime import date
from functools import partial

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage
from bihuan.grid.actions import register_person
from bihuan.grid.boundary_actions import merge_cell
from bihuan.grid.handover_actions import Signed, hand_over
from bihuan.grid.holdings import held_at, seal
from bihuan.grid.models import Post

GONE, INTO = "小槐村", "大槐村"


def schedule(stage: Stage, since: date) -> None:
    """Put the merger on the agenda: on the first of a month, when posts change."""
    day = date(stage.year, 11, 1)
    if day >= since:
        stage.later(day, partial(_merge, stage, day), at=7 * 60 + 40)


def new_village_head(stage: Stage, village: str, day: date) -> str:
    """A village's head hands over to a new one on a day, both signing; returns the new one's key."""
    key = f"village_head_of_{stage.cells[village].path}"
    admin, before = stage.actor("admin"), stage.people[stage.watchers[village][0]]
    stage.people[key] = register_person(
        admin, name="冉启航", username=key, password_hash=stage.people["secretary"].password
    )
    posts = Post.objects.within(Scope.whole_town(stage.town.pk)).select_related("cell")
    post = posts.get(person=before, cell=stage.cells[village])
    giver, taker = stage.signatures[:2]
    hand_over(
        admin,
        post.pk,
        taker_id=stage.people[key].pk,
        on=day,
        seen=seal(held_at(post, day)),
        signed=Signed(giver=giver, taker=taker),
        note="移交网格台账1册、检查记录本2本、钥匙1把。",
    )
    return key


def _merge(stage: Stage, day: date) -> None:
    """The smaller of two villages goes into its neighbour; its head steps down, the member walks on in both."""
    whole = Scope.whole_town(stage.town.pk)
    gone, into = stage.cells[GONE], stage.cells[INTO]
    with clock.moved(clock.at(day, 7, 40)):
        head = Post.objects.within(whole).get(cell=gone, kind="village_head", to_on__isnull=True)
        basis = f"枫政发〔{stage.year}〕31号"
        merge_cell(stage.actor("safety_head"), gone.pk, into_id=into.pk, basis=basis, ending=[head.pk])
    stage.cells[GONE], stage.watchers[GONE] = into, stage.watchers[INTO]
    for unit in stage.units:
        if unit.village == GONE:
            unit.village = INTO
