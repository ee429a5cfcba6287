"""Who may decide what, when a decision may be dated, what may follow what, when a place is looked at again: tables."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.measures import rules
from bihuan.measures.lifecycle import WATCH
from bihuan.measures.rules import Delegation

OWN = ("东岭镇", "应急管理办公室")
BUREAU, DISTRICT = "东城区应急管理局", "东城区人民政府"
GRANTED = Delegation(BUREAU, ("order", "suspend"))
PAPERS_ONLY = Delegation(BUREAU, ("record", "order", "review"))
DAY = date(2026, 6, 2)


@pytest.mark.parametrize(
    ("kind", "body", "delegation", "says"),
    [
        ("suspend", BUREAU, None, ""),
        ("suspend", "东城区消防救援大队", None, ""),
        ("suspend", "景德镇市应急管理局", None, ""),
        ("suspend", "东岭镇人民政府", None, "没有决定停产停业整顿的法定职权"),
        ("suspend", "东岭镇应急管理办公室", None, "法定职权"),
        ("suspend", "西河镇人民政府", None, "法定职权"),
        ("suspend", BUREAU, GRANTED, ""),
        ("suspend", "东岭镇人民政府", GRANTED, "以委托机关“东城区应急管理局”的名义"),
        ("suspend", BUREAU, PAPERS_ONLY, "没有委托停产停业整顿"),
        ("resume", BUREAU, GRANTED, ""),
        ("resume", "东岭镇人民政府", None, "由作出停产停业决定的机关批准"),
        ("ban", DISTRICT, None, ""),
        ("ban", "东城区自然资源局", None, ""),
        ("ban", "东岭镇人民政府", None, "镇里组织协助"),
        ("ban", BUREAU, GRANTED, "没有委托取缔"),
        ("ban", "石桥村村民委员会", None, "没有作出取缔决定的职权"),
        ("ban", "永安烟花店", None, "没有作出取缔决定的职权"),
        ("ban", "有关部门领导", None, "不像有权机关的全称"),
        ("close", DISTRICT, None, ""),
        ("close", BUREAU, None, "由县级以上人民政府决定"),
        ("close", "东岭镇人民政府", None, "由县级以上人民政府决定"),
        ("interview", "东岭镇人民政府", None, ""),
        ("interview", BUREAU, None, ""),
        ("warning", "东岭镇安全生产委员会", None, ""),
        ("notice", "石桥村民委员会", None, "没有作出通报批评决定的职权"),
    ],
)
def test_who_may_decide(kind: str, body: str, delegation: Delegation | None, says: str) -> None:
    told = rules.may_decide(kind, body, OWN, delegation)
    assert says in told
    assert bool(told) == bool(says)


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("东岭镇人民政府", "town"),
        ("应急管理办公室", "town"),
        ("城关街道办事处", "town"),
        ("东城区石桥镇社区服务中心", "town"),
        (BUREAU, "district"),
        (DISTRICT, "district"),
        ("景德镇市应急管理局", "district"),
        ("乡宁县人民政府", "district"),
    ],
)
def test_the_level_of_a_body(body: str, level: str) -> None:
    assert rules.level_of(body, OWN) == level


@pytest.mark.parametrize(
    ("kind", "on", "since", "found_on", "says"),
    [
        ("ban", DAY, None, None, ""),
        ("ban", DAY + timedelta(days=1), None, None, "不能晚于今天"),
        ("ban", date(2025, 12, 31), None, None, "早于该单位的登记日期（2026-01-01）"),
        ("resume", date(2026, 5, 1), date(2026, 5, 2), None, "不能早于上一次决定的日期（2026-05-02）"),
        ("interview", date(2026, 5, 1), date(2026, 5, 2), None, ""),
        ("suspend", date(2026, 5, 1), None, date(2026, 5, 3), "早于所列隐患的发现日期（2026-05-03）"),
    ],
)
def test_when_a_decision_may_be_dated(
    kind: str, on: date, since: date | None, found_on: date | None, says: str
) -> None:
    told = rules.check_day(kind, on, DAY, date(2026, 1, 1), since, found_on)
    assert says in told
    assert bool(told) == bool(says)


@pytest.mark.parametrize(
    ("kind", "state", "in_force", "returned", "says"),
    [
        ("suspend", "open", "", False, ""),
        ("suspend", "paused", "suspend", False, "已经停产停业整顿"),
        ("suspend", "paused", "suspend", True, ""),
        ("suspend", "banned", "ban", False, "已经取缔，不能再停产停业整顿"),
        ("resume", "paused", "suspend", False, ""),
        ("resume", "open", "", False, "没有可以恢复的"),
        ("resume", "banned", "ban", False, "没有可以恢复的"),
        ("ban", "paused", "suspend", False, ""),
        ("ban", "banned", "ban", False, "已经取缔，正在执行"),
        ("ban", "banned", "ban", True, ""),
        ("ban", "banned", "", False, ""),
        ("close", "closed", "", False, "已经关闭"),
        ("resume", "closed", "suspend", False, "已经关闭"),
        ("interview", "banned", "ban", False, ""),
    ],
)
def test_what_may_follow_what(kind: str, state: str, in_force: str, returned: bool, says: str) -> None:
    told = rules.may_follow(kind, state, in_force, returned=returned)
    assert says in told
    assert bool(told) == bool(says)


def test_the_days_of_revisits() -> None:
    assert list(islice(rules.revisit_days("ban", DAY), 6)) == [
        date(2026, 6, 5),
        date(2026, 6, 9),
        date(2026, 6, 17),
        date(2026, 7, 2),
        date(2026, 8, 2),
        date(2026, 9, 2),
    ]
    assert list(islice(rules.revisit_days("suspend", DAY), 2)) == [date(2026, 6, 9), date(2026, 6, 16)]


@given(
    st.sampled_from(rules.WATCHED),
    st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    st.integers(0, 800),
)
def test_the_next_look_lies_ahead_and_not_further_than_a_month(kind: str, since: date, later: int) -> None:
    after = since + timedelta(days=later)
    following = rules.next_revisit(kind, since, after)
    assert after < following <= after + timedelta(days=31 if kind == "ban" else 7)
    assert all(one < two for one, two in pairwise(islice(rules.revisit_days(kind, since), 12)))


def test_every_kind_that_turns_a_unit_says_into_what_and_what_is_watched_is_proved() -> None:
    assert set(rules.UNIT_STATE) | set(rules.SOFT) == set(rules.KINDS)
    assert set(rules.WATCHED) < set(rules.PROVED)
    assert rules.cleared(rules.CLEARANCE) == "两断三清已完成"
    assert rules.cleared(["water", "power"]) == "两断三清未完成：还差清除原料、清除产品、清除设备"


@given(st.sampled_from(["ban", "suspend"]), st.lists(st.sampled_from([one.action for one in WATCH.moves])))
def test_no_path_strands_a_watch(kind: str, path: list[str]) -> None:
    state = "watching"
    for action in path:
        for move in WATCH.from_state(state, kind):
            if move.action == action:
                assert state not in WATCH.ends
                state = move.to
                break
    assert state in WATCH.ends or WATCH.from_state(state, kind)
