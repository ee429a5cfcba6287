"""公示牌: real names, duties in the town's own words, phones as the town has chosen."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core.errors import Forbidden, Incomplete
from bihuan.grid.actions import appoint, register_person
from bihuan.grid.models import Cell
from bihuan.grid.notice_actions import set_notice
from bihuan.grid.notices import boards
from bihuan.paper import Board
from bihuan.units.actions import set_duty_phone
from tests.cast import TODAY, Cast
from tests.web.pages import error_at
from tests.web.visits import SignIn


def board_of(cast: Cast, name: str = "石桥村") -> Board:
    cell = Cell.objects.within(cast.chen.scope).get(pk=cast.cells[name].pk)
    return boards(cast.chen.scope, [cell], TODAY)[0]


def test_a_villages_board_names_its_keepers_and_the_inspectors_with_their_duties(cast: Cast) -> None:
    made = board_of(cast)
    assert [(one.post, one.name) for one in made.holders] == [
        ("村网格长", "李桂兰"),
        ("网格员", "王小红"),
        ("安全检查员", "赵强"),
    ]
    assert ("监管对象", "2家") in made.facts and ("上级网格", "东片办事处") in made.facts
    assert "举报投诉电话：12350" in made.foot
    assert "不执法" not in made.holders[1].duty and "上报隐患" in made.holders[1].duty


def test_phones_are_shown_as_the_town_has_chosen(cast: Cast) -> None:
    member = register_person(cast.xu, name="柳青", phone="13700000009")
    appoint(cast.chen, member.pk, kind="grid_member", cell_id=cast.cells["柳林村"].pk, from_on=TODAY)
    set_duty_phone(cast.zhao, phone="0537-2380119")
    shown = {}
    for phones in ("none", "office", "real"):
        set_notice(cast.chen, phones=phones, duties={})
        made = board_of(cast, "柳林村")
        shown[phones] = [one.phone for one in made.holders if one.name == "柳青"]
    assert shown == {"none": [""], "office": ["0537-2380119"], "real": ["13700000009"]}
    assert "镇值班电话：0537-2380119" in board_of(cast).foot


def test_duties_stand_in_the_towns_own_words(cast: Cast) -> None:
    set_notice(cast.chen, phones="none", duties={"grid_member": "每周走一遍，见险即报。", "village_head": ""})
    duties = {one.post: one.duty for one in board_of(cast).holders}
    assert duties["网格员"] == "每周走一遍，见险即报。" and "组织本村巡查" in duties["村网格长"]


def test_a_cell_without_a_keeper_says_so(cast: Cast) -> None:
    assert ("责任人", "待落实") in [(one.post, one.name) for one in board_of(cast, "柳林村").holders]


def test_who_does_not_keep_the_grid_sets_no_board_and_a_long_duty_is_refused(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        set_notice(cast.zhao, phones="none", duties={})
    with pytest.raises(Incomplete) as refused:
        set_notice(cast.chen, phones="none", duties={"grid_member": "巡" * 101})
    assert list(refused.value.fields) == ["grid_member"]


def test_all_boards_come_as_one_file_and_a_villages_own_to_its_head(cast: Cast, sign_in: SignIn) -> None:
    whole = sign_in("chen").get(reverse("boards_file"))
    pages = PdfReader(BytesIO(whole.content)).pages
    assert len(pages) == 5  # the town, two offices, two villages; the shop's own cell hangs none
    own = sign_in("li").get(reverse("cell_board", args=[cast.cells["石桥村"].pk]) + "?size=a4")
    assert "李桂兰" in PdfReader(BytesIO(own.content)).pages[0].extract_text()
    other = sign_in("li").get(reverse("cell_board", args=[cast.cells["柳林村"].pk]))
    assert other.status_code == 404


def test_the_page_keeps_what_was_typed_and_says_what_is_too_long(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("chen"), reverse("boards")
    assert "组织本村巡查" in client.get(page).content.decode()
    answer = client.post(page, {"phones": "none", "grid_member": "巡" * 101, "mayor": "统筹全镇。"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "最多100个字" in error_at(text, "grid_member")
    assert "统筹全镇。" in text
    assert client.post(page, {"phones": "real", "mayor": "统筹全镇。"}).status_code == 302
