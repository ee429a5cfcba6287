"""Cells, persons and posts out of tables: what the single actions refuse is said of the row."""

from bihuan.core import events
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Person, Post
from bihuan.grid.queries import actor_of
from bihuan.intake import actions
from bihuan.intake.queries import rows
from tests.cast import TODAY, Cast
from tests.intake.ledgers import at, brought, carried, finished, plain, wrong

CELLS = plain(
    ["网格名称", "上级", "类别"],
    ["北片办事处", "", "办事处"],
    ["北沟村", "北片办事处", "村（社区）"],
    ["石桥村", "石桥村", "村（社区）"],
    ["南沟村", "南片办事处", "村（社区）"],
    ["石桥村", "东片办事处", "村（社区）"],
)


def test_cells_come_in_below_those_of_the_same_file_and_none_under_itself(cast: Cast) -> None:
    batch = brought(cast.chen, "cells", CELLS)
    assert wrong(batch) == {4: ["上级网格"], 5: ["上级网格"]}
    assert "不能是它自己" in at(batch, 4).wrong["parent"]
    assert (at(batch, 6).like, at(batch, 6).choice) == (cast.cells["石桥村"].pk, "update")
    batch = carried(cast.chen, batch, only_good=True)
    north = Cell.objects.within(cast.chen.scope).get(name="北沟村")
    assert (north.pk, north.level) == (at(batch, 3).pk, 3)
    assert north.path[:-4] == Cell.objects.within(cast.chen.scope).get(name="北片办事处").path
    batch = finished(cast.chen, actions.undo_import(cast.chen, batch.pk, version=batch.version))
    assert {row.row: row.outcome for row in rows(batch) if row.outcome} == {
        2: "undone",
        3: "undone",
        6: "refused",  # it says nothing that is not registered already
    }
    north.refresh_from_db()
    assert north.ended_on == north.opened_on


def test_a_file_of_cells_brought_twice_opens_them_once(cast: Cast) -> None:
    one, two = (brought(cast.chen, "cells", CELLS) for _ in range(2))
    carried(cast.chen, one, only_good=True)
    two = carried(cast.chen, two, only_good=True)
    assert Cell.objects.within(cast.chen.scope).filter(name="北沟村").count() == 1
    assert {row.row: row.note for row in rows(two) if row.outcome} == {
        2: "同一上级下已有同名网格。",
        3: "同一上级下已有同名网格。",
        6: "与已登记的内容相同，没有要更新的。",
    }


def test_persons_and_then_their_posts_come_out_of_one_file(cast: Cast) -> None:
    xu = cast.xu
    sun = Person.objects.within(cast.sun.scope).get(name="孙越")
    Person.objects.within(Scope.whole_town(cast.next_town.pk)).filter(pk=sun.pk).update(phone="13900000009")
    content = plain(
        ["序号", "姓名", "联系电话", "职务", "所在村"],
        [1, "马红", 13900000011, "网格员", "石桥"],
        [2, "马红", 13900000012, "网格长", "柳林村委会"],
        [3, "孙越", 13900000009, "网格员", "石桥村"],
        [4, "李桂兰", "", "网格员", "石桥村"],
    )
    batch = brought(xu, "people", content)
    assert wrong(batch) == {4: ["手机号"]}
    assert "两个镇" in at(batch, 4).wrong["phone"]
    assert (at(batch, 5).choice, at(batch, 5).like) == ("", cast.people["li"].pk)  # of one name: perhaps
    batch = carried(xu, batch, only_good=True)
    made = Person.objects.within(xu.scope).filter(name="马红").order_by("phone")
    assert [(one.phone, one.has_usable_password()) for one in made] == [
        ("13900000011", False),
        ("13900000012", False),
    ]

    posts = actions.begin_again(xu, batch.pk, kind="posts")
    assert posts.columns["person_id"] == 1
    actions.match_columns(
        xu,
        posts.pk,
        version=posts.version,
        sheet=0,
        head_row=1,
        columns={"person_id": 2, "kind": 3, "cell_id": 4},
        fills={},
    )
    posts = finished(xu, posts)
    assert sorted(wrong(posts)) == [4, 5]  # who signs in elsewhere, and a row without a number
    posts = carried(xu, posts, only_good=True)
    first = made[0]
    assert [post.cell for post in Post.objects.within(xu.scope).filter(person=first)] == [
        cast.cells["石桥村"]
    ]
    assert actor_of(first, TODAY).may("inspect")
    posts = finished(xu, actions.undo_import(xu, posts.pk, version=posts.version))
    assert not actor_of(first, TODAY).may("inspect")
    assert events.check(cast.town.pk) is None


def test_persons_taken_back_leave_their_numbers_free(cast: Cast) -> None:
    xu = cast.xu
    content = plain(["姓名", "手机号"], ["马红", "13900000011"])
    batch = carried(xu, brought(xu, "people", content))
    finished(xu, actions.undo_import(xu, batch.pk, version=batch.version))
    gone = Person.objects.within(xu.scope).get(name="马红")
    assert (gone.is_active, gone.phone) == (False, None)
    assert carried(xu, brought(xu, "people", content)).state == "done"
    assert Person.objects.within(xu.scope).filter(phone="13900000011").count() == 1
