"""The pages of assessments: what each person sees and may do; what was typed stays; papers; nobody asks in a loop."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.accidents.rules import Counts
from bihuan.assessments import actions
from bihuan.assessments.models import Honour, Scheme, Sheet, Veto, VetoRule
from bihuan.core import clock
from bihuan.units.actions import register_unit
from tests.assessments.deeds import (
    APPEAL,
    BASIS,
    LINES,
    begun,
    fresh,
    head,
    published,
    raised,
    rows,
    score_of,
    scored,
    sheet_of,
    told,
    town,
    typed,
)
from tests.cast import FOUNDED, TODAY, Cast
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def said(client: Any, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(f"{reverse(name, args=args)}{query}")
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_scheme_is_drawn_up_begun_scored_and_told_on_the_pages(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    assert "还没有考核" in said(client, "assessments")
    page = said(client, "scheme_new", "village")
    assert "隐患整改率" in page and "巡查、打卡、照片、里程" in page
    form = _filled(client, "scheme_new", "village")
    form |= {"until": (TODAY - timedelta(days=1)).isoformat()}
    refused = client.post(reverse("scheme_new", args=["village"]), form | {"points_rate": "200"})
    assert (
        refused.status_code == 422
        and "200" in refused.content.decode()
        and "抽查整改质量" in refused.content.decode()
    )
    shown = client.post(
        reverse("scheme_new", args=["village"]), form | {"figure_rate": "grid.patrols", "bands_rate": "9得20"}
    )
    assert shown.status_code == 422 and "巡查次数、打卡、里程、照片可以凑出来" in shown.content.decode()
    client.post(reverse("scheme_new", args=["village"]), form)
    row = Scheme.objects.within(town(cast)).get()
    client.post(reverse("scheme_begin", args=[row.pk]))
    page = said(client, "scheme", row.pk)
    assert "石桥村" in page and "项没有评" in page and "告知评完的" in page
    sheet = sheet_of(cast, "石桥村")
    url = reverse("sheet_score", args=[sheet.pk, "mended"])
    wrong = client.post(url, {"points": "16", "reason": "抽查5处", "evidence": "", "version": "1"})
    assert wrong.status_code == 422
    assert "得分不能超过这一项的15分" in wrong.content.decode() and "抽查5处" in wrong.content.decode()
    right = {"points": "12", "reason": "抽查5处", "evidence": "5月30日核查", "version": "1"}
    client.post(url, right)
    late = client.post(url, right | {"points": "9"})
    assert (
        late.status_code == 409
        and "刚刚由陈明评为12分" in late.content.decode()
        and 'value="9"' in late.content.decode()
    )
    assert score_of(sheet, "mended").points == 12


def _filled(client: Any, name: str, *args: Any) -> dict[str, Any]:
    """What the form of a page shows, as a browser would send it."""
    return typed(client.get(reverse(name, args=args)).content.decode())


def test_an_edit_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    row = actions.make_scheme(cast.chen, head(), LINES)
    client = sign_in("chen")
    form = _filled(client, "scheme_edit", row.pk) | {"title": "改了名"}
    wrong = client.post(reverse("scheme_edit", args=[row.pk]), form | {"bands_rate": "很好"})
    assert (
        wrong.status_code == 422
        and "“很好”看不懂" in wrong.content.decode()
        and "改了名" in wrong.content.decode()
    )
    client.post(reverse("scheme_edit", args=[row.pk]), form)
    assert fresh(row).title == "改了名"


def test_a_village_head_sees_the_sheet_once_it_is_told_and_objects(cast: Cast, sign_in: SignIn) -> None:
    scheme = begun(cast)
    sheet = sheet_of(cast, "石桥村")
    client = sign_in("li")
    assert "待评分" in said(client, "sheet", sheet.pk)
    for one in rows(cast, scheme):
        scored(cast.chen, one, 30)
    actions.tell_sheets(cast.chen, scheme.pk)
    assert "2026年度考核75.0分" in said(client, "desk")
    page = said(client, "sheet", sheet.pk)
    assert "提异议" in page and "改分" not in page
    url = reverse("sheet_object", args=[sheet.pk, "duty"])
    assert client.post(url, {"text": ""}).status_code == 422
    client.post(url, {"text": "台账在库房"})
    office = sign_in("chen")
    assert "考核异议待答复" in said(office, "desk")
    [one] = sheet.objections.within(town(cast))
    answer = reverse("objection", args=[one.pk])
    wrong = office.post(answer, {"points": "41", "answer": "属实", "version": "1"})
    assert wrong.status_code == 422 and "不能超过这一项的40分" in wrong.content.decode()
    office.post(answer, {"points": "40", "answer": "属实", "version": "1"})
    assert "30.0分改为40.0分" in said(client, "sheet", sheet.pk)
    assert client.get(reverse("sheet", args=[sheet_of(cast, "柳林村").pk])).status_code == 404


def test_the_rows_behind_a_figure_are_those_that_were_kept(cast: Cast, sign_in: SignIn) -> None:
    published(cast, told(cast))
    sheet = sheet_of(cast, "石桥村")
    page = said(sign_in("chen"), "sheet_rows", sheet.pk, "rate")
    assert "告知时保存的记录" in page


@pytest.mark.parametrize("kind", ["department", "unit"])
def test_departments_and_units_are_assessed_too(cast: Cast, sign_in: SignIn, kind: str) -> None:
    client = sign_in("chen")
    form = _filled(client, "scheme_new", kind) | {"until": (TODAY - timedelta(days=1)).isoformat()}
    if kind == "unit":
        form |= {"category": "fireworks"}
    client.post(reverse("scheme_new", args=[kind]), form)
    row = Scheme.objects.within(town(cast)).get()
    client.post(reverse("scheme_begin", args=[row.pk]))
    mine = rows(cast, row)
    assert [one.subject_name for one in mine] == (
        ["城建办", "教委办"] if kind == "department" else ["永安烟花店"]
    )
    assert "不计" in said(client, "sheet", mine[0].pk)


def test_a_veto_from_the_desk_to_the_answer(cast: Cast, sign_in: SignIn) -> None:
    [one] = raised(cast)
    leader = sign_in("zhou")
    assert "待认定：发生生产安全事故" in said(leader, "desk")
    page = said(leader, "veto", one.pk)
    assert "决定否决" in page and "重伤1人" in page and "《地方党政领导干部安全生产责任制规定》" in page
    assert "《中华人民共和国安全生产法》第十六条" in page
    url = reverse("veto_decide", args=[one.pk])
    wrong = leader.post(
        url, {"grounds": "货架超高", "heard": "", "version": "1", "months": "12", "bars": ["honours"]}
    )
    assert (
        wrong.status_code == 422
        and "货架超高" in wrong.content.decode()
        and "请写明对方的意见" in wrong.content.decode()
    )
    given = {
        "grounds": "货架超高",
        "heard": "没有意见",
        "body": "东岭镇安全生产委员会",
        "from_on": TODAY.isoformat(),
        "months": "12",
        "bars": ["honours", "bonus"],
        "version": "1",
    }
    leader.post(url, given)
    again = leader.post(url, given)
    assert again.status_code == 409 and "货架超高" in again.content.decode()
    unit = sign_in("feng")
    assert "被一票否决：发生生产安全事故" in said(unit, "desk")
    assert "申诉" in said(unit, "veto", one.pk)
    unit.post(reverse("veto_appeal", args=[one.pk]), {"grounds": APPEAL, "version": "2"})
    twice = unit.post(reverse("veto_appeal", args=[one.pk]), {"grounds": "再申诉", "version": "2"})
    assert (
        twice.status_code == 409
        and "不用再交" in twice.content.decode()
        and "再申诉" in twice.content.decode()
    )
    leader.post(reverse("veto_answer", args=[one.pk]), {"revoked": "no", "answer": "维持", "version": "3"})
    assert fresh(one).state == "upheld"
    query = f"?subject=unit:{cast.units['yongan'].pk}"
    page = said(leader, "honours_ask", query=query)
    assert "不可以" in page and "出具查询结果" in page
    asked = _asked(leader, query)
    leader.post(reverse("honours_ask"), asked)
    row = Honour.objects.within(town(cast)).get()
    assert "不可以" in said(leader, "honour", row.pk)
    assert "在否决期内" in said(leader, "unit", cast.units["yongan"].pk)
    for name, key in (("veto_file", one.pk), ("honour_file", row.pk)):
        assert leader.get(reverse(name, args=[key]))["Content-Type"] == "application/pdf"


def _asked(client: Any, query: str) -> dict[str, Any]:
    return typed(client.get(f"{reverse('honours_ask')}{query}").content.decode())


def test_a_candidate_is_not_seen_by_whom_it_is_of(cast: Cast, sign_in: SignIn) -> None:
    [one] = raised(cast)
    client = sign_in("feng")
    assert client.get(reverse("veto", args=[one.pk])).status_code == 404
    assert "一票否决" not in said(client, "unit", cast.units["yongan"].pk)


def test_rules_are_adopted_changed_and_ended_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    assert client.post(reverse("veto_rules"), {"basis": ""}).status_code == 422
    client.post(reverse("veto_rules"), {"basis": BASIS})
    rule = VetoRule.objects.within(town(cast)).get(code="listed")
    url = reverse("veto_rule", args=[rule.pk])
    form = {
        "text": rule.text, "trigger": "listing", "days": "5", "affects": ["unit", "village"], "months": "6",
        "bars": ["honours"], "basis": BASIS, "grade": "", "deaths": "0",
    }  # fmt: skip
    assert client.post(url, form | {"months": "60"}).status_code == 422
    client.post(url, form)
    new = VetoRule.objects.within(town(cast)).get(code="listed", ended_on=None)
    assert (new.days, new.months, new.affects) == (5, 6, ["unit", "village"])
    client.post(reverse("veto_rule_end", args=[new.pk]))
    assert "已停用" in said(client, "veto_rules")
    client.post(reverse("veto_rule_new"), form | {"text": "新的"})
    assert VetoRule.objects.within(town(cast)).filter(text="新的", ended_on=None).exists()


def test_a_rule_that_ended_is_told_on_the_open_candidate(cast: Cast, sign_in: SignIn) -> None:
    [one] = raised(cast)
    client = sign_in("chen")
    client.post(reverse("veto_rule_end", args=[one.rule_id]), follow=True)
    assert "仍按原规定认定" in said(client, "veto", one.pk)


def test_a_veto_is_raised_by_hand_and_by_whom_may(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("zhao")
    assert "还没有现行的否决规定" in said(client, "veto_raise")
    actions.adopt_rules(cast.chen, basis=BASIS)
    form = _filled(client, "veto_raise")
    rule = VetoRule.objects.within(town(cast)).get(code="refusal")
    given = {
        "veto_id": form["veto_id"], "subject": f"village:{cast.cells['石桥村'].pk}",
        "rule_id": str(rule.pk), "happened_on": TODAY.isoformat(), "facts": "",
    }  # fmt: skip
    assert client.post(reverse("veto_raise"), given).status_code == 422
    client.post(reverse("veto_raise"), given | {"facts": "拒绝检查"})
    assert Veto.objects.within(town(cast)).get().subject_name == "石桥村"
    for wrong in ("unit:x", "nobody", f"unit:{cast.town.pk}"):
        assert client.post(reverse("veto_raise"), given | {"subject": wrong}).status_code == 422
    assert sign_in("wang").get(reverse("veto_raise")).status_code == 403


def test_papers_of_a_published_assessment(cast: Cast, sign_in: SignIn) -> None:
    scheme = told(cast)
    client = sign_in("chen")
    sheet = sheet_of(cast, "石桥村")
    early = client.get(reverse("scheme_notice", args=[scheme.pk]), follow=True)
    assert "公布以后才有通报" in early.content.decode()
    published(cast, scheme)
    for name, key in (("scheme_ranking", scheme.pk), ("scheme_notice", scheme.pk), ("sheet_file", sheet.pk)):
        first = client.get(reverse(name, args=[key]))
        assert first["Content-Type"] == "application/pdf"
        assert first.content == client.get(reverse(name, args=[key])).content


def test_a_scheme_asks_as_much_for_many_sheets_as_for_few(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in("chen"), []
    for number in range(3):
        for at in range(2):
            register_unit(
                cast.chen, name=f"第{number}{at}店", category=f"trade.{('wood', 'machine', 'food')[number]}",
                cell_id=cast.cells["石桥村"].pk, opened_on=FOUNDED,
            )  # fmt: skip
    for category in ("trade.wood", "trade"):
        scheme = begun(cast, kind="unit", category=category)
        client.get(reverse("scheme", args=[scheme.pk]))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("scheme", args=[scheme.pk]))
        counts.append(len(asked))
    assert Sheet.objects.within(town(cast)).count() > 6 and counts[0] == counts[1]


def test_the_clock_asks_no_more_for_more_causes(cast: Cast) -> None:
    raised(cast, Counts(deaths=3))
    with CaptureQueriesContext(connection) as asked, clock.moved(clock.at(TODAY, 10)):
        actions.note_causes(cast.chen)
    assert len(asked) < 12
