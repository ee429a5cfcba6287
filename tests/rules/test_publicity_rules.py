"""What can be wrong with an entry of publicity is told where it is wrong; what is only odd is told and never refused."""

from datetime import date, timedelta

import pytest

from bihuan.publicity.leaflets import LEAFLETS, leaflets_for
from bihuan.publicity.rules import (
    CHANNELS,
    COUNTED,
    ESTIMATED,
    OCCASIONS,
    Numbers,
    channels_in,
    check_material,
    check_outreach,
    check_plan,
    doubts,
    occasion_on,
    span_of,
)
from bihuan.units.rules import CATEGORIES

TODAY = date(2026, 6, 2)


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("channel", {"channel": "balloon"}, "请选择宣传渠道"),
        ("channel", {"channel": ""}, "请选择宣传渠道"),
        ("held_on", {"held_on": None}, "请填写日期"),
        ("held_on", {"held_on": TODAY + timedelta(days=1)}, "打算做的列入计划"),
        ("held_on", {"held_on": TODAY - timedelta(days=367)}, "一年以内"),
        ("cells", {"has_place": False}, "请勾选在哪个村"),
        ("audience", {"audience": "martians"}, "请从列表中选择对象"),
        ("count", {"numbers": Numbers(None)}, "请填写发放资料的份数"),
        ("count", {"numbers": Numbers(-10)}, "发放资料的份数不能小于1"),
        ("count", {"numbers": Numbers(0)}, "没有做的不用登记"),
        ("count", {"numbers": Numbers(1_000_001)}, "是不是多打了0"),
        ("reached", {"numbers": Numbers(1, -1, COUNTED)}, "不清楚的不填"),
        ("reached", {"numbers": Numbers(1, 1_000_001, COUNTED)}, "0到100万"),
        ("reach_kind", {"numbers": Numbers(1, 5, "")}, "清点的还是估计的"),
        ("reach_kind", {"numbers": Numbers(1, 5, "felt")}, "清点的还是估计的"),
        ("consulted", {"numbers": Numbers(1, consulted=3)}, "只有宣传活动"),
        ("consulted", {"channel": "event", "numbers": Numbers(1, consulted=-3)}, "咨询人次应为0到100万"),
    ],
)
def test_an_entry_says_at_the_field_what_is_wrong(field: str, given: dict[str, object], said: str) -> None:
    usual: dict[str, object] = {
        "channel": "leaflet",
        "held_on": TODAY,
        "numbers": Numbers(300),
        "today": TODAY,
        "has_place": True,
    }
    assert check_outreach(**usual) == {}  # type: ignore[arg-type]
    wrong = check_outreach(**usual | given)  # type: ignore[arg-type]
    assert list(wrong) == [field] and said in wrong[field]


def test_the_reach_follows_the_channels_rule_where_nobody_told_it() -> None:
    assert Numbers(300).settled(CHANNELS["leaflet"]) == Numbers(300, 300, ESTIMATED)
    assert Numbers(300).settled(CHANNELS["sms"]) == Numbers(300, 300, COUNTED)
    assert Numbers(3).settled(CHANNELS["banner"]) == Numbers(3)
    assert Numbers(300, 120, COUNTED).settled(CHANNELS["leaflet"]) == Numbers(300, 120, COUNTED)
    assert Numbers(3, None, ESTIMATED).settled(CHANNELS["banner"]) == Numbers(3)  # no number, no kind


@pytest.mark.parametrize(
    ("channel", "numbers", "places", "said"),
    [
        ("leaflet", Numbers(300, 300, ESTIMATED), 1, ""),
        ("leaflet", Numbers(5000), 1, "比通常的多"),
        ("leaflet", Numbers(300, 8000, ESTIMATED), 1, "超过一般村的人口"),
        ("leaflet", Numbers(10, 40, COUNTED), 1, "多于发出的10份"),
        ("vehicle", Numbers(1, 8000, ESTIMATED), 2, ""),  # of two villages together
        ("vehicle", Numbers(1, 12_000, ESTIMATED), 2, "超过一般村的人口"),
        ("vehicle", Numbers(1, 300, COUNTED), 1, "无法清点"),
    ],
)
def test_what_is_odd_is_told(channel: str, numbers: Numbers, places: int, said: str) -> None:
    told = doubts(channel, numbers, places)
    assert said in "；".join(told) and bool(told) == bool(said)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title", {"title": " "}),
        ("occasion", {"occasion": "feast"}),
        ("from_on", {"from_on": None}),
        ("to_on", {"to_on": None}),
        ("to_on", {"to_on": TODAY - timedelta(days=1)}),
        ("to_on", {"from_on": TODAY + timedelta(days=9), "to_on": TODAY}),
        ("to_on", {"to_on": TODAY + timedelta(days=400)}),
        ("channels", {"channels": []}),
        ("channels", {"channels": ["sms"]}),
        ("channels", {"channels": ["balloon"]}),
        ("villages", {"has_villages": False}),
    ],
)
def test_a_plan_says_at_the_field_what_is_wrong(field: str, given: dict[str, object]) -> None:
    usual: dict[str, object] = {
        "title": "安全生产月",
        "occasion": "month",
        "from_on": TODAY,
        "to_on": TODAY,
        "channels": ["leaflet"],
        "today": TODAY,
        "has_villages": True,
    }
    assert check_plan(**usual) == {}  # type: ignore[arg-type]
    assert list(check_plan(**usual | given)) == [field]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title", {"title": ""}),
        ("kind", {"kind": "song"}),
        ("edition_on", {"edition_on": None}),
        ("edition_on", {"edition_on": TODAY + timedelta(days=1)}),
        ("link", {"link": "javascript:alert(1)"}),
        ("file", {"has_more": False}),
    ],
)
def test_a_material_says_at_the_field_what_is_wrong(field: str, given: dict[str, object]) -> None:
    usual: dict[str, object] = {
        "title": "安全手册",
        "kind": "booklet",
        "edition_on": TODAY,
        "today": TODAY,
        "link": "",
        "has_more": True,
    }
    assert check_material(**usual) == {}  # type: ignore[arg-type]
    assert list(check_material(**usual | given)) == [field]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "occasion"),
    [
        (date(2026, 5, 1), "disaster"),
        (date(2026, 5, 13), "month"),
        (date(2026, 6, 30), "month"),
        (date(2026, 7, 1), "other"),
        (date(2026, 11, 9), "fire"),
        (date(2026, 12, 1), "traffic"),
        (date(2026, 12, 3), "law"),
        (date(2026, 12, 20), "gas"),
    ],
)
def test_the_occasion_that_comes_is_offered(on: date, occasion: str) -> None:
    assert occasion_on(on) == occasion


def test_each_occasion_has_days_in_each_year() -> None:
    assert span_of("month", 2028) == (date(2028, 6, 1), date(2028, 6, 30))
    for code in OCCASIONS:
        first, last = span_of(code, 2027)
        assert first <= last


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (
            "走访服务企业、发放宣传册、张贴宣传牌、短信、微信、宣传屏、宣传车",
            "visit leaflet board sms wechat screen vehicle",
        ),
        ("微信公众号、大喇叭", "wechat loudspeaker"),
        ("悬挂横幅和LED屏", "banner screen"),
        ("开会", ""),
    ],
)
def test_channels_are_found_in_words_each_once(words: str, codes: str) -> None:
    assert [code for _, code in channels_in(words)] == codes.split()


def test_each_leaflet_fits_its_trade_and_says_what_never_to_do() -> None:
    assert [one.key for one in leaflets_for("trade.catering")] == ["restaurant"]
    assert [one.key for one in leaflets_for("chemical.station")] == ["station"] and not leaflets_for("mine")
    for one in LEAFLETS.values():
        assert set(one.categories) <= set(CATEGORIES) and one.never and len(one.parts) >= 2
        assert one.key not in {str(number) for number in range(10)} and len(one.key) <= 12
