"""统计用区划代码: checked, once in the town, kept through a move."""

import pytest
from django.urls import reverse

from bihuan.core.errors import Forbidden, Incomplete
from bihuan.grid.boundary_actions import move_cell
from bihuan.grid.code_actions import set_code
from bihuan.grid.rules import wrong_code
from tests.cast import Cast
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

TOWN, BRIDGE, WILLOW = "370829103000", "370829103201", "370829103202"


@pytest.mark.parametrize(
    ("code", "level", "town", "said"),
    [
        (TOWN, 1, "", ""),
        (BRIDGE, 1, "", "后三位应为000"),
        (BRIDGE, 3, TOWN, ""),
        (BRIDGE, 3, "", ""),
        (TOWN, 3, TOWN, "不能是000"),
        ("370829104201", 3, TOWN, "前九位"),
        ("37082910320", 3, TOWN, "12位"),
        ("37082910320１", 3, TOWN, "12位"),
        (BRIDGE, 2, TOWN, "只有镇和村"),
        (BRIDGE, 4, TOWN, "只有镇和村"),
    ],
)
def test_what_is_wrong_with_a_code(code: str, level: int, town: str, said: str) -> None:
    found = wrong_code(code, level, town)
    assert said in found if said else found == ""


def test_a_code_is_given_once_and_can_be_taken_off(cast: Cast) -> None:
    set_code(cast.chen, cast.cells["石桥村"].pk, code=BRIDGE)
    with pytest.raises(Incomplete, match="“石桥村”已经用了"):
        set_code(cast.chen, cast.cells["柳林村"].pk, code=BRIDGE)
    set_code(cast.chen, cast.cells["石桥村"].pk, code="")
    assert set_code(cast.chen, cast.cells["柳林村"].pk, code=BRIDGE).code == BRIDGE


def test_the_towns_code_fits_those_of_its_villages(cast: Cast) -> None:
    set_code(cast.chen, cast.cells["石桥村"].pk, code="370829104201")
    with pytest.raises(Incomplete, match="“石桥村”的代码"):
        set_code(cast.chen, cast.cells["town"].pk, code=TOWN)
    set_code(cast.chen, cast.cells["石桥村"].pk, code=BRIDGE)
    set_code(cast.chen, cast.cells["town"].pk, code=TOWN)
    with pytest.raises(Incomplete, match="前九位"):
        set_code(cast.chen, cast.cells["柳林村"].pk, code="370829104202")


def test_a_moved_village_keeps_its_code(cast: Cast) -> None:
    set_code(cast.chen, cast.cells["石桥村"].pk, code=BRIDGE)
    moved = move_cell(cast.chen, cast.cells["石桥村"].pk, under_id=cast.cells["西片办事处"].pk, basis="甲")
    assert moved.code == BRIDGE
    with pytest.raises(Incomplete, match="已经用了"):
        set_code(cast.chen, cast.cells["柳林村"].pk, code=BRIDGE)


def test_who_does_not_keep_the_grid_gives_no_codes(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        set_code(cast.zhao, cast.cells["石桥村"].pk, code=BRIDGE)


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("chen"), reverse("cell_code", args=[cast.cells["石桥村"].pk])
    answer = client.post(page, {"code": "3708"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "12位数字" in error_at(text, "code") and 'value="3708"' in text
    assert WILLOW in plain(client.post(page, {"code": WILLOW}, follow=True).content.decode())
