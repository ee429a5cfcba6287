"""Cells, persons and posts that are there already: asked where it is not sure, put right where it is, taken back as they were. Many at
once are what the single actions would have made, in as many statements as few."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.grid.actions import appoint, open_cell, register_person, revise_person
from bihuan.grid.code_actions import set_code
from bihuan.grid.models import Cell, Person, Post
from bihuan.intake import actions
from bihuan.intake.models import Import
from bihuan.intake.queries import rows
from bihuan.intake.registry import KINDS, Ready
from tests.cast import FOUNDED, TODAY, Cast
from tests.grid.deeds import handed, newcomer
from tests.intake.ledgers import at, brought, carried, finished, plain, wrong

BRIDGE, WILLOW = "370829103201", "370829103202"


def person(cast: Cast, name: str) -> Person:
    return Person.objects.within(Scope.whole_town(cast.town.pk)).get(name=name)


def undone(actor: Actor, batch: Import) -> Import:
    return finished(actor, actions.undo_import(actor, batch.pk, version=batch.version))


def outcomes(batch: Import) -> list[str]:
    return [row.outcome for row in rows(batch)]


def told(actor: Actor, made: Sequence[Any], leave: Sequence[str]) -> list[Any]:
    """Rows and their events, without what must differ between two towns."""
    found = []
    for one in made:
        kept = {
            key: value for key, value in vars(one).items() if key not in leave and not key.startswith("_")
        }
        trail = [
            (event.action, {key: value for key, value in event.given.items() if key not in leave})
            for event in events.trail(actor.scope, one.pk)
        ]
        found.append((kept, trail))
    return found


def test_a_list_of_codes_finds_its_villages_by_name(cast: Cast) -> None:
    content = plain(
        ["村名", "类别", "区划代码"],
        ["石桥村", "村（社区）", BRIDGE],
        ["柳林村", "村（社区）", int(WILLOW)],
        ["永安烟花店", "企业", BRIDGE[:-1]],
    )
    batch = brought(cast.chen, "cells", content)
    assert [at(batch, row).like for row in (2, 3)] == [cast.cells["石桥村"].pk, cast.cells["柳林村"].pk]
    assert (wrong(batch), at(batch, 4).wrong["code"]) == (
        {4: ["统计用区划代码"]},
        "只有镇和村（社区）有统计用区划代码。",
    )
    batch = carried(cast.chen, batch, only_good=True)
    codes = Cell.objects.within(cast.chen.scope).exclude(code="").values_list("name", "code")
    assert dict(codes) == {"石桥村": BRIDGE, "柳林村": WILLOW}
    trail = events.trail(cast.chen.scope, cast.cells["石桥村"].pk)
    assert [event.action for event in trail] == ["open_cell", "set_code"]
    set_code(cast.chen, cast.cells["柳林村"].pk, code="")  # by hand, since
    batch = undone(cast.chen, batch)
    assert outcomes(batch)[:2] == ["undone", "kept"]
    assert at(batch, 3).note == "导入以后又改过。"
    assert not Cell.objects.within(cast.chen.scope).exclude(code="").exists()


def test_a_cell_opened_as_another_kind_is_put_right_and_back(cast: Cast) -> None:
    batch = carried(
        cast.chen, brought(cast.chen, "cells", plain(["网格名称", "类别"], ["永安烟花店", "网格"]))
    )
    shop = Cell.objects.within(cast.chen.scope).get(name="永安烟花店")
    assert (shop.kind, outcomes(batch)) == ("cell", ["updated"])
    undone(cast.chen, batch)
    shop.refresh_from_db()
    assert shop.kind == "enterprise"


def test_a_list_of_persons_without_phones_read_twice_makes_each_person_once(cast: Cast) -> None:
    xu = cast.xu
    content = plain(
        ["姓名", "职务", "所在村"],
        ["马 红", "网格员", "石桥"],
        ["马红", "网格员", "柳林村"],
        ["马红", "专职网格员", "柳林村委会"],
        ["王小红", "网格员", "石桥村委会"],
        ["李桂兰", "网格员", "柳林村"],
    )
    batch = brought(xu, "people", content)
    assert [(row.choice, row.repeats) for row in rows(batch)][:2] == [("new", None), ("new", None)]
    assert "同名、岗位相同" in at(batch, 5).like_words  # the grid member of that village
    assert "同名、岗位不同" in at(batch, 6).like_words
    actions.mend_rows(xu, batch.pk, cells={}, choices={4: "skip"}, rest="skip")
    carried(xu, actions.find_import(xu, batch.pk))
    made = list(Person.objects.within(xu.scope).filter(name="马红").order_by("pk"))
    for one, cell in zip(made, ("石桥村", "柳林村"), strict=True):
        appoint(xu, one.pk, kind="grid_member", cell_id=cast.cells[cell].pk, from_on=TODAY)
    again = brought(xu, "people", content)
    assert [(row.choice, row.like) for row in rows(again)][:3] == [
        ("", made[0].pk),
        ("", made[1].pk),
        ("", made[1].pk),
    ]


def test_what_a_list_says_of_a_person_is_put_onto_the_one_whom_it_means(cast: Cast) -> None:
    xu, wang = cast.xu, cast.people["wang"]
    revise_person(xu, wang.pk, name="王小红", username="wang", phone="13700000001")
    content = plain(
        ["姓名", "手机号", "用户名", "执法证号", "有效期"],
        ["王小红", "13700000001", "", "1101", "2027.3.5"],
        ["赵强", "13700000002", "zhao", "", ""],
        ["赵墙", "13700000003", "li", "", ""],
        ["钱国栋", "13700000001", "", "", ""],
    )
    batch = brought(xu, "people", content)
    assert (at(batch, 2).choice, at(batch, 3).choice, at(batch, 4).choice) == ("update", "update", "")
    assert "用户名相同、姓名不同" in at(batch, 4).like_words
    assert at(batch, 5).repeats == 2  # one number for two
    batch = carried(xu, batch, only_good=True)
    assert (person(cast, "王小红").card, str(person(cast, "王小红").card_until)) == ("1101", "2027-03-05")
    assert person(cast, "赵强").card == "11010002"  # an empty cell changes nothing
    assert [event.action for event in events.trail(xu.scope, wang.pk)][-1] == "revise_person"
    assert "137****0002" in str(events.trail(xu.scope, cast.people["zhao"].pk).last().given)  # type: ignore[union-attr]
    undone(xu, batch)
    assert (person(cast, "王小红").card, person(cast, "王小红").card_until) == ("", None)
    assert (person(cast, "王小红").phone, person(cast, "赵强").phone) == ("13700000001", None)
    assert events.check(cast.town.pk) is None


def test_a_list_puts_the_term_of_a_post_right_but_none_that_was_signed_for(cast: Cast) -> None:
    chen = cast.chen
    handed(cast, "wang", newcomer(cast, "马红"))
    content = plain(
        ["姓名", "职务", "所在村", "任职日期", "离任日期"],
        ["李桂兰", "村网格长", "石桥村", "2025-03-01", ""],
        ["吴刚", "办事处主任", "东片办事处", "", "2026-05-31"],
        ["马红", "网格员", "石桥村", "2025-03-01", ""],
        ["吴刚", "村网格长", "柳林村", "2026-05-31", "2026-05-01"],
    )
    batch = brought(chen, "posts", content)
    assert [row.choice for row in rows(batch)] == ["update", "update", "update", "new"]
    assert "不能早于" in at(batch, 5).wrong["to_on"]
    batch = carried(chen, batch, only_good=True)
    assert outcomes(batch) == ["updated", "updated", "refused", ""]
    assert "交接单为准" in at(batch, 4).note
    post = Post.objects.within(chen.scope).get(person=cast.people["li"])
    assert (str(post.from_on), post.to_on) == ("2025-03-01", None)
    ended = Post.objects.within(chen.scope).get(person=cast.people["wu"])
    trail = [events.trail(chen.scope, one.pk).last().action for one in (post, ended)]  # type: ignore[union-attr]
    assert trail == ["revise_term", "end_post"]
    undone(chen, batch)
    post.refresh_from_db()
    ended.refresh_from_db()
    assert (post.from_on, ended.to_on) == (FOUNDED, None)


def test_two_rows_for_one_record_update_it_once(cast: Cast) -> None:
    content = plain(["姓名", "执法证号"], ["赵强", "1101"], ["赵强", "1102"])
    batch = brought(cast.xu, "people", content)
    actions.mend_rows(cast.xu, batch.pk, cells={}, choices={}, rest="update")
    batch = carried(cast.xu, actions.find_import(cast.xu, batch.pk))
    assert outcomes(batch) == ["updated", "refused"]
    assert "前面已有一行" in at(batch, 3).note


def test_rows_together_are_what_single_actions_would_have_made(cast: Cast) -> None:
    """The same cells, persons and posts, once in tables and once one by one in another town."""
    xu, other = cast.xu, Actor.founder(cast.next_town.pk)
    top = Cell.objects.within(other.scope).get(kind="town")
    names = ["北沟村", "南沟村"]
    villages = [[name, "北片", "村（社区）", "2026-03-01"] for name in names]
    cells = plain(["网格名称", "上级", "类别", "启用日期"], ["北片", "", "办事处", "2026-03-01"], *villages)
    carried(xu, brought(xu, "cells", cells))
    north = open_cell(other, top.pk, name="北片", kind="office", opened_on=TODAY.replace(month=3, day=1))
    for name in names:
        open_cell(other, north.pk, name=name, kind="village", opened_on=TODAY.replace(month=3, day=1))
    people = [["马红", "1399999000"], ["牛群", "1388888000"]]
    carried(
        xu, brought(xu, "people", plain(["姓名", "手机"], *([name, phone + "1"] for name, phone in people)))
    )
    given = plain(
        ["姓名", "职务", "村"], *([name, "网格员", at] for (name, _), at in zip(people, names, strict=True))
    )
    carried(xu, brought(xu, "posts", given))
    for (name, phone), cell in zip(people, names, strict=True):
        made = register_person(other, name=name, phone=phone + "2")
        place = Cell.objects.within(other.scope).get(name=cell)
        appoint(other, made.pk, kind="grid_member", cell_id=place.pk, from_on=TODAY)
    for model, leave in (
        (Cell, ("id", "town_id", "path")),
        (Person, ("id", "town_id", "phone", "password")),
        (Post, ("id", "town_id", "person_id", "person", "cell_id")),
    ):
        both = []
        for actor in (xu, other):
            rows_there: Any = model.objects.within(Scope.whole_town(actor.town))
            mine = [one for one in rows_there.order_by("pk") if _is_new(one, names, people)]
            both.append(told(actor, mine, leave))
        assert both[0] == both[1], model
        assert len(both[0]) == (3 if model is Cell else 2)
    paths = [one.path[-8:] for one in Cell.objects.within(xu.scope).filter(name__in=names).order_by("path")]
    assert [path[-4:] for path in paths] == ["0001", "0002"]
    assert events.check(cast.town.pk) is events.check(cast.next_town.pk) is None


def _is_new(row: Any, cells: Sequence[str], people: Sequence[Sequence[str]]) -> bool:
    named = {"北片", *cells, *(name for name, _ in people)}
    return getattr(row, "name", "") in named or (isinstance(row, Post) and row.person.name in named)


@pytest.mark.parametrize("kind", ["cells", "people", "posts"])
def test_many_rows_take_as_many_statements_as_few(cast: Cast, kind: str) -> None:
    xu, village = cast.xu, cast.cells["石桥村"]
    persons = [register_person(xu, name=f"人员{n}") for n in range(26)] if kind == "posts" else []

    def ready(n: int) -> Ready:
        values: dict[str, dict[str, Any]] = {
            "cells": {"name": f"小区{n}", "parent": "石桥村", "kind": "cell"},
            "people": {"name": f"人员{n}", "phone": f"{13911100000 + n}"},
            "posts": {"person_id": persons[n].pk, "kind": "grid_member", "cell_id": village.pk}
            if persons
            else {},
        }
        return Ready(new_id(), values[kind])

    def taken(first: int, last: int) -> int:
        with CaptureQueriesContext(connection) as counted:
            came = KINDS[kind].take(xu, [ready(n) for n in range(first, last)])
            events.record_all(xu, [one.entry for one in came if one.entry])
        assert not [one.problem for one in came if one.problem]
        return len(counted)

    assert taken(0, 2) == taken(2, 26) <= 16
