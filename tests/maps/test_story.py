"""Outlines drawn, taken from a file, and kept through a change of the grid; what was looked at together is one mark."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from bihuan.campaigns import actions as drives
from bihuan.core import clock
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.ids import new_id
from bihuan.core.models import Event
from bihuan.core.parts import links_of
from bihuan.grid.boundary_actions import merge_cell
from bihuan.hazards.actions import finish_check
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.maps import actions, clusters
from bihuan.maps.actions import TakenArea
from bihuan.maps.clusters import LAYERS, marks
from bihuan.maps.models import CellOutline
from bihuan.maps.queries import drawn as shown
from bihuan.maps.queries import outline_of
from bihuan.maps.rules import Bounds
from tests.campaigns.deeds import drafted, issued
from tests.cast import TODAY, Cast
from tests.core.deeds import found, visit
from tests.maps.deeds import BOW, HERE, both_villages, drawn, feature, file_of, placed, read_in, square

pytestmark = pytest.mark.usefixtures("no_rollups")
AROUND = Bounds(116.0, 34.6, 116.2, 34.8)


def test_an_outline_is_drawn_and_drawn_anew(cast: Cast) -> None:
    village = cast.cells["石桥村"]
    first = drawn(cast.chen, village)
    assert (first.from_on, first.until_on, first.origin) == (TODAY, None, "drawn")
    second = drawn(cast.chen, village, square(half=0.02), instead=first.pk)
    assert outline_of(cast.chen.scope, village) == second
    rows = CellOutline.objects.within(cast.chen.scope).filter(cell=village)
    assert [row.until_on for row in rows.order_by("pk")] == [TODAY, None]  # the first stays as history
    told = Event.objects.within(cast.chen.scope).filter(subject_id=village.pk, action="draw_outline")
    assert [one.given["corners"] for one in told] == [4, 4]
    actions.end_outline(cast.chen, second.pk)
    assert outline_of(cast.chen.scope, village) is None


def test_who_was_second_is_told_and_nobody_elses_cell_is_drawn(cast: Cast) -> None:
    village = cast.cells["石桥村"]
    drawn(cast.chen, village)
    with pytest.raises(Stale):
        drawn(cast.chen, village)
    with pytest.raises(Forbidden):
        drawn(cast.li, village)
    with pytest.raises(NotFound):
        drawn(cast.sun, village)
    with pytest.raises(Incomplete, match="边线自相交"):
        drawn(cast.chen, cast.cells["柳林村"], BOW)
    with pytest.raises(Incomplete, match="不在国内"):
        drawn(cast.chen, cast.cells["柳林村"], [[y, x] for x, y in square()])


def test_far_from_the_towns_units_is_asked_about(cast: Cast) -> None:
    placed(cast)
    far = square(HERE[0] + 1)
    with pytest.raises(Incomplete, match="约1"):
        drawn(cast.chen, cast.cells["石桥村"], far)
    assert drawn(cast.chen, cast.cells["石桥村"], far, sure=True)
    row = read_in(cast.chen, file_of(feature("柳林村", far)))
    taken = {0: TakenArea(cast.cells["柳林村"].pk)}
    with pytest.raises(Incomplete, match="核对坐标系"):
        actions.take_outlines(cast.chen, row.pk, taken)
    assert len(actions.take_outlines(cast.chen, row.pk, taken, sure=True)) == 1


def test_a_file_is_looked_at_and_taken_once(cast: Cast) -> None:
    content = both_villages()
    row = read_in(cast.chen, content)
    keys = [one["cell"] for one in row.areas]
    assert keys == [str(cast.cells[name].pk) for name in ("石桥村", "柳林村")]
    assert not CellOutline.objects.within(cast.chen.scope).exists()
    taken = {at: TakenArea(cast.cells[name].pk) for at, name in enumerate(("石桥村", "柳林村"))}
    assert len(actions.take_outlines(cast.chen, row.pk, taken)) == 2
    with pytest.raises(NotAllowed):
        actions.take_outlines(cast.chen, row.pk, taken)
    with pytest.raises(NotFound):
        actions.take_outlines(cast.sun, row.pk, taken)
    with pytest.raises(Forbidden):
        read_in(cast.li, content)


def test_what_crosses_itself_is_taken_only_as_its_mender_says(cast: Cast) -> None:
    village = cast.cells["石桥村"].pk
    row = read_in(cast.chen, file_of(feature("石桥村", BOW), feature("飞地", square(HERE[0] + 0.05))))
    with pytest.raises(Incomplete, match="修补后导入") as refused:
        actions.take_outlines(cast.chen, row.pk, {0: TakenArea(village)})
    assert list(refused.value.fields) == ["area-0"]
    with pytest.raises(Incomplete, match="没有选中"):
        actions.take_outlines(cast.chen, row.pk, {})
    with pytest.raises(Incomplete, match="选择网格"):
        actions.take_outlines(cast.chen, row.pk, {0: TakenArea(new_id(), mend=True)})
    (made,) = actions.take_outlines(
        cast.chen, row.pk, {0: TakenArea(village, mend=True), 1: TakenArea(village)}
    )
    assert len(made.shape) == 3  # two wings and the part beside


def test_an_outline_follows_its_village_into_a_merger(cast: Cast) -> None:
    """柳林村 goes into 石桥村: what was drawn of either is shown as 石桥村's, and nobody has to draw again; an outline drawn later stands for both."""
    for name, east in (("石桥村", 0.0), ("柳林村", 0.02)):
        drawn(cast.chen, cast.cells[name], square(HERE[0], HERE[1] + east))
    merge_cell(cast.chen, cast.cells["柳林村"].pk, into_id=cast.cells["石桥村"].pk, basis="县政府批复")
    (place,) = shown(cast.chen.scope, TODAY)
    assert place.cell == cast.cells["石桥村"] and len(place.rows) == 2
    with clock.moved(clock.at(TODAY + timedelta(days=1), 9)):
        known = outline_of(cast.chen.scope, cast.cells["石桥村"])
        assert known is not None
        drawn(cast.chen, cast.cells["石桥村"], square(half=0.04), instead=known.pk)
        (place,) = shown(cast.chen.scope, TODAY + timedelta(days=1))
    assert len(place.rows) == 1


def test_what_lies_together_is_one_mark_and_nearer_it_falls_apart(cast: Cast) -> None:
    placed(cast)
    far = marks(LAYERS["units"], cast.chen, QueryDict(), AROUND, 11)
    assert [one[2] for one in far] == [3] or sum(one[2] for one in far) == 3
    near = marks(LAYERS["units"], cast.chen, QueryDict(), AROUND, 17)
    assert sorted(one[5] for one in near) == ["柳林村便民中心工地", "永安烟花店", "石桥小学"]
    assert {one[4] for one in near} == {str(unit.pk) for unit in cast.units.values()}
    assert [one[5] for one in marks(LAYERS["units"], cast.li, QueryDict("words=永安"), AROUND, 17)] == [
        "永安烟花店"
    ]
    assert len(marks(LAYERS["units"], cast.li, QueryDict(), AROUND, 17)) == 2  # her village's
    assert not marks(LAYERS["units"], cast.sun, QueryDict(), AROUND, 17)
    assert not marks(LAYERS["units"], cast.chen, QueryDict(), Bounds(100, 20, 101, 21), 9)


def test_hazards_weigh_by_what_presses_and_a_campaign_shows_who_is_left(cast: Cast) -> None:
    placed(cast)
    found(cast, cast.chen)
    assert [one[3] for one in marks(LAYERS["hazards"], cast.chen, QueryDict(), AROUND, 17)] == [1]
    with clock.moved(clock.at(TODAY + timedelta(days=9), 9)):
        assert [one[3] for one in marks(LAYERS["hazards"], cast.chen, QueryDict(), AROUND, 17)] == [2]
        assert len(marks(LAYERS["hazards"], cast.chen, QueryDict("state=overdue"), AROUND, 17)) == 1
    assert not marks(LAYERS["hazards"], cast.chen, QueryDict("level=major"), AROUND, 17)
    campaign = begin_campaign(
        cast.chen, name="烟花爆竹百日攻坚", categories=["fireworks"], begins_on=TODAY, ends_on=TODAY
    )
    asked = QueryDict(f"campaign={campaign.pk}")
    assert [one[3] for one in marks(LAYERS["progress"], cast.chen, asked, AROUND, 17)] == [2]
    finish_check(cast.chen, visit(cast, cast.chen, outing=OutingPlan(campaign=campaign.pk)), [])
    assert [one[3] for one in marks(LAYERS["progress"], cast.chen, asked, AROUND, 17)] == [1]
    assert clusters.campaign_of(cast.chen, QueryDict("campaign=nonsense")) == campaign


def test_a_draft_and_what_was_cancelled_have_no_progress(cast: Cast) -> None:
    placed(cast)
    draft, cancelled = drafted(cast.chen), issued(cast.chen, "sweep")
    cancelled = drives.cancel_drive(
        cast.chen, cancelled.pk, version=cancelled.version, reason="与区里的行动合并"
    )
    assert clusters.campaign_of(cast.chen, QueryDict()) is None
    for row in (draft, cancelled):
        assert clusters.campaign_of(cast.chen, QueryDict(f"campaign={row.pk}")) is None
        assert all(link.label != "进度图" for link in links_of("campaign", cast.chen, row))
