"""一企一册: what later apps put into a unit's file, and what it has to have by what was asked of the unit."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from bihuan.accidents.rules import Counts
from bihuan.core import clock
from bihuan.dossiers import filing, rendering
from bihuan.members.actions import invite_member, join_unit
from bihuan.training import actions as training
from tests.accidents.deeds import FELL, enter
from tests.cast import PASSWORD, TODAY, Cast
from tests.dossiers.deeds import complete, take_in, yongan
from tests.letters.deeds import BY, made, signed_by_both
from tests.majors.test_story import major
from tests.risks.conftest import stall
from tests.training.deeds import trained

__all__ = ["stall"]


def section(cast: Cast, key: str, unit: str = "yongan") -> tuple[bool, tuple[str, ...]]:
    """Whether a unit has to have a chapter today, and what it lacks."""
    row = yongan(cast) if unit == "yongan" else cast.units[unit]
    found = filing.file_of(cast.chen.scope, row, clock.today())
    one = next(one for one in found.sections if one.chapter.key == key)
    return one.is_required, tuple(lack.text for lack in one.lacks)


def test_what_each_app_records_of_a_unit_stands_in_its_file(cast: Cast) -> None:
    """A training with an exam, a drill that taught something, a letter with both signatures, an accident, a major hazard, a person come in."""
    unit = complete(cast)
    training.end_session(cast.chen, trained(cast.chen, unit)["session_id"], version=1)
    made(cast, "fireworks")
    signed_by_both(cast, cast.feng, "永安烟花店")
    enter(cast, hurt=Counts(severe=1))
    hazard = major(cast)
    _, code = invite_member(cast.chen, unit.pk, kind="post_worker", name="唐丽", phone="13855550001")
    join_unit(code, name="唐丽", phone="13855550001", password=PASSWORD)
    content = rendering.today_pdf(cast.chen, filing.file_of(cast.chen.scope, yongan(cast), TODAY), TODAY)
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    said = "".join(said.split())
    for part in (
        "在岗人员",
        "唐丽",
        "138****0001",
        "安全生产责任书",
        "已签订",
        "教育培训",
        "永安烟花店培训",
        "企业主要负责人",
        "本单位的培训记录",
        "复工培训签到",
        "应急演练",
        "喇叭不响",
        "事故登记",
        FELL,
        "重伤1人",
        "重大隐患档案",
        hazard.number,
        "烟花爆竹",
        "没有挂牌",
    ):
        assert "".join(part.split()) in said, part


def test_training_is_asked_where_a_rule_asks_hours_and_a_year_counts(cast: Cast) -> None:
    take_in(cast)
    assert section(cast, "training.sessions") == (True, ("一年内没有培训记录",))
    assert section(cast, "training.sessions", "school")[0] is False
    training.ask_hours(cast.chen, group="heads", hours=8, source="东安办发〔2026〕2号")
    assert section(cast, "training.sessions", "school")[0] is True
    held = training.open_session(
        cast.chen,
        title="烟花店培训",
        kind="enterprises",
        held_on=TODAY,
        hours=Decimal(4),
        place="会议室",
        lecturer="区局",
    )
    training.add_attendee(cast.chen, held.pk, name="冯永", group="heads", unit_id=cast.units["yongan"].pk)
    assert section(cast, "training.sessions") == (True, ("一年内没有培训记录",))  # not held yet
    training.end_session(cast.chen, held.pk, version=held.version)
    assert section(cast, "training.sessions") == (True, ())
    with clock.moved(clock.at(TODAY + timedelta(days=366), 9)):
        assert section(cast, "training.sessions") == (True, ("一年内没有培训记录",))


def test_a_letter_is_asked_where_the_town_asked_for_one_and_lacks_only_after_its_day(cast: Cast) -> None:
    take_in(cast)
    assert section(cast, "letters.list") == (False, ())
    made(cast, "fireworks")
    assert section(cast, "letters.list") == (True, ())
    assert section(cast, "letters.list", "school")[0] is False
    with clock.moved(clock.at(BY, 9)):
        assert section(cast, "letters.list") == (True, ())  # the last day counts
    with clock.moved(clock.at(BY + timedelta(days=1), 9)):
        (said,) = section(cast, "letters.list")[1]
        assert said.startswith("2026年") and "待签订，已过期限" in said
        signed_by_both(cast, cast.feng, "永安烟花店")
        assert section(cast, "letters.list") == (True, ())


def test_who_signs_in_as_the_units_safety_manager_is_not_registered_twice(cast: Cast) -> None:
    unit = take_in(cast)
    assert "没有登记安全管理员" in section(cast, "units.people")[1]
    _, code = invite_member(cast.chen, unit.pk, kind="unit_safety", name="唐丽", phone="13855550001")
    join_unit(code, name="唐丽", phone="13855550001", password=PASSWORD)
    assert "没有登记安全管理员" not in section(cast, "units.people")[1]
