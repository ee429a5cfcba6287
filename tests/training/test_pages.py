"""The pages of training: a press from the desk, the code on the wall without an account, the exam on a phone, what was typed stays."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.training import actions
from bihuan.training.models import Attendee, Question, TrainingSession
from bihuan.training.views import coming
from bihuan.units.actions import register_unit
from tests.cast import FOUNDED, NOW, TODAY, Cast, picture
from tests.training.deeds import answered, drill, exam_of, held, plan, planned, rows
from tests.web.conftest import sign_in
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

__all__ = ["sign_in"]

pytestmark = pytest.mark.usefixtures("no_rollups")


@pytest.fixture(autouse=True)
def no_crowd() -> None:
    cache.clear()


def given(**more: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "session_id": str(new_id()),
        "title": "执法程序培训",
        "kind": "officers",
        "held_on": str(TODAY),
        "hours": "3.5",
        "place": "会议室",
        "lecturer": "陈明",
        "posts": ["inspector", "village_head"],
        "exam_count": "4",
        "pass_mark": "75",
    }
    return usual | more


def test_a_session_is_planned_on_its_page_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    address = reverse("session_new")
    page = client.get(f"{address}?kind=grid").content.decode()
    assert 'value="grid" checked' in page and 'value="grid_member" checked' in page
    wrong = client.post(address, given(hours="25", lecturer=""))
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "不能超过24" in error_at(page, "hours")
    assert error_at(page, "lecturer") == "请填写授课人。" and "执法程序培训" in page
    assert 'value="village_head" checked' in page
    upload = SimpleUploadedFile("课件.jpg", picture(), "image/jpeg")
    wrong = client.post(address, given(place="", material_file=upload))
    kept = re.search(r'name="material" value="([^"]+)"', wrong.content.decode())
    assert kept and wrong.status_code == 422
    done = client.post(address, given(material=kept[1], link="https://example.org/v"), follow=True)
    page = done.content.decode()
    assert "已安排：执法程序培训" in page and "打开课件" in page and "https://example.org/v" in page
    row = TrainingSession.objects.within(cast.chen.scope).get()
    assert row.material_id and set(rows(cast, row)) == {"赵强", "李桂兰"}
    twice = given(title="又一场")
    assert client.post(address, twice).status_code == 302
    again = client.post(address, twice)
    assert again.status_code == 409 and "不用再提交" in again.content.decode()
    assert TrainingSession.objects.within(cast.chen.scope).count() == 2


def test_who_has_an_account_signs_in_with_one_press_on_the_desk(cast: Cast, sign_in: SignIn) -> None:
    session = planned(cast)
    client = sign_in("wang")
    page = client.get(reverse("desk")).content.decode()
    assert reverse("session_sign", args=[session.pk]) in page
    done = client.post(reverse("session_sign", args=[session.pk]), follow=True).content.decode()
    assert "已签到：执法程序培训" in done and "交卷" in done
    page = client.get(reverse("desk")).content.decode()
    assert reverse("session_sign", args=[session.pk]) not in page
    assert "执法程序培训：考试" in page


def test_who_has_no_account_signs_in_by_the_code_and_sits_the_exam(cast: Cast) -> None:
    session = planned(cast, kind="enterprises", posts=[], categories=["fireworks"])
    phone, address = Client(), reverse("training_code", args=[session.code])
    assert "单位名称" in phone.get(address).content.decode()
    wrong = phone.post(address, {"name": "张晓", "phone": "139", "group": "heads", "unit_name": "永安烟花店"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "11位" in error_at(page, "phone") and "张晓" in page
    typed = {"name": "张晓", "phone": "13911112222", "group": "heads", "unit_name": "永安烟花店"}
    done = phone.post(address, typed, follow=True)
    page, ticket = done.content.decode(), done.redirect_chain[-1][0]
    assert "已签到" in page and "永安烟花店" in page and "13911112222" not in page
    row = Attendee.objects.within(cast.chen.scope).get(phone="13911112222")
    exam = exam_of(cast, row)
    right = answered(exam)
    answers = {f"q{at}": [str(one) for one in said] for at, said in enumerate(right, 1)}
    part = {"exam": str(exam.pk)} | {key: value for key, value in answers.items() if key != "q3"}
    refused = phone.post(ticket, part)
    page = refused.content.decode()
    assert refused.status_code == 422 and "第3题还没有作答" in plain(page)
    assert page.count(" checked") == sum(len(one) for at, one in enumerate(right, 1) if at != 3)
    sent = phone.post(ticket, {"exam": str(exam.pk)} | answers, follow=True).content.decode()
    assert "100分" in sent and "合格" in sent and "正确答案" in sent
    other = {"exam": str(exam.pk)} | {f"q{at}": ["0"] for at in range(1, 5)}
    again = phone.post(ticket, other, follow=True).content.decode()
    assert "以第一次交的为准" in again and "100分" in again


def test_the_code_is_shut_on_another_day_and_a_wrong_one_tells_nothing(cast: Cast) -> None:
    session = planned(cast, held_on=TODAY + timedelta(days=1))
    address = reverse("training_code", args=[session.code])
    typed = {"name": "张晓", "phone": "13911112222", "group": "villagers"}
    page = Client().get(address).content.decode()
    assert "只在培训当天" in page and 'name="phone"' not in page
    refused = Client().post(address, typed)
    assert refused.status_code == 409 and "只在培训当天" in plain(refused.content.decode())
    assert not Attendee.objects.within(cast.chen.scope).filter(phone="13911112222").exists()
    wrong = Client().get(reverse("training_code", args=["abcdefghjk"]))
    assert wrong.status_code == 404 and "执法程序" not in wrong.content.decode()
    wrong = Client().get(reverse("training_ticket", args=["abcdefghjk"]))
    assert wrong.status_code == 404


def test_nobody_fills_the_list_from_one_address(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming, "SIGNS_MAX", 2)
    session = planned(cast, posts=[])
    address = reverse("training_code", args=[session.code])
    answers = [
        Client().post(address, {"name": f"人{n}", "phone": f"1391111000{n}", "group": "villagers"})
        for n in range(3)
    ]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert "过十分钟" in plain(answers[2].content.decode()) and "人2" in answers[2].content.decode()
    assert len(rows(cast, session)) == 2


def test_the_organiser_ticks_adds_and_ends_on_the_sessions_page(cast: Cast, sign_in: SignIn) -> None:
    session = planned(cast)
    client, address = sign_in("chen"), reverse("session", args=[session.pk])
    li = rows(cast, session)["李桂兰"]
    none = client.post(reverse("session_end", args=[session.pk]), {"version": "1"}, follow=True)
    assert "还没有人签到" in none.content.decode()
    ticked = client.post(reverse("session_tick", args=[session.pk]), {"attendees": [str(li.pk)]}, follow=True)
    assert "已登记到场1人" in ticked.content.decode()
    wrong = client.post(address, {"name": "刘工", "group": "workers"})
    assert wrong.status_code == 422 and "请选择单位" in error_at(wrong.content.decode(), "unit")
    added = {"name": "刘工", "group": "workers", "unit": "柳林村便民中心工地"}
    assert "已补登：刘工" in client.post(address, added, follow=True).content.decode()
    ended = client.post(reverse("session_end", args=[session.pk]), {"version": "1"}, follow=True)
    assert "学时已计入" in ended.content.decode()
    stale = client.post(reverse("session_end", args=[session.pk]), {"version": "1"}, follow=True)
    assert "不能结束培训" in stale.content.decode()
    page = client.get(reverse("training")).content.decode()
    assert "7" in page and "2026年" in page
    poster = client.get(reverse("session_poster", args=[session.pk])).content.decode()
    assert "data:image/svg+xml" in poster and session.code in poster


def test_others_see_a_session_without_who_is_on_its_list(cast: Cast, sign_in: SignIn) -> None:
    session = planned(cast)
    page = sign_in("feng").get(reverse("session", args=[session.pk])).content.decode()
    assert "镇会议室" in page and "李桂兰" not in page
    assert sign_in("feng").post(reverse("session_end", args=[session.pk])).status_code == 403
    assert sign_in("sun").get(reverse("session", args=[session.pk])).status_code == 404


def test_who_lacks_what_stands_on_two_lists_with_a_press_each(cast: Cast, sign_in: SignIn) -> None:
    held(cast)
    client = sign_in("chen")
    page = client.get(reverse("training_persons"), {"want": "hours"}).content.decode()
    assert "学时差56.5" in page and f"{reverse('session_new')}?kind=officers" in page
    assert "李桂兰" not in page
    page = client.get(reverse("training_units"), {"want": "head"}).content.decode()
    yongan = cast.units["yongan"].pk
    assert reverse("certificate_new", args=[yongan]) in page and "石桥小学" not in page
    page = client.get(reverse("training_units"), {"want": "drill"}).content.decode()
    assert f"{reverse('drill_new')}?unit={yongan}" in page
    page = client.get(reverse("unit", args=[yongan])).content.decode()
    assert "主要负责人没有有效的考核合格证" in page


def test_questions_come_by_the_form_and_by_a_sheet(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    typed = {"kind": "single", "text": "值班谁接电话？", "options": "值班员\n门卫", "right": ""}
    wrong = client.post(reverse("question_new"), typed)
    assert wrong.status_code == 422 and "没有正确答案" in error_at(wrong.content.decode(), "right")
    assert "门卫" in wrong.content.decode()
    assert client.post(reverse("question_new"), typed | {"right": "A"}).status_code == 302

    def sheet(*lines: tuple[str, ...]) -> SimpleUploadedFile:
        book = Workbook()
        for line in (("某镇题库",), ("题型", "题目", "选项", "正确答案", "依据", "对象"), *lines):
            book.active.append(line)
        out = BytesIO()
        book.save(out)
        return SimpleUploadedFile("题库.xlsx", out.getvalue())

    good = ("多选", "巡查带什么？", "记录本；手电；相机", "AB", "镇发1号", "网格人员")
    bad = sheet(good, ("判断", "没有答案", "", "", "", ""))
    refused = client.post(reverse("question_sheet"), {"file": bad})
    assert refused.status_code == 422 and "第2题：没有正确答案" in plain(refused.content.decode())
    assert Question.objects.within(cast.chen.scope).count() == 1
    done = client.post(reverse("question_sheet"), {"file": sheet(good)}, follow=True).content.decode()
    assert "已导入1题" in done
    row = Question.objects.within(cast.chen.scope).get(kind="multiple")
    assert (row.right, row.group, row.options) == ([0, 1], "grid", ["记录本", "手电", "相机"])
    nothing = client.post(
        reverse("question_sheet"), {"file": SimpleUploadedFile("a.csv", "甲,乙\n1,2".encode())}
    )
    assert nothing.status_code == 422 and "没有找到表头" in nothing.content.decode()
    client.post(reverse("question_end", args=[row.pk]))
    assert "巡查带什么" not in client.get(reverse("questions")).content.decode()
    assert "第三十条" in client.get(reverse("questions_built_in")).content.decode()


def test_a_drill_is_entered_in_two_pages_and_its_lesson_put_right(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("feng")
    typed = {"title": "疏散", "kind": "field", "held_on": str(TODAY), "place": "店前", "scenario": ""}
    typed["drill_id"] = str(new_id())
    wrong = client.post(reverse("drill_new"), typed)
    assert wrong.status_code == 422 and "设定的情景" in error_at(wrong.content.decode(), "scenario")
    typed |= {"scenario": "货架起火", "unit": "永安烟花店"}
    step = client.post(reverse("drill_new"), typed, follow=True)
    finish = step.redirect_chain[-1][0]
    assert client.post(reverse("drill_new"), typed).status_code == 409  # pressed twice
    lesson = {"text_1": "灭火器取用慢", "person_1": "", "due_on_1": str(TODAY)}
    told = {"version": "1", "people": "4", "summary": "两分钟撤出"}
    wrong = client.post(finish, told | lesson)
    assert wrong.status_code == 422 and "都要填" in error_at(wrong.content.decode(), "person_1")
    assert "灭火器取用慢" in wrong.content.decode()
    done = client.post(finish, told | lesson | {"person_1": str(cast.people["feng"].pk)}, follow=True)
    page = done.content.decode()
    assert "参演4人" in page and "待落实" in page
    settle = re.search(r'href="(/drills/lessons/[^"]+)"', page)
    assert settle
    page = client.post(settle[1], {"done": "移到门口"}, follow=True).content.decode()
    assert "已落实" in page and "移到门口" in page


def test_a_plan_and_a_rule_on_hours_are_kept_on_their_pages(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    typed = {"title": "镇预案", "kind": "overall", "cell_id": str(cast.cells["town"].pk), "issued_on": ""}
    wrong = client.post(reverse("contingency_new"), typed)
    assert wrong.status_code == 422 and "镇预案" in wrong.content.decode()
    done = client.post(reverse("contingency_new"), typed | {"issued_on": str(TODAY)}, follow=True)
    assert "已登记：镇预案，2029-06-02前" in done.content.decode()
    row = plan(cast, title="村预案", cell_id=cast.cells["石桥村"].pk)
    told = client.post(reverse("contingency_review", args=[row.pk]), {"note": "适用"}, follow=True)
    assert "下次在2029-06-02前" in told.content.decode()
    assert "已废止" in client.post(reverse("contingency_end", args=[row.pk]), follow=True).content.decode()
    hours = {"group": "grid", "hours": "8", "source": "镇发1号"}
    page = client.post(reverse("training_hours"), hours, follow=True).content.decode()
    assert "网格人员每年8学时" in page and "镇发1号" in page
    wrong = client.post(reverse("training_hours"), hours | {"hours": "900"})
    assert wrong.status_code == 422 and "900" in wrong.content.decode()
    off = planned(cast, title="要取消的")
    page = client.post(
        reverse("session_cancel", args=[off.pk]), {"version": "1", "reason": "防汛"}, follow=True
    ).content.decode()
    assert "已取消" in page and "防汛" in page
    moved = drill(cast.chen, TODAY + timedelta(days=1), cell_id=cast.cells["town"].pk)
    page = client.post(
        reverse("drill_cancel", args=[moved.pk]), {"version": "1", "reason": "大雨"}, follow=True
    ).content.decode()
    assert "大雨" in page


def test_a_session_asks_as_much_for_many_people_as_for_few(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")

    def queries(count: int) -> tuple[int, int]:
        for at in range(count):
            number = Attendee.objects.within(cast.chen.scope).count()
            given = {"category": "chemical.station", "cell_id": cast.cells["石桥村"].pk, "opened_on": FOUNDED}
            register_unit(cast.chen, name=f"第{number}{count}{at}站", head="甲", **given)
        with CaptureQueriesContext(connection) as opening:
            session = planned(cast, title=f"{count}家", posts=[], categories=["chemical"])
        opened = len(opening)
        actions.tick(
            cast.chen,
            session.pk,
            [one.pk for one in Attendee.objects.within(cast.chen.scope).filter(session=session)],
        )
        client.get(reverse("session", args=[session.pk]))
        with CaptureQueriesContext(connection) as shown:
            client.get(reverse("session", args=[session.pk]))
        return opened, len(shown)

    few = queries(1)
    assert queries(8) == few


def test_after_three_days_the_exam_is_shut(cast: Cast, sign_in: SignIn) -> None:
    session = planned(cast)
    row = actions.sign_in(cast.wang, session.pk)
    with clock.moved(NOW + timedelta(days=4)):
        page = sign_in("wang").get(reverse("session_exam", args=[session.pk])).content.decode()
        assert "截止" in page and "交卷</button>" not in page
        ticket = Client().get(
            reverse("training_ticket", args=[row.ticket or rows(cast, session)["王小红"].ticket])
        )
        assert ticket.status_code == 200
    page = sign_in("zhao").get(reverse("session_exam", args=[session.pk]), follow=True).content.decode()
    assert "还没有签到这场培训" in page
