"""What is kept on a unit: its codes, persons, papers, place; how it leaves, where to, and how it comes back."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.jobs import Step, Task, ask, work_off
from bihuan.core.jobs.kinds import KINDS
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.hazards.actions import finish_check
from bihuan.hazards.models import Hazard
from bihuan.units import actions, jobs
from bihuan.units.actions import SameCode
from bihuan.units.changes import changes
from bihuan.units.models import Contact, Plate, Unit, UnitState
from bihuan.units.queries import certificates, running_out
from tests.cast import FOUNDED, NOW, TODAY, Cast, picture
from tests.core.deeds import finding, found, visit
from tests.units.deeds import CODE, fresh, twin


def value(cast: Cast, figure: str, on: date) -> object:
    ask = Ask(figure, FOUNDED, on, on)
    return evaluate(cast.chen.scope, [ask])[ask].value


def test_two_units_of_one_code_are_refused_unless_it_is_another_site(cast: Cast) -> None:
    first = twin(cast)
    with pytest.raises(SameCode, match="已经登记为“永安鞭炮店”") as refused:
        twin(cast, name="永安二店", address="柳林村")
    assert refused.value.same == first
    second = twin(cast, name="永安二店", address="柳林村", other_site=True)
    with pytest.raises(SameCode, match="同一代码、同一地址"):
        twin(cast, name="永安三店", address="柳林村", other_site=True)
    actions.revise_unit(cast.chen, second.pk, version=1, head="冯二")  # is not asked again
    with pytest.raises(SameCode):
        actions.revise_unit(cast.chen, cast.units["school"].pk, version=1, uscc=CODE)


def test_a_unit_leaves_only_when_what_is_open_is_accounted_for(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    unit = cast.units["yongan"]
    given = {"state": "moved", "from_on": TODAY, "reason": "租约到期"}
    with pytest.raises(Incomplete, match="迁往何处"):
        actions.change_state(cast.chen, unit.pk, **given)
    with pytest.raises(Incomplete, match="还有1件事没有办结"):
        actions.change_state(cast.chen, unit.pk, to="西河镇", **given)
    actions.change_state(cast.chen, unit.pk, to="西河镇", handling="已函告西河镇应急办", **given)
    told = Event.objects.within(cast.chen.scope).get(action="change_state")
    assert told.given["to"] == "西河镇" and told.given["handling"] == "已函告西河镇应急办"
    assert hazard.number in told.given["left"][0]
    assert Hazard.objects.within(cast.chen.scope).get(pk=hazard.pk).state == "ordered"  # still to be seen to
    state = UnitState.objects.within(cast.chen.scope).get(unit=unit, state="moved")
    assert (state.to, state.recorded_category) == ("西河镇", "fireworks")
    assert value(cast, "units.moved", TODAY) == 1


def test_who_comes_back_was_away_in_between(cast: Cast) -> None:
    unit = cast.units["site"]
    days = {"closed": TODAY, "back": TODAY + timedelta(days=20)}
    actions.change_state(cast.chen, unit.pk, state="closed", from_on=days["closed"], reason="竣工")
    with clock.moved(NOW + timedelta(days=20)):
        actions.change_state(cast.chen, unit.pk, state="open", from_on=days["back"], reason="二期开工")
    on = (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=19), days["back"])
    assert [value(cast, "units.total", day) for day in on] == [3, 2, 2, 3]
    assert [value(cast, "units.closed", day) for day in on] == [0, 1, 1, 1]
    assert [value(cast, "units.returned", day) for day in on] == [0, 0, 0, 1]


def test_another_category_carries_open_work_along_and_leaves_the_past(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    actions.revise_unit(cast.chen, cast.units["yongan"].pk, version=1, category="shop")
    row = Hazard.objects.within(cast.chen.scope).get(pk=hazard.pk)
    assert (row.state, row.recorded_category, row.unit.category) == ("ordered", "fireworks", "shop")
    finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    newest = Hazard.objects.within(cast.chen.scope).exclude(pk=hazard.pk).get()
    assert newest.recorded_category == "shop"


def test_changes_are_told_field_by_field(cast: Cast) -> None:
    unit = cast.units["yongan"]
    moved = {"cell_id": cast.cells["柳林村"].pk, "category": "shop", "employees": 3}
    actions.revise_unit(cast.chen, unit.pk, version=1, **moved)
    actions.revise_unit(cast.zhao, unit.pk, version=2, phone="13900000009")
    actions.change_state(cast.chen, unit.pk, state="paused", from_on=TODAY, reason="歇业")
    rows = changes(cast.chen.scope, list(events.trail(cast.chen.scope, unit.pk)))
    assert [(one.who, one.label, one.before, one.after) for one in rows] == [
        ("陈明", "状态", "正常", "停产停业（歇业）"),
        ("赵强", "负责人、电话", "（不记入日志）", "（不记入日志）"),
        ("陈明", "从业人数", "", "3"),
        ("陈明", "网格", "永安烟花店", "柳林村"),
        ("陈明", "类别", "烟花爆竹", "沿街商铺"),
    ]


def test_insurance_and_plans_run_out_like_certificates(cast: Cast) -> None:
    unit = cast.units["yongan"]
    given = {"kind": "insurance", "number": "PZ-1", "issuer": "人保东城支公司"}
    made = actions.register_certificate(cast.chen, unit.pk, issued_on=TODAY - timedelta(days=350), **given)
    assert made.valid_until == date(2027, 6, 17) - timedelta(days=366)
    with pytest.raises(Incomplete, match="请填写有效期至"):
        actions.register_certificate(cast.chen, unit.pk, kind="licence", number="1", issued_on=TODAY)
    with pytest.raises(Incomplete, match="发证日期晚于有效期至"):
        actions.register_certificate(
            cast.chen,
            unit.pk,
            kind="plan",
            number="1",
            issued_on=TODAY,
            valid_until=TODAY - timedelta(days=1),
        )
    soon = running_out(cast.chen.scope, TODAY, until=TODAY + timedelta(days=30))
    assert [one.kind for one in soon] == ["insurance"]
    assert [one.kind for one in running_out(cast.chen.scope, TODAY, month=date(2026, 6, 1))] == ["insurance"]
    assert not running_out(cast.zheng.scope, TODAY).exists()
    renewed = actions.renew_certificate(cast.chen, made.pk, number="PZ-2", issued_on=made.valid_until)
    assert renewed.issuer == "人保东城支公司" and renewed.valid_until > TODAY + timedelta(days=360)
    assert certificates(cast.chen.scope, TODAY).filter(unit=unit).count() == 1
    assert value(cast, "units.insured", TODAY) == 1
    assert value(cast, "units.insured", TODAY - timedelta(days=1)) == 0


def test_persons_come_and_go_and_the_log_keeps_no_phone(cast: Cast) -> None:
    unit = cast.units["yongan"]
    made = actions.register_contact(cast.chen, unit.pk, role="manager", name="冯小", phone="13900000009")
    with pytest.raises(Incomplete, match="电话应填数字"):
        actions.register_contact(cast.chen, unit.pk, role="manager", name="冯小", phone="问老冯")
    actions.end_contact(cast.chen, made.pk)
    with pytest.raises(Stale):
        actions.end_contact(cast.chen, made.pk)
    assert not any("13900000009" in str(one.given) for one in Event.objects.within(cast.chen.scope))
    assert Contact.objects.within(cast.li.scope).count() == 1
    assert Contact.objects.within(cast.sun.scope).count() == 0


def test_a_paper_is_seen_by_who_sees_the_unit(cast: Cast) -> None:
    unit = cast.units["yongan"]
    kept = files.keep_scan(cast.chen, picture(), "平面图.jpg")
    with pytest.raises(Incomplete, match="请选择文件"):
        actions.keep_document(cast.chen, unit.pk, kind="drawing", title="平面图", file=None)
    with pytest.raises(Incomplete, match="没有上传成功"):
        actions.keep_document(cast.chen, unit.pk, kind="drawing", title="平面图", file=uuid4())
    made = actions.keep_document(cast.chen, unit.pk, kind="drawing", title="平面图", file=kept.pk)
    assert files.is_shown(cast.feng, kept.pk)
    assert not files.is_shown(cast.zheng, kept.pk)
    actions.end_document(cast.chen, made.pk, reason="店面改造")
    assert files.is_shown(cast.feng, kept.pk)  # what was kept is not taken away


def test_a_place_is_kept_as_wgs84_and_a_far_one_is_asked_again(cast: Cast) -> None:
    yongan, school = cast.units["yongan"].pk, cast.units["school"].pk
    actions.place_unit(cast.chen, school, latitude=34.5, longitude=116.2)
    shown = actions.place_unit(cast.chen, yongan, latitude=34.51, longitude=116.21, datum="gcj02")
    assert shown.latitude is not None and 0.0005 < abs(shown.latitude - 34.51) < 0.01
    with pytest.raises(Incomplete, match="填反"):
        actions.place_unit(cast.chen, yongan, latitude=116.2, longitude=34.5)
    with pytest.raises(Incomplete, match=r"约1\d+公里"):
        actions.place_unit(cast.chen, yongan, latitude=35.5, longitude=116.2)
    actions.place_unit(cast.chen, yongan, latitude=35.5, longitude=116.2, sure=True)
    assert fresh(cast.chen, cast.units["yongan"]).latitude == 35.5


def test_plates_are_made_once_and_a_lost_one_leads_nowhere(cast: Cast) -> None:
    ids = [one.pk for one in cast.units.values()]
    first = actions.issue_plates(cast.chen, ids)
    assert [one.unit_id for one in first] == ids and len({one.code for one in first}) == 3
    assert [one.pk for one in actions.issue_plates(cast.chen, ids)] == [one.pk for one in first]
    renewed = actions.renew_plate(cast.chen, ids[0], reason="被人揭走")
    assert renewed.code != first[0].code
    again = actions.issue_plates(cast.chen, ids)
    assert [one.pk for one in again] == [renewed.pk, first[1].pk, first[2].pk]
    codes = {one.code for one in (*first, renewed)}
    told = Event.objects.within(Scope.whole_town(cast.town.pk))
    assert not any(code in str(one.given) for one in told for code in codes)
    with pytest.raises(NotAllowed):
        actions.merge_units(cast.chen, ids[0], ids[0], versions=(1, 1), choices={}, reason="x")
    assert Unit.objects.within(cast.chen.scope).count() == 3


def test_plates_of_a_whole_register_are_printed_in_the_background(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF for each few; a step that dies prints the same plates again, since it only reads: they were issued while the job was held."""
    two, read = replace(jobs.PLATE_SHEETS, a_step=2), list[str]()

    def watched(actor: Actor, task: Task) -> Step:
        with CaptureQueriesContext(connection) as asked:
            step = two.step(actor, task)
        read.extend(one["sql"].split()[0] for one in asked)
        return step

    kind = replace(jobs.PLATES, step=watched, prepares=two.prepare)
    monkeypatch.setitem(KINDS, kind.name, kind)
    units = [str(one.pk) for one in cast.units.values()]
    given = {"units": units, "address": "https://anjian.example.cn"}
    with pytest.raises(Forbidden):
        ask(cast.li, kind.name, given)
    job = ask(cast.chen, kind.name, given)
    work_off()
    done, path = result_of(cast.chen, job.pk)
    assert done.message == "共3块"
    with ZipFile(path) as packed:
        assert packed.namelist() == ["二维码牌1-2.pdf", "二维码牌3-3.pdf"]
        text = "".join(
            PdfReader(BytesIO(packed.read(name))).pages[0].extract_text() for name in packed.namelist()
        )
    plates = Plate.objects.within(cast.chen.scope).all()
    assert len(plates) == 3 and all(plate.code in text for plate in plates)
    assert set(read) == {"SELECT"}
