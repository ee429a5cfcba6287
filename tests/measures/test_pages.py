"""The pages of measures: the form of each kind, what is in force, one decision, a revisit, what was typed is kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock, files
from bihuan.inspections.grant_actions import register_grant
from bihuan.measures.models import Clearance, Decision, Revisit
from bihuan.units.actions import register_unit
from tests.cast import FOUNDED, TODAY, Cast, picture
from tests.core.deeds import found
from tests.measures.deeds import BUREAU, DISTRICT, decide, ids, look, watch_of
from tests.web.conftest import sign_in
from tests.web.visits import photo, told_at

SignIn = Callable[[str], Client]
__all__ = ["sign_in"]


def new(cast: Cast, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('decision_new', args=[cast.units['yongan'].pk])}?{asked}"


def typed(kind: str, **more: object) -> dict[str, object]:
    return {
        "kind": kind,
        "body": BUREAU,
        "number": "东应急停〔2026〕3号",
        "decided_on": TODAY.isoformat(),
        "reason": "超量存放",
    } | more


def test_a_suspension_is_recorded_from_the_hazards_page_and_stands_on_both_pages(
    cast: Cast, sign_in: SignIn
) -> None:
    hazard, client = found(cast, cast.chen), sign_in("zhou")
    page = client.get(reverse("hazard", args=[hazard.pk])).content.decode()
    address = new(cast, hazard=hazard.pk)
    assert f'href="{address}"' in page and "登记决定" in page
    shown = client.get(address).content.decode()
    assert BUREAU in shown and f'value="{hazard.pk}" checked' in shown
    given = typed("suspend", hazards=str(hazard.pk), proof_file=photo("white"))
    refused = client.post(address, given | {"number": ""})
    assert refused.status_code == 422
    assert told_at("number", refused.content.decode()) == "请填写文号。"
    kept = refused.content.decode().split('name="proof" value="')[1].split('"')[0]
    answer = client.post(address, typed("suspend", hazards=str(hazard.pk), proof=kept), follow=True)
    assert "看守中" in answer.content.decode() and "法定职权" in answer.content.decode()
    decision = Decision.objects.within(cast.chen.scope).get()
    assert str(decision.proof_id) == kept
    for route, pk in (("hazard", hazard.pk), ("unit", hazard.unit_id)):
        assert "东应急停〔2026〕3号" in sign_in("li").get(reverse(route, args=[pk])).content.decode()
    timeline = client.get(reverse("hazard", args=[hazard.pk])).content.decode()
    assert "登记决定，停产停业整顿，东城区应急管理局东应急停〔2026〕3号，超量存放" in timeline
    assert sign_in("zhao").get(address).status_code == 403


def test_the_tabs_are_the_kinds_that_can_be_decided_now(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")

    def tabs() -> list[str]:
        page = client.get(new(cast)).content.decode()
        nav = page.split('aria-label="决定种类">')[1].split("</nav>")[0]
        return [one.split("<")[0] for one in nav.split(">") if one.split("<")[0].strip()]

    soft = ["约谈", "警示函", "通报批评"]
    assert tabs() == ["停产停业整顿", "取缔", "关闭", *soft]
    decide(cast, "suspend")
    assert tabs() == ["恢复生产经营", "取缔", "关闭", *soft]
    decide(cast, "ban")
    assert tabs() == soft
    refused = client.post(new(cast, kind="resume"), typed("resume"))
    assert refused.status_code == 409
    assert "没有可以恢复的" in refused.content.decode()
    assert "东应急停〔2026〕3号" in refused.content.decode()


@pytest.mark.parametrize(
    "nonsense", [{"kind": "x"}, {"decided_on": "昨天"}, {"hazards": "1"}, {"grant_id": "1"}]
)
def test_nonsense_is_answered_in_words(cast: Cast, sign_in: SignIn, nonsense: dict[str, str]) -> None:
    answer = sign_in("chen").post(new(cast), typed("suspend", proof_file=photo()) | nonsense)
    assert answer.status_code == 422
    assert "超量存放" in answer.content.decode()
    assert not Decision.objects.within(cast.chen.scope).exists()


def test_a_resumption_says_which_hazards_are_left(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast, cast.chen)
    decide(cast, "suspend", hazards=ids(hazard))
    page = sign_in("chen").get(new(cast, kind="resume")).content.decode()
    assert f"{hazard.number} {hazard.text}" in page and "不能恢复" in page


def test_a_delegation_that_names_suspension_is_offered(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    assert "权力来源" not in client.get(new(cast, kind="suspend")).content.decode()
    register_grant(
        cast.chen,
        body=BUREAU,
        reference="东应急委〔2026〕2号",
        papers=["suspend"],
        from_on=FOUNDED,
        to_on=TODAY,
    )
    assert "东应急委〔2026〕2号" in client.get(new(cast, kind="suspend")).content.decode()
    assert "停产停业整顿决定书" in client.get(reverse("grants")).content.decode()


def test_a_ban_is_cleared_by_and_by(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = typed("ban", body=DISTRICT, proof_file=photo(), clear_power=TODAY.isoformat())
    page = client.post(new(cast, kind="ban"), given, follow=True).content.decode()
    assert "两断三清未完成：还差断水、清除原料、清除产品、清除设备" in page
    decision = Decision.objects.within(cast.chen.scope).get()
    address = reverse("decision_clear", args=[decision.pk])
    late = {"clear_water": (TODAY + timedelta(days=1)).isoformat()}
    refused = client.post(address, late)
    assert told_at("clear_water", refused.content.decode()) == "不能晚于今天。"
    rest = {f"clear_{step}": TODAY.isoformat() for step in ("water", "material", "product", "equipment")}
    assert "两断三清已完成" in client.post(address, rest, follow=True).content.decode()
    assert Clearance.objects.within(cast.chen.scope).count() == 5


def test_a_village_head_looks_and_finds_it_back(cast: Cast, sign_in: SignIn) -> None:
    ban = decide(cast, "ban")
    address = reverse("watch_revisit", args=[ban.watch.pk])
    client = sign_in("li")
    given = {"version": "1", "finding": "returned", "note": "又开门营业"}
    refused = client.post(address, given)
    assert told_at("photos_file", refused.content.decode()) == "请拍一张现场照片。"
    page = client.post(address, given | {"photos_file": photo()}, follow=True).content.decode()
    assert "发现反弹，等待处理" in page and "又开门营业" in page
    assert "反弹待处理" in sign_in("wu").get(reverse("desk")).content.decode()
    stale = client.post(address, given | {"photos_file": photo("blue")})
    assert stale.status_code == 409 and "又开门营业" in stale.content.decode()
    hazard = Revisit.objects.within(cast.chen.scope).get(finding="returned").hazard_id
    shown = sign_in("chen").get(reverse("hazard", args=[hazard])).content.decode()
    assert "2026年6月2日回访发现反弹时登记" in shown
    keep = reverse("watch_keep", args=[ban.watch.pk])
    done = sign_in("chen").post(keep, {"version": watch_of(cast, ban).version, "note": "已清除"}, follow=True)
    assert "处理完毕，继续看守，已清除" in done.content.decode()


def test_photos_of_a_revisit_are_seen_by_those_of_the_place(cast: Cast, sign_in: SignIn) -> None:
    ban = decide(cast, "ban")
    kept = files.keep_picture(cast.wang, picture("purple"), "现场.jpg").pk
    look(cast, ban, cast.wang, photos=(kept,))
    assert Revisit.objects.within(cast.chen.scope).filter(seen_on__isnull=False).exists()
    address = reverse("file", args=[kept])
    assert sign_in("li").get(address).status_code == 200
    assert sign_in("zheng").get(address).status_code == 404


def test_the_list_costs_the_same_however_long_it_is(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    decide(cast, "ban")
    addresses = [reverse("decisions"), f"{reverse('decisions')}?state=all&kind=ban", reverse("desk")]
    with clock.moved(clock.at(TODAY + timedelta(days=5), 9)):
        before = [cost(one) for one in addresses]
        for number in range(4):
            unit = register_unit(
                cast.chen,
                name=f"石桥作坊{number}",
                category="shop",
                cell_id=cast.cells["石桥村"].pk,
                opened_on=TODAY,
            )
            there = Cast(**{**cast.__dict__, "units": {**cast.units, "yongan": unit}})
            decide(there, "ban", decided_on=TODAY)
        assert [cost(one) for one in addresses] == before


def test_filters_narrow_and_nonsense_is_left_out(cast: Cast, sign_in: SignIn) -> None:
    decide(cast, "interview", reason="约谈事由")
    decide(cast, "ban", reason="取缔事由")
    client = sign_in("chen")

    def shown(query: str) -> list[str]:
        page = client.get(f"{reverse('decisions')}?state=all&{query}").content.decode()
        return [one for one in ("约谈事由", "取缔事由") if one in page]

    assert shown("") == ["约谈事由", "取缔事由"]
    assert shown("kind=ban") == ["取缔事由"]
    assert shown("since=2026-06-03") == []
    assert shown("words=永安&kind=x&since=x") == ["约谈事由", "取缔事由"]


def test_a_wrong_decision_is_struck_out_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    ban = decide(cast, "ban")
    client = sign_in("zhou")
    address = reverse("decision_void", args=[ban.pk])
    assert address in client.get(reverse("decision", args=[ban.pk])).content.decode()
    assert told_at("note", client.post(address, {"note": ""}).content.decode()) == "请填写作废原因。"
    assert "取缔决定已作废" in client.post(address, {"note": "登错单位"}, follow=True).content.decode()
    page = client.get(reverse("decision", args=[ban.pk])).content.decode()
    assert "登记有误，2026年6月2日作废" in page and "作废决定，登错单位" in page
    assert client.post(address, {"note": "再来"}).status_code == 409
    listed = {
        state: client.get(f"{reverse('decisions')}?state={state}").content.decode()
        for state in ("", "all", "void")
    }
    found_on = [state for state, text in listed.items() if reverse("decision", args=[ban.pk]) in text]
    assert found_on == ["void"] and "没有停产、取缔中的单位" in listed[""]
