"""The pages on which cells are merged, split and moved."""

import pytest
from django.urls import reverse

from bihuan.grid.models import Cell
from tests.cast import Cast
from tests.grid.deeds import post_of
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

BASIS = "东政发〔2026〕3号"


def page_of(cast: Cast, deed: str, name: str = "石桥村") -> str:
    return reverse(f"cell_{deed}", args=[cast.cells[name].pk])


def test_a_village_is_moved_after_a_look_at_what_goes_along(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("chen"), page_of(cast, "move")
    text = client.get(page).content.decode()
    for words in ("永安烟花店", "李桂兰（石桥村 村网格长）", "石桥小学", "东岭镇 西片办事处"):
        assert words in text
    office = str(cast.cells["西片办事处"].pk)
    lacking = client.post(page, {"under": office})
    assert lacking.status_code == 422 and "批复文号" in error_at(lacking.content.decode(), "basis")
    assert f'value="{office}" selected' in lacking.content.decode()
    done = client.post(page, {"under": office, "basis": BASIS}, follow=True)
    told = plain(done.content.decode())
    assert "2026年6月2日迁到这里（东政发〔2026〕3号）" in told
    old = plain(client.get(reverse("cell", args=[cast.cells["石桥村"].pk])).content.decode())
    assert "2026年6月2日迁移，现为“石桥村”" in old


def test_a_village_does_not_go_under_itself_by_the_page_either(cast: Cast, sign_in: SignIn) -> None:
    given = {"under": str(cast.cells["永安烟花店"].pk), "basis": BASIS}
    answer = sign_in("chen").post(page_of(cast, "move"), given)
    assert answer.status_code == 409 and "不能迁到自己" in answer.content.decode()


def test_villages_are_merged_and_who_is_ticked_holds_no_post_any_more(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("chen"), page_of(cast, "merge")
    assert "石桥小学" in client.get(page).content.decode()
    given = {
        "into": str(cast.cells["柳林村"].pk),
        "basis": BASIS,
        "ending": [str(post_of(cast, "li").pk)],
    }
    told = plain(client.post(page, given, follow=True).content.decode())
    assert "“石桥村”并入（东政发〔2026〕3号）" in told and "王小红" in told and "李桂兰" not in told
    tree = client.get(reverse("grid")).content.decode()
    assert "石桥村" not in tree and "柳林村" in tree


def test_a_village_is_split_by_ticks(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("chen"), page_of(cast, "split")
    nothing = client.post(page, {"name": "桥东村", "basis": BASIS})
    assert nothing.status_code == 422
    assert "至少选择一个" in error_at(nothing.content.decode(), "going")
    assert 'value="桥东村"' in nothing.content.decode()
    bad = client.post(page, {"name": "桥东村", "basis": BASIS, "going": ["不是编号"]})
    assert bad.status_code == 422
    given = {"name": "桥东村", "basis": BASIS, "going": [str(cast.units["school"].pk)]}
    told = plain(client.post(page, given, follow=True).content.decode())
    assert "桥东村" in told and "石桥小学" in told
    assert Cell.objects.within(cast.chen.scope).filter(name="桥东村", ended_on__isnull=True).exists()


@pytest.mark.parametrize("key", ["zhao", "li", "zhou", "he"])
@pytest.mark.parametrize("deed", ["move", "merge", "split"])
def test_only_who_keeps_the_grid_changes_it(cast: Cast, sign_in: SignIn, key: str, deed: str) -> None:
    assert sign_in(key).get(page_of(cast, deed)).status_code == 403
