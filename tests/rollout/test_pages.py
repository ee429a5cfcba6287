"""The pages of the roll-out: each takes what it should, and keeps what was typed when it is refused."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.desk import sections_of
from bihuan.rollout import actions
from bihuan.rollout.models import Acceptance, Benchmark, Taking, Wave, WaveUnit, Willingness
from bihuan.rollout.queries import rule_of, sheet_of
from bihuan.rollout.rules import SHEET, Asked
from bihuan.units.actions import register_unit
from tests.cast import TODAY, Cast
from tests.notices.deeds import at, bell, tick, told
from tests.risks.deeds import begin
from tests.rollout.deeds import accepted, joined, scores, town, wave
from tests.web.pages import error_at
from tests.web.visits import SignIn


def test_a_unit_answers_and_is_chosen_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    client, unit = sign_in("chen"), cast.units["yongan"]
    page = client.get(reverse("rollout_unit", args=[unit.pk])).content.decode()
    assert "没有登记意愿" in page and "不符合" in page
    answer = client.post(
        reverse("rollout_willing", args=[unit.pk]), {"willing": "perhaps", "said_by": "冯永", "note": "想想"}
    )
    assert answer.status_code == 422 and "想想" in answer.content.decode()
    assert "从列表中选择" in error_at(answer.content.decode(), "willing")
    done = client.post(
        reverse("rollout_willing", args=[unit.pk]), {"willing": "yes", "said_by": "冯永"}, follow=True
    )
    assert "已登记" in done.content.decode() and Willingness.objects.within(town(cast)).get().willing
    refused = client.post(reverse("rollout_choose", args=[unit.pk]), {"ground": ""})
    assert refused.status_code == 422 and "确要选树的，请写明理由" in refused.content.decode()
    client.post(reverse("rollout_choose", args=[unit.pk]), {"ground": "烟花爆竹样板"})
    again = client.post(reverse("rollout_choose", args=[unit.pk]), {"ground": "再一次"}, follow=True)
    assert "已经是标杆企业" in again.content.decode()
    chosen = Benchmark.objects.within(town(cast)).get()
    assert "烟花爆竹样板" in client.get(reverse("rollout_benchmarks")).content.decode()
    assert "标杆企业" in client.get(reverse("unit", args=[unit.pk])).content.decode()
    address = reverse("rollout_benchmark_end", args=[chosen.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "已取消" in client.post(address, {"reason": "停产"}, follow=True).content.decode()


def test_candidates_are_listed_with_their_reasons_and_those_that_fit_first(
    cast: Cast, sign_in: SignIn
) -> None:
    unit = cast.units["school"]
    actions.ask_willingness(cast.chen, unit.pk, willing=True, said_by="校长")
    client = sign_in("chen")
    page = client.get(reverse("rollout_candidates")).content.decode()
    places = [page.index(reverse("rollout_unit", args=[cast.units[key].pk])) for key in ("school", "yongan")]
    assert places == sorted(places) and "没有登记从业人数" in page
    narrowed = client.get(reverse("rollout_candidates"), {"fits": "on", "cell": "x", "category": "nothing"})
    assert narrowed.status_code == 200 and "符合条件0家" in narrowed.content.decode()


def test_who_fits_is_chosen_in_the_list_and_the_list_stays_as_it_was_filtered(
    cast: Cast, sign_in: SignIn
) -> None:
    unit, client = cast.units["school"], sign_in("chen")
    actions.set_criteria(cast.chen, criteria=[Asked("willing", 10)], least=10)
    actions.ask_willingness(cast.chen, unit.pk, willing=True, said_by="校长")
    address, press = reverse("rollout_candidates"), reverse("rollout_choose", args=[unit.pk])
    page = client.get(address, {"fits": "on"}).content.decode()
    assert f'action="{press}"' in page and 'name="list" value="fits=on"' in page
    answer = client.post(press, {"list": "fits=on"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{address}?fits=on"
    assert "已选树为标杆企业" in answer.content.decode()
    chosen = Benchmark.objects.within(town(cast)).get()
    assert [one["says"] for one in chosen.reasons] == ["愿意"]
    again = client.post(press, {"list": "fits=on"}, follow=True)
    assert again.redirect_chain[-1][0] == f"{address}?fits=on" and "已经是标杆企业" in again.content.decode()
    other = reverse(
        "rollout_choose", args=[cast.units["yongan"].pk]
    )  # does not fit: the list offers its page
    page = client.get(address).content.decode()
    assert f'action="{other}"' not in page and "写明理由选树" in page
    refused = client.post(other, {"list": ""})
    assert refused.status_code == 422 and "请写明理由" in refused.content.decode()


def test_candidates_ask_as_much_for_many_units_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    client.get(reverse("rollout_candidates"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("rollout_candidates"))
        return len(queries)

    few = asked()
    for number in range(5):
        place = cast.cells["石桥村"].pk
        register_unit(cast.chen, name=f"小店{number}", category="shop", cell_id=place, opened_on=TODAY)
    assert asked() == few


def test_the_town_sets_its_criteria(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("zhou"), reverse("rollout_criteria")
    assert "系统自带的条件" in client.get(address).content.decode()
    given = {"points_employees": "20", "number_employees": "", "points_scale": "一", "least": "20"}
    answer = client.post(address, given)
    assert answer.status_code == 422 and 'value="一"' in answer.content.decode()
    given |= {"points_scale": "30", "must_scale": "on"}
    answer = client.post(address, given)
    assert "请填写人数" in error_at(answer.content.decode(), "number_employees")
    answer = client.post(address, given | {"number_employees": "50"}, follow=True)
    assert "已保存" in answer.content.decode()
    assert [(one.label, one.points, one.must) for one in rule_of(town(cast)).asked] == [
        ("规模以上企业", 30, True),
        ("从业人数不少于50人", 20, False),
    ]
    assert "没有改动" in client.post(address, given | {"number_employees": "50"}).content.decode()


def test_the_town_rewrites_the_score_sheet(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("chen"), reverse("rollout_sheet")
    assert client.get(address).status_code == 200
    given = {f"{name}_{one.key}": getattr(one, name) for one in SHEET for name in ("part", "text", "points")}
    given |= {"points_duty": "", "text_own0": "班前会讲风险", "points_own0": "", "least": "70"}
    answer = client.post(address, given)
    assert answer.status_code == 422 and "班前会讲风险" in answer.content.decode()
    assert "分值应为" in error_at(answer.content.decode(), "points_own0")
    client.post(address, given | {"points_own0": "10"})
    sheet = sheet_of(town(cast))
    assert (len(sheet.items), sheet.full, sheet.least) == (10, 100, 70)
    assert sheet.items[-1].text == "班前会讲风险" and "duty" not in {one.key for one in sheet.items}


def test_a_wave_is_opened_filled_and_closed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = {"kind": "all", "name": "第一批", "from_on": TODAY.isoformat(), "to_on": "明天"}
    answer = client.post(reverse("rollout_wave_new"), given)
    assert answer.status_code == 422 and "明天" in answer.content.decode()
    client.post(reverse("rollout_wave_new"), given | {"to_on": (TODAY + timedelta(days=90)).isoformat()})
    row = Wave.objects.within(town(cast)).get()
    address = reverse("rollout_wave", args=[row.pk])
    assert "永安烟花店" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"units": ["x"]}).status_code == 422
    units = [cast.units["yongan"].pk, cast.units["school"].pk]
    assert "已加入2家" in client.post(address, {"units": units}, follow=True).content.decode()
    page = client.get(reverse("rollout")).content.decode()
    assert "逐步铺开 · 第一批" in page and "step=recorded" not in page  # a nought leads nowhere
    school = WaveUnit.objects.within(town(cast)).get(unit=cast.units["school"])
    left = client.post(reverse("rollout_leave", args=[school.pk]), {"reason": "放假"}, follow=True)
    assert "已退出" in left.content.decode()
    for says in ("已结束", "已经结束"):
        closed = client.post(reverse("rollout_wave_close", args=[row.pk]), follow=True)
        assert says in closed.content.decode()


def test_units_join_a_wave_and_the_districts_list_from_the_register(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in("chen"), wave(cast.chen)
    rows = [cast.units["yongan"].pk, cast.units["site"].pk]
    given = {"do": "bulk", "what": "take_in", "row": rows, "sure": "1"}
    answer = client.post(
        reverse("units"), given | {"number": "", "body": "区局", "dated_on": TODAY.isoformat()}
    )
    assert answer.status_code == 422 and "请填写文号" in answer.content.decode()
    filled = {"number": "12号", "body": "区局", "dated_on": TODAY.isoformat()}
    assert "已办理2家" in client.post(reverse("units"), given | filled, follow=True).content.decode()
    assert Taking.objects.within(town(cast)).count() == 2
    again = client.post(reverse("units"), given | filled)
    assert again.status_code == 409 and "已经按区局12号登记" in again.content.decode()
    joins = given | {"what": "wave", "wave_id": row.pk}
    assert "已办理2家" in client.post(reverse("units"), joins, follow=True).content.decode()
    page = client.get(reverse("rollout_units"), {"step": "not_recorded", "wave": row.pk}).content.decode()
    assert "永安烟花店" in page
    assert "没有符合条件" in client.get(reverse("rollout_units"), {"step": "recorded"}).content.decode()
    void = reverse("rollout_taking_void", args=[Taking.objects.within(town(cast)).first().pk])
    assert client.post(void, {"reason": ""}).status_code == 422
    assert "已作废" in client.post(void, {"reason": "录错"}, follow=True).content.decode()
    assert "已经作废" in client.get(void, follow=True).content.decode()


def test_an_acceptance_keeps_what_was_typed_until_all_is_there(cast: Cast, sign_in: SignIn) -> None:
    row = joined(cast.chen, cast.units["yongan"])
    client, address = sign_in("chen"), reverse("rollout_accept", args=[row.pk])
    assert "还没有完成" in client.get(address, follow=True).content.decode()
    begin(cast, cast.chen)
    assert "关键" in client.get(address).content.decode()
    full = scores(cast.chen)["scores"]
    given = {f"score_{key}": points for key, points in full.items()} | {"with_whom": "冯永", "sheet_id": ""}
    answer = client.post(address, given | {"score_duty": "8", "note_points": "少一个"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "少一个" in page
    assert "差在哪里" in error_at(page, "note_duty") and "拍一张" in error_at(page, "photo_file")
    assert "请写明为什么" in error_at(page, "ground")
    given |= {"ground": "没有智能手机，纸质记录自查"}
    photo = cast.photo(cast.chen, "green")
    done = client.post(
        address, given | {"score_duty": "8", "note_duty": "说不全", "photo": photo}, follow=True
    ).content.decode()
    assert "合格，98分" in done and "说不全" in done and "纸质记录自查" in done
    kept = Acceptance.objects.within(town(cast)).get()
    assert client.get(reverse("file_thumb", args=[photo])).status_code == 200
    assert sign_in("feng").get(reverse("acceptance", args=[kept.pk])).status_code == 200
    assert sign_in("sun").get(reverse("acceptance", args=[kept.pk])).status_code == 404
    assert "不用再验收" in client.get(address, follow=True).content.decode()


def test_the_desk_says_whom_to_accept_and_a_unit_what_is_next(cast: Cast) -> None:
    row = joined(cast.chen, cast.units["yongan"])

    def desk(who: str) -> list[str]:
        sections = sections_of(getattr(cast, who), clock.now())
        return [item.text for one in sections if one.title.startswith("双重预防") for item in one.items]

    assert desk("feng") == []  # to be invited is the town's to do
    begin(cast, cast.chen)
    assert desk("zhao") == ["第一批，可以验收"]
    accepted(cast, row.pk)
    assert desk("zhao") == []
    joined(cast.chen, cast.units["school"], name="第二批")
    with at(TODAY + timedelta(days=61)):
        assert desk("zhao") == ["2026年8月1日到期，还没有验收：请企业负责人、安全管理员开通账号"]


def test_who_joined_is_told_and_so_is_a_term_that_nears(cast: Cast) -> None:
    told(cast)  # notices begin with what comes next
    row = joined(cast.chen, cast.units["yongan"])
    told(cast)
    assert "列入双重预防建设先行一步 · 第一批，2026年8月1日前完成" in bell(cast.feng)
    with at(TODAY + timedelta(days=50)):
        begin(cast, cast.chen)
        tick(cast)
        assert "“第一批”将于2026年8月1日到期，还有1家没有验收" in bell(cast.zhou)
        assert "双重预防建设可以验收（第一批）" in bell(cast.chen)
        accepted(cast, row.pk)
        told(cast)
        assert not {one for one in bell(cast.chen) if "第一批" in one}
