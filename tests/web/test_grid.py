"""The grid's tree, a cell's page, and new cells."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.grid.actions import end_post, open_cell
from bihuan.grid.models import Cell, Post
from tests.cast import TODAY, Cast
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn


def test_the_tree_names_the_keepers_and_the_units_of_each_cell(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in("chen").get(reverse("grid")).content.decode()
    for words in ("办事处主任 吴刚", "村网格长 李桂兰", "网格员 王小红", "企业安全管理员 冯永"):
        assert words in text
    village = text[text.index("石桥村</b>") :][:120]
    assert "2家" in village
    assert plain(text[text.index("柳林村</a>") :]).startswith("柳林村1家无责任人")


def test_a_village_head_sees_the_own_branch_only(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in("li").get(reverse("grid")).content.decode()
    assert "石桥村" in text and "永安烟花店" in text
    assert "柳林村" not in text and "西片办事处" not in text
    assert sign_in("li").get(reverse("cell", args=[cast.cells["柳林村"].pk])).status_code == 404
    assert sign_in("sun").get(reverse("cell", args=[cast.cells["石桥村"].pk])).status_code == 404


def test_the_tree_costs_the_same_however_many_villages(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("grid"))
    for number in range(20):
        open_cell(
            cast.chen, cast.cells["西片办事处"].pk, name=f"新村{number}", kind="village", opened_on=TODAY
        )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("grid"))
    assert len(many) == len(few)


def test_a_cells_page_shows_posts_units_and_what_lies_below(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in("chen").get(reverse("cell", args=[cast.cells["石桥村"].pk])).content.decode()
    assert "李桂兰" in text and "石桥小学" in text
    assert reverse("cell", args=[cast.cells["永安烟花店"].pk]) in text
    assert reverse("cell_new", args=[cast.cells["石桥村"].pk]) in text
    assert (
        "划分下级网格"
        not in sign_in("li").get(reverse("cell", args=[cast.cells["石桥村"].pk])).content.decode()
    )


def test_the_head_of_the_office_opens_a_cell(cast: Cast, sign_in: SignIn) -> None:
    page = reverse("cell_new", args=[cast.cells["石桥村"].pk])
    given = {"name": "石桥村第一网格", "kind": "cell", "opened_on": TODAY.isoformat()}
    sign_in("chen").post(page, given)
    made = Cell.objects.within(cast.chen.scope).get(name="石桥村第一网格")
    assert made.path.startswith(cast.cells["石桥村"].path) and made.level == 4


def test_a_cell_without_a_name_or_below_the_fourth_level_is_refused_in_words(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in("chen")
    given = {"name": "", "kind": "cell", "opened_on": "2026-03-04"}
    answer = client.post(reverse("cell_new", args=[cast.cells["石桥村"].pk]), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert error_at(text, "name") == "请填写网格名称。" and 'value="2026-03-04"' in text
    deep = client.post(reverse("cell_new", args=[cast.cells["永安烟花店"].pk]), given | {"name": "更深"})
    assert deep.status_code == 409 and "网格共四级" in deep.content.decode()


@pytest.mark.parametrize("key", ["zhao", "li", "qian", "he"])
def test_only_who_keeps_the_grid_opens_cells_and_appoints(cast: Cast, sign_in: SignIn, key: str) -> None:
    client = sign_in(key)
    post = Post.objects.within(cast.chen.scope).get(person=cast.people["li"])
    for page in (
        reverse("cell_new", args=[cast.cells["石桥村"].pk]),
        reverse("post_new"),
        reverse("post_end", args=[post.pk]),
    ):
        assert client.get(page).status_code == 403


def test_a_post_that_ended_leaves_a_gap_in_the_tree(cast: Cast, sign_in: SignIn) -> None:
    for key in ("li", "wang"):
        post = Post.objects.within(cast.chen.scope).get(person=cast.people[key])
        end_post(cast.chen, post.pk, to_on=TODAY - timedelta(days=1))
    text = sign_in("chen").get(reverse("grid")).content.decode()
    assert "李桂兰" not in text
    assert plain(text[text.index("石桥村</b>") :]).startswith("石桥村2家无责任人")
