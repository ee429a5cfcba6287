"""What a number is narrowed to by words that stand farther off: teams, short names of campaigns, lists, 分别."""

from datetime import date
from uuid import UUID

import pytest

from bihuan.summaries.binding import binder
from bihuan.summaries.binding.binder import NARROWED, Binding
from bihuan.summaries.binding.vocabulary import CampaignName, Vocabulary
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text
from bihuan.units.rules import CATEGORIES

JUNE = date(2022, 6, 1), date(2022, 6, 30)
YEAR = date(2022, 1, 1), date(2022, 12, 31)
WINTER = CampaignName(UUID(int=1), "今冬明春火灾防控", ("冬防",), date(2021, 11, 1), date(2022, 3, 31))
SWEEP = CampaignName(UUID(int=2), "夏季安全生产大检查", (), date(2022, 6, 1), date(2022, 8, 31))
SPACES = CampaignName(UUID(int=3), "有限空间安全整治", (), date(2022, 5, 1), date(2022, 7, 31))
FIRST, SECOND = UUID(int=11), UUID(int=12)
TOWN = Vocabulary(
    town="东岭镇",
    district="东城区",
    campaigns=(WINTER, SWEEP, SPACES),
    cells=(("00010001", "石桥村"), ("00010002", "柳林村")),
    categories=tuple((one.code, one.label, one.also) for one in CATEGORIES.values()),
    teams=((FIRST, "园区驻点组"), (SECOND, "消防巡查组")),
)


def read(text: str, days: tuple[date, date] = YEAR) -> list[Binding]:
    narrative = from_text(text)
    return binder.bind(blanks.find(narrative), sections.sentences(narrative), TOWN, *days)


@pytest.mark.parametrize(
    ("text", "campaigns"),
    [
        ("◆冬防\n检查企业XX家次。\n◆其他\n检查企业XX家次。", [WINTER, None]),
        ("冬防：检查企业XX家次。", [WINTER]),
        ("大检查6月1日启动，检查企业XX家次。", [SWEEP]),
        ("东岭镇有限空间安全整治情况\n整个行动，检查企业XX家次。", [SPACES]),
        ("开展有限空间安全整治。检查涉有限空间企业XX家次。", [SPACES]),
        ("全年组织安全检查XX次。", [None]),
        ("扎实开展各类安全宣传教育行动，检查企业XX家次。", [None]),
        ("开展有限空间安全整治，发现隐患XX条。全年检查企业XX家次。", [SPACES, None]),
    ],
)
def test_a_campaign_is_known_by_what_people_call_it(text: str, campaigns: list[CampaignName | None]) -> None:
    found = read(text)
    assert [one.scope.campaign for one in found] == [str(one.id) if one else "" for one in campaigns]
    assert {one.status for one in found} == {"bound"}, [one.why for one in found]


def test_a_short_name_of_two_campaigns_is_asked() -> None:
    spring = CampaignName(UUID(int=4), "春季安全生产大检查", (), date(2022, 3, 1), date(2022, 4, 30))
    narrative = from_text("大检查期间检查企业XX家次。")
    words = Vocabulary(TOWN.town, TOWN.district, (SWEEP, spring))
    (found,) = binder.bind(blanks.find(narrative), sections.sentences(narrative), words, *YEAR)
    assert found.status == "ask" and "2次行动" in found.why


def test_a_name_within_a_longer_one_is_not_said_beside_it() -> None:
    """A sweep of filling stations and sellers of fireworks is also called 拉网式巡查; another is called just that."""
    name = "加油站、市场和烟花爆竹零售点拉网式巡查"
    autumn = CampaignName(UUID(int=5), name, ("拉网式巡查",), date(2022, 10, 1), date(2022, 10, 9))
    other = CampaignName(UUID(int=6), "拉网式巡查", (), date(2022, 10, 1), date(2022, 10, 31))
    for words, said, meant in (
        ((autumn,), f"{name}期间，检查企业XX家次。", autumn),
        ((autumn,), "拉网式巡查期间，检查企业XX家次。", autumn),
        ((autumn, other), f"{name}期间，检查企业XX家次。", autumn),
    ):
        narrative = from_text(said)
        town = Vocabulary(TOWN.town, TOWN.district, words, categories=TOWN.categories)
        (found,) = binder.bind(blanks.find(narrative), sections.sentences(narrative), town, *YEAR)
        assert (found.status, found.scope.campaign) == ("bound", str(meant.id)), found.why


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("消防巡查组走遍全镇。共检查企业XX家次。", [SECOND]),
        ("驻点组检查企业XX家次。镇应急办检查企业XX家次。", [FIRST, None]),
        ("驻点组检查企业XX家次，连同其他检查，全部隐患XX条。", [FIRST, None]),
        ("园区驻点组、消防巡查组分别检查企业XX家次、XX家次。", [FIRST, SECOND]),
    ],
)
def test_a_team_goes_on_as_long_as_nobody_else_is_spoken_of(text: str, teams: list[UUID | None]) -> None:
    found = read(text)
    assert [one.scope.team for one in found] == [str(one) if one else "" for one in teams]
    assert {one.status for one in found} == {"bound"}, [one.why for one in found]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("石桥村检查企业XX家次，发现隐患XX条；柳林村检查企业XX家次，发现隐患XX条。", "1122"),
        ("发现隐患XX条（石桥村XX条、柳林村XX条），当场整改XX条。", "0120"),
        ("检查企业XX家次，其中石桥村XX家次；发现隐患XX条。", "010"),
        ("石桥村、柳林村排查隐患分别为XX条、XX条。", "12"),
        ("石桥村检查企业XX家次、柳林村检查企业XX家次。目前仍有XX个网格暂缺责任人。", "120"),
    ],
)
def test_a_place_reaches_as_far_as_its_part_of_the_list(text: str, places: str) -> None:
    found = read(text)
    assert [one.scope.place for one in found] == ["" if one == "0" else f"0001000{one}" for one in places]
    assert {one.status for one in found} == {"bound"}, [one.why for one in found]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("检查学校、幼儿园XX所次。", ["school"]),
        ("检查学校XX所次，其中幼儿园XX所次。", ["school", "school.kindergarten"]),
        ("学校XX家次、隐患XX条；农贸市场XX家次、隐患XX条。", ["school", "school", "market", "market"]),
        ("商铺、饭店等各类场所共检查XX家次。", [""]),
        ("消防巡查组主攻餐饮场所，检查XX家次，发现隐患XX条。", ["trade.catering", "trade.catering"]),
        ("木材加工，检查XX家次，隐患XX条。", ["trade.wood", "trade.wood"]),
        ("加油站、学校分别检查XX家次、XX家次。", ["chemical.station", "school"]),
    ],
)
def test_a_kind_of_place_reaches_as_far_as_its_part_of_the_list(text: str, codes: list[str]) -> None:
    found = read(f"一、检查\n检查企业XX家次。{text}")[1:]
    assert [one.scope.category for one in found] == codes
    assert "ask" not in {one.status for one in found if one.figure == "inspect.visits"}, [
        one.why for one in found
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("今年以来检查企业XX家次。", (date(2022, 1, 1), JUNE[1])),
        ("6月份检查企业XX家次。", JUNE),
        ("检查企业XX家次，增长主要在二季度。发现隐患XX条。", JUNE),
        ("整治于6月底结束，检查企业XX家次。", JUNE),
    ],
)
def test_a_months_report_speaks_of_its_month_or_of_the_year_so_far(
    text: str, days: tuple[date, date]
) -> None:
    last = read(text, JUNE)[-1]
    assert (last.period, last.status) == (days, "bound"), last.why


def test_a_campaign_that_began_before_the_period_is_asked_from_when() -> None:
    (found,) = read("有限空间安全整治启动以来，累计检查企业XX家次。", JUNE)
    assert found.status == "ask" and "之前就已开始" in found.why


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("发现隐患XX条，比上年同期减少XX条，降幅XX%。", ["", "year", "year%"]),
        ("发现隐患XX条，比2021年上半年少XX条。", ["", "year"]),
        ("检查企业XX家次、XX家，同比增加XX家次。", ["", "", "year"]),
    ],
)
def test_a_comparison_goes_on_from_what_it_compares(text: str, kinds: list[str]) -> None:
    found = read(text, (date(2022, 1, 1), JUNE[1]))
    assert [one.measure.kind for one in found] == kinds
    assert len({one.figure for one in found if one.measure.kind}) == 1
    assert {one.status for one in found} == {"bound"}, [one.why for one in found]


def test_what_was_narrowed_is_given_with_less_sureness_than_the_whole() -> None:
    whole, part = read("检查企业XX家次。检查加油站XX家次。")
    assert whole.confidence >= 0.9 > part.confidence == NARROWED
    assert (whole.is_narrowed, part.is_narrowed) == (False, True)
