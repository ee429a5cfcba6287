"""The pages of risks: each takes what it should, shows what is in force, and keeps what was typed when it is refused."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from bihuan.core import clock
from bihuan.core.models import StoredFile
from bihuan.risks import actions
from bihuan.risks.models import FloorPlan, RiskPoint, TemplateUse
from bihuan.risks.queries import points, usual_keepers
from bihuan.risks.template_data import LIBRARY
from bihuan.units.actions import register_unit
from tests.cast import FOUNDED, NOW, TODAY, Cast, picture
from tests.members.deeds import joined
from tests.risks.deeds import NAMES, ORANGE, add, begin, point, step
from tests.web.conftest import sign_in
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

__all__ = ["sign_in"]

PEOPLE = {"name_company": "冯永", "phone_company": "13800000001", "name_post": "马小兵"}
JUDGED = {"method": "lec", "lec_L": "3", "lec_E": "6", "lec_C": "15"}
STEP = {"step": "开关", "hazard": "接线松动", "accidents": ["触电"], "engineering": "装漏保"}


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_the_owner_sets_the_list_up_from_the_template_of_the_trade(cast: Cast, sign_in: SignIn) -> None:
    client, unit = sign_in("feng"), cast.units["yongan"]
    assert "建立风险清单" in client.get(at("unit", unit.pk)).content.decode()
    page = client.get(at("risk_set_up", unit.pk)).content.decode()
    assert "烟花爆竹零售点：4个风险点" in plain(page)
    assert len(re.findall(r'name="kept" value="\w+" checked', page)) == 4
    assert 'name="name_company" type="text" value="冯永"' in page  # the unit's head
    sent = {"trade": "stall", "edition": "2018-1", "kept": ["store", "fire"], **PEOPLE}
    answer = client.post(at("risk_set_up", unit.pk), sent, follow=True)
    assert "已建立风险清单：2个风险点" in answer.content.decode()
    shown = plain(client.get(at("unit", unit.pk)).content.decode())
    assert "2个风险点" in shown and "红·重大风险1个" in shown
    assert "从模板建立风险清单，“烟花爆竹零售点”模板（2018-1）2个风险点，删去卸货作业、疏散通道" in shown


def test_a_set_up_that_is_refused_keeps_ticks_and_names(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["yongan"]
    sent = {"trade": "stall", "edition": "2018-1", "kept": ["store"], "name_post": "马小兵"}
    answer = sign_in("feng").post(at("risk_set_up", unit.pk), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert error_at(page, "name_company") == "请填写公司级的责任人。"
    assert 'name="name_post" type="text" value="马小兵"' in page
    assert re.findall(r'name="kept" value="(\w+)" checked', page) == ["store"]
    old = sign_in("feng").post(at("risk_set_up", unit.pk), sent | {"edition": "2017", **PEOPLE})
    assert old.status_code == 409 and "刚刚更新" in old.content.decode()
    assert re.findall(r'name="kept" value="(\w+)" checked', old.content.decode()) == ["store"]


def test_another_trade_can_be_chosen_and_every_one_opens(cast: Cast, sign_in: SignIn) -> None:
    client, unit = sign_in("chen"), cast.units["yongan"]
    for key, template in LIBRARY.items():
        page = client.get(at("risk_set_up", unit.pk), {"trade": key}).content.decode()
        assert f"{template.label}：{len(template.points)}个风险点" in plain(page)


def test_a_point_has_its_analysis_its_persons_and_its_history(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    with clock.moved(NOW.replace(day=12)):
        actions.evaluate_step(
            cast.feng, step(cast.feng, "存放").pk, version=1, occasion="process", judgement=ORANGE
        )
    page = plain(sign_in("he").get(at("risk_point", point(cast.chen, "储存间").pk)).content.decode())
    for said in (
        "安全检查表分析（SCL）",
        "L3×E6×C15＝270",
        "L3×E6×C40＝720",
        "2026年6月12日起橙·较大风险",
        "2026年6月2日起红·重大风险至2026年6月12日",
        "公司级冯永138****0001负责",
        "存放数量没有超过许可每天·岗位级",
        "来源“烟花爆竹零售点”模板，已修改",
        "评价风险，“存放”，工艺、设备、材料或者人员变更，L3×E6×C15＝270，较大风险",
    ):
        assert said in page, said
    assert "统一指定" not in page and "13800000001" not in page


def test_the_tables_stand_beside_the_values_and_a_value_outside_is_refused(
    cast: Cast, sign_in: SignIn
) -> None:
    begin(cast, cast.feng)
    client, mine = sign_in("feng"), step(cast.feng, "存放")
    page = client.get(at("risk_evaluate", mine.pk)).content.decode()
    assert "可能，但不经常" in page and "非常严重，死亡1至2人" in page and "DB37/T 2882—2016" in page
    assert re.search(r'name="lec_C" value="40"[^>]* checked', page)
    sent = {"version": 1, "occasion": "process", **JUDGED, "lec_L": "2", "with_whom": "马小兵"}
    answer = client.post(at("risk_evaluate", mine.pk), sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "L（发生事故的可能性）只能取表中的10、6、3、1、0.5、0.2、0.1" in shown
    assert 'value="马小兵"' in shown and re.search(r'name="lec_E" value="6"[^>]* checked', shown)
    done = client.post(at("risk_evaluate", mine.pk), sent | {"lec_L": "3"}, follow=True)
    assert "“存放”已评价：L3×E6×C15＝270，橙·较大风险" in done.content.decode()


def test_of_two_who_evaluate_at_once_the_second_sees_the_first_and_keeps_his_own(
    cast: Cast, sign_in: SignIn
) -> None:
    begin(cast, cast.feng)
    mine = step(cast.feng, "存放")
    sent = {"version": 1, "occasion": "process", **JUDGED, "proposed": "加装电子秤"}
    assert sign_in("chen").post(at("risk_evaluate", mine.pk), sent).status_code == 302
    answer = sign_in("feng").post(at("risk_evaluate", mine.pk), sent | {"lec_C": "3"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚刚被别人修改过" in page and "加装电子秤" in page
    assert "刚刚保存的评价" in page and "L3×E6×C15＝270" in page
    assert re.search(r'name="lec_C" value="3"[^>]* checked', page) and 'name="version" value="2"' in page


def test_a_point_is_added_with_its_step_and_persons(cast: Cast, sign_in: SignIn) -> None:
    client, unit = sign_in("feng"), cast.units["yongan"]
    sent = {"name": "配电箱", "kind": "equipment", "where": "店内", **STEP, **JUDGED, **PEOPLE}
    lines = {"check_0": "漏保试跳正常", "every_0": "month", "level_0": "post"}
    short = client.post(at("risk_point_new", unit.pk), sent | lines | {"where": "", "every_0": "年"})
    page = short.content.decode()
    assert short.status_code == 422
    assert error_at(page, "where").startswith("请填写在单位的哪个部位")
    assert "多长时间检查一次" in error_at(page, "check_0")
    assert "漏保试跳正常" in page and 'value="触电" checked' in page
    done = client.post(at("risk_point_new", unit.pk), sent | lines, follow=True)
    assert "已增加风险点“配电箱”：橙·较大风险" in done.content.decode()
    box = point(cast.feng, "配电箱")
    assert [one.level for one in usual_keepers(cast.feng.scope, unit).values()] == ["company", "post"]
    client.post(at("risk_step_new", box.pk), {**STEP, "step": "箱门", **JUDGED})
    edited = client.get(at("risk_step_edit", step(cast.feng, "开关").pk)).content.decode()
    assert "漏保试跳正常" in edited and 'value="装漏保"' not in edited and "装漏保" in edited
    for name in ("risk_point_edit", "risk_point_end", "risk_point_keepers", "risk_point_place"):
        assert client.get(at(name, box.pk)).status_code == 200, name
    assert (
        client.post(
            at("risk_step_end", step(cast.feng, "箱门").pk), {"version": 1, "reason": "拆"}
        ).status_code
        == 302
    )
    far = {"latitude": "34.5", "longitude": "116.2", "datum": "wgs84"}
    assert client.post(at("risk_point_place", box.pk), far).status_code == 302
    assert point(cast.feng, "配电箱").latitude == 34.5
    wrong = client.post(at("risk_point_place", box.pk), far | {"latitude": "134"})
    assert wrong.status_code == 422 and error_at(wrong.content.decode(), "latitude")


def test_the_yearly_evaluation_is_confirmed_at_one_press(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    store = point(cast.feng, "储存间")
    client = sign_in("feng")
    asked = {"why": "yearly", "note": "", "chosen": [str(store.pk)]}
    assert (
        "应重新评价"
        in client.post(at("unit_risk_review", store.unit_id), asked, follow=True).content.decode()
    )
    assert "应重新评价" in client.get("/").content.decode()
    page = client.get(at("risk_point", store.pk)).content.decode()
    assert "维持原评价" in page
    version = re.search(r'confirm/".*?name="version" value="(\d+)"', page, re.DOTALL)
    assert version
    sent = {"version": version[1], "with_whom": "马小兵"}
    for says in ("已评价：维持重大风险", "刚刚被别人修改过"):
        assert says in client.post(at("risk_point_confirm", store.pk), sent, follow=True).content.decode()
    none = client.post(at("unit_risk_review", store.unit_id), {"why": "accident", "note": ""})
    assert none.status_code == 422 and "请勾选要重新评价的风险点" in none.content.decode()


def big(side: int) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return SimpleUploadedFile("平面图.png", out.getvalue(), "image/png")


def test_a_plan_of_a_hundred_megapixels_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    client, unit = sign_in("feng"), cast.units["yongan"]
    kept = StoredFile.objects.within(cast.feng.scope).count()
    for upload in ({"file_file": big(10_000), "way": "picture"},):
        answer = client.post(at("risk_plan_lay", unit.pk), upload)
        assert answer.status_code == 422 and "图片尺寸过大（超过5千万像素）" in answer.content.decode()
    said = client.post(at("file_upload"), {"file": big(10_000)})
    assert said.status_code == 422 and "图片尺寸过大" in said.json()["error"]
    assert StoredFile.objects.within(cast.feng.scope).count() == kept
    assert not FloorPlan.objects.within(cast.feng.scope).exists()
    none = client.post(at("risk_plan_lay", unit.pk), {"way": "picture"})
    assert none.status_code == 422 and "请选择平面图的图片" in none.content.decode()


def test_points_are_put_on_the_plan_by_a_press_or_by_per_cent(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    client, unit = sign_in("feng"), cast.units["yongan"]
    plan = at("risk_plan", unit.pk)
    assert "还没有平面图" in client.get(plan).content.decode()
    given = SimpleUploadedFile("图.jpg", picture("green"), "image/jpeg")
    page = client.post(
        at("risk_plan_lay", unit.pk), {"file_file": given, "way": "picture"}, follow=True
    ).content.decode()
    assert 'viewBox="0 0 1000 750"' in page and "在图上按一下：<b>01 储存间</b>" in page
    (laid,) = FloorPlan.objects.within(cast.chen.scope)
    assert client.get(at("file", laid.file_id)).status_code == 200
    assert sign_in("sun").get(at("file", laid.file_id)).status_code == 404
    store = point(cast.feng, "储存间")
    wrong = client.post(plan, {"point": store.pk, "x": "140", "y": "20"})
    assert wrong.status_code == 422 and 'value="140"' in wrong.content.decode()
    after = client.post(plan, {"point": store.pk, "x": "25.5", "y": "50"}, follow=True).content.decode()
    assert "在图上按一下：<b>02 卸货作业</b>" in after and 'transform="translate(255.0 375.0)"' in after
    seen = sign_in("he").get(plan).content.decode()
    assert "01 储存间：红·重大风险" in seen and "data-spot" not in seen
    sign_in("he").post(plan, {"point": store.pk, "x": "1", "y": "1"})
    assert point(cast.feng, "储存间").x == 0.255


def test_an_outline_in_words_puts_points_into_their_rooms(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    client, unit = sign_in("feng"), cast.units["yongan"]
    assert "后屋 门前 店内" in client.get(at("risk_plan_lay", unit.pk)).content.decode()
    page = client.post(
        at("risk_plan_lay", unit.pk), {"way": "outline", "outline": "后屋\n店内 柜台"}, follow=True
    ).content.decode()
    assert '<g class="room red">' in page and '<g class="room yellow">' in page
    assert "在图上按一下：<b>02 卸货作业</b>" in page  # 门前 is no room
    assert [one.x is not None for one in points(cast.feng.scope).order_by("number")] == [
        True, False, True, True
    ]  # fmt: skip
    bad = client.post(at("risk_plan_lay", unit.pk), {"way": "outline", "outline": "仓" * 13})
    assert bad.status_code == 422 and "太长" in bad.content.decode()
    actions.place_point(cast.feng, point(cast.feng, "卸货作业").pk, x=0.1, y=0.1)
    client.post(at("risk_plan_lay", unit.pk), {"way": "outline", "outline": "门前", "afresh": "on"})
    assert [one.x for one in points(cast.feng.scope).order_by("number")] == [None, 0.5, None, None]


def test_the_town_sees_its_points_by_grade_state_and_place(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    add(cast.chen, cast.units["site"], name="塔吊")
    client = sign_in("chen")

    def found(**query: object) -> set[str]:
        page = client.get(at("risks"), query).content.decode()
        return {one.name for one in RiskPoint.objects.within(cast.chen.scope) if f">{one.name}</a>" in page}

    assert len(found()) == 5
    assert found(grade=1) == {"储存间", "卸货作业"}
    assert found(category="building") == found(cell=cast.cells["西片办事处"].path) == {"塔吊"}
    assert found(words="永安", kind="activity") == {"卸货作业"} and found(words="塔") == {"塔吊"}
    store = point(cast.chen, "储存间")
    actions.ask_review(cast.chen, store.unit_id, chosen=[store.pk], why="process", note="换货架")
    assert found(state="asked") == {"储存间"} and not found(state="late") and not found(state="unkept")
    assert found(grade="9") == found(unit="好") == found()
    assert found(unit=cast.units["site"].pk) == {"塔吊"}
    ledger = plain(client.get(at("risk_list"), {"unit": cast.units["yongan"].pk}).content.decode())
    assert "限量标志、独立隔间" in ledger and "公司级" in ledger and "塔吊" not in ledger
    majors = plain(client.get(at("risk_majors")).content.decode())
    assert (
        "超量存放" in majors
        and "138****0001" in majors
        and "13800000001" not in majors
        and "私拉电线" not in majors
    )


def test_a_head_without_a_list_begins_at_the_desk_and_invites_whom_he_named(
    cast: Cast, sign_in: SignIn
) -> None:
    """唐 comes in for the first time: 永安 has nothing yet. 马 is named for the posts and cannot sign in; 冯 can."""
    unit = cast.units["yongan"]
    cast.people["tang"] = joined(cast.chen, unit)
    client = sign_in("tang")
    desk = client.get("/").content.decode()
    assert "还没有建立风险清单" in desk and at("risk_set_up", unit.pk) in desk
    begin(cast, cast.feng)
    assert "还没有建立风险清单" not in client.get("/").content.decode()
    page = client.get(at("unit_risks", unit.pk)).content.decode()
    assert "邀请马小兵" in page and "邀请冯永" not in page and at("point_plates", unit.pk) in page
    address = next(
        one for one in re.findall(r'href="([^"]+)"', page) if at("member_invite", unit.pk) in one
    ).replace("&amp;", "&")
    form = client.get(address).content.decode()
    assert "马小兵" in form and "13800000002" in form
    sent = {"kind": "post_worker", "name": "马小兵", "phone": "13800000002", "days": "7"}
    assert client.post(address, sent).status_code == 200
    assert "邀请马小兵" not in client.get(at("unit_risks", unit.pk)).content.decode()
    assert "邀请马小兵" not in sign_in("feng").get(at("unit_risks", unit.pk)).content.decode()


def test_a_copied_file_is_shown_to_the_town_as_a_doubt(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    says = "清单与模板完全相同"
    unit = at("unit", cast.units["yongan"].pk)
    assert says in sign_in("chen").get(unit).content.decode()
    assert says not in sign_in("feng").get(unit).content.decode()
    add(cast.feng, cast.units["yongan"])
    assert says not in sign_in("chen").get(unit).content.decode()
    assert TemplateUse.objects.within(cast.chen.scope).get().added == 1


def test_the_page_of_setting_up_offers_what_suits_the_unit_above_all_others(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(LIBRARY, "stall")
    unit = cast.units["site"]
    page = sign_in("chen").get(at("risk_set_up", unit.pk)).content.decode()
    suiting, others = page.index("适合本单位的"), page.index("其他行业")
    assert suiting < page.index(">建筑工地<") < others < page.index(">电镀喷涂<")
    shop = sign_in("chen").get(at("risk_set_up", cast.units["yongan"].pk)).content.decode()
    assert "没有正合本单位行业的模板" in shop and "适合本单位的" not in shop


def test_a_unit_taken_in_without_a_list_and_points_without_a_person_stand_on_the_desk(
    cast: Cast, sign_in: SignIn
) -> None:
    given = {"category": "trade.wood", "cell_id": cast.cells["石桥村"].pk, "opened_on": FOUNDED}
    unit = register_unit(cast.chen, name="石桥板材厂", pilot_from=TODAY, **given)
    desk = sign_in("chen").get("/").content.decode()
    assert "还没有建立风险清单" in desk and at("risk_set_up", unit.pk) in desk
    begin(cast, cast.feng)
    actions.evaluate_step(
        cast.feng,
        step(cast.feng, "通道").pk,
        version=1,
        occasion="process",
        judgement=actions.Judged("", {}, "law", "锁闭"),
    )
    assert "1个风险点没有人负责" in sign_in("feng").get("/").content.decode()
    assert "没有人负责" in sign_in("feng").get(at("unit_risks", cast.units["yongan"].pk)).content.decode()
    sign_in("feng").post(at("unit_risk_keepers", cast.units["yongan"].pk), PEOPLE)
    assert "没有人负责" not in sign_in("feng").get("/").content.decode()


@pytest.mark.parametrize("name", ["unit_risks", "risk_plan", "unit", "risk_list"])
def test_a_page_asks_as_much_for_many_points_as_for_few(cast: Cast, sign_in: SignIn, name: str) -> None:
    begin(cast, cast.feng, kept=["store"])
    actions.lay_plan(cast.feng, cast.units["yongan"].pk, outline="后屋")
    client = sign_in("chen")
    args = () if name == "risk_list" else (cast.units["yongan"].pk,)

    def cost() -> int:
        client.get(at(name, *args))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(name, *args)).status_code == 200
        return len(asked)

    few = cost()
    for number in range(5):
        add(cast.feng, cast.units["yongan"], name=f"配电箱{number}", named=NAMES)
    assert cost() == few


def test_who_evaluates_graver_is_led_to_name_who_answers(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    client, mine = sign_in("feng"), step(cast.feng, "通道")
    sent = {"version": 1, "occasion": "process", **JUDGED, "lec_L": "10", "lec_C": "40"}
    answer = client.post(at("risk_evaluate", mine.pk), sent, follow=True)
    page = answer.content.decode()
    assert "“疏散通道”升为重大风险，请核对各级责任人" in page
    assert 'name="name_company" type="text" value="冯永"' in page
    people = {"name_company": "冯永", "name_post": "马小兵"}
    saved = client.post(at("risk_point_keepers", mine.point_id), people, follow=True)
    assert "“疏散通道”的责任人已保存" in saved.content.decode()
    assert "没有责任人" not in saved.content.decode()
