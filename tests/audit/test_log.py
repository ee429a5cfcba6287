"""The log's page: every event in words, filters, the way out, the state of the chain."""

import ast
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.audit.actions import check_chain
from bihuan.audit.models import ChainCheck
from bihuan.audit.words import DEEDS, GROUPS, change, masked, sentence
from bihuan.core import clock, events
from bihuan.core.duties import run_due
from bihuan.core.jobs import work_off
from bihuan.core.models import Event
from bihuan.grid.actions import register_person, revise_person
from bihuan.grid.models import Handover
from bihuan.hazards.timeline import LABELS
from bihuan.units.actions import revise_unit
from tests.accounts.deeds import give_password, press, text_of
from tests.cast import NOW, Cast
from tests.core.deeds import found
from tests.habits.sources import dotted, modules
from tests.routes.world import build
from tests.web.pages import plain
from tests.web.visits import SignIn


def actions_written() -> set[str]:
    """The actions that stand in the sources as they are given to the log."""
    return {
        word.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in ("record", "Entry")
        for word in node.args[:2]
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    }


def test_every_event_that_the_sources_write_has_its_words() -> None:
    assert len(actions_written()) > 60
    assert not sorted(one for one in actions_written() if one not in LABELS)
    assert not [one for _, deeds in DEEDS.values() for one in deeds if one not in LABELS]


def test_every_event_of_a_lived_in_town_is_told_and_stands_in_a_group(cast: Cast) -> None:
    build(cast)
    known = {kind for _, kinds in GROUPS.values() for kind in kinds}
    events = list(Event.objects.within(cast.chen.scope))
    assert len(events) > 60
    for event in events:
        assert event.action in LABELS, event.action
        assert event.subject_type in known, event.subject_type
        assert sentence(event) and not any(
            code.isascii() and code.isalpha() for code in change(event).split()
        )


def rows(text: str) -> list[str]:
    return [plain(row) for row in text.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]]


def test_who_did_what_to_whom_the_newest_first(cast: Cast, sign_in: SignIn) -> None:
    found(cast, cast.chen, text="电线裸露")
    revise_person(cast.xu, cast.people["zhao"].pk, name="赵强", username="zhao", card="11010099")
    shown = rows(text_of(sign_in("xu").get(reverse("log"))))
    assert "许安" in shown[0] and "修改人员资料，执法证号" in shown[0] and "赵强" in shown[0]
    assert any("陈明" in row and "登记隐患" in row and "永安烟花店" in row for row in shown)
    assert not [row for row in shown if "孙越" in row]  # of the next town


@pytest.mark.parametrize("key", ["qian", "zhou", "chen", "xu"])
def test_leaders_the_head_and_the_administrator_see_it(cast: Cast, sign_in: SignIn, key: str) -> None:
    assert sign_in(key).get(reverse("log")).status_code == 200


@pytest.mark.parametrize("key", ["zhao", "li", "feng", "he"])
def test_nobody_else_does(cast: Cast, sign_in: SignIn, key: str) -> None:
    client = sign_in(key)
    assert client.get(reverse("log")).status_code == 403
    assert (
        client.get(reverse("log_entry", args=[Event.objects.within(cast.xu.scope)[0].pk])).status_code == 403
    )
    assert client.post(reverse("log_check")).status_code == 403


def test_what_was_handed_over_before_it_was_called_a_submission_stands_with_documents(
    cast: Cast, sign_in: SignIn
) -> None:
    """The log of before called a batch of documents as it called the hand-over of a post."""
    given = {"number": "移交〔2026〕7号", "body": "东城区应急管理局", "rows": 3}
    events.record(cast.chen, "hand_over_writs", Handover(), given=given)
    assert events.check(cast.town.pk) is None
    client = sign_in("xu")

    def seen(about: str) -> str:
        return client.get(reverse("log"), {"about": about}).content.decode()

    assert "移交〔2026〕7号" in seen("inspection")
    assert "移交〔2026〕7号" not in seen("grid")
    assert "石桥村" in seen("grid")


def test_filters_by_kind_deed_day_name_and_record(cast: Cast, sign_in: SignIn) -> None:
    give_password(cast, "zhao")
    press(sign_in("zhao"), "zhao")
    with clock.moved(NOW + timedelta(days=3)):
        hazard = found(cast, cast.chen)
        client = sign_in("xu")

        def seen(**query: object) -> str:
            return "".join(rows(text_of(client.get(reverse("log"), query))))

        assert "登记隐患" in seen(about="hazard") and "任命" not in seen(about="hazard")
        assert "任命" in seen(deed="rights") and "登记隐患" not in seen(deed="rights")
        assert "登记隐患" in seen(since="2026-06-04") and "任命" not in seen(since="2026-06-04")
        assert "登记隐患" not in seen(until="2026-06-04") and "任命" in seen(until="2026-06-02")
        assert "登记隐患" in seen(subject=hazard.pk) and "任命" not in seen(subject=hazard.pk)
        assert "赵强" in seen(words="赵强") and "冯永" not in seen(words="赵强")
        assert "登记隐患" in seen(words="陈明", about="hazard")
        assert len(seen(about="x", since="昨天", subject="x")) > 100  # what cannot be read is left out


def test_a_phone_in_the_log_shows_its_ends_alone(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["yongan"]
    revise_unit(cast.chen, unit.pk, version=unit.version, head="冯永", phone="13912345678")
    event = Event.objects.within(cast.xu.scope).filter(action="revise_unit").get()
    page = text_of(sign_in("xu").get(reverse("log_entry", args=[event.pk])))
    assert "13912345678" not in page and event.hash in page
    assert masked("电话13912345678，编号20261391234567812") == "电话139****5678，编号20261391234567812"


def test_what_is_taken_out_is_defused_and_itself_written_down(cast: Cast, sign_in: SignIn) -> None:
    register_person(cast.xu, name="=cmd|'/c calc'!A1")
    client = sign_in("xu")
    answer = client.post(f"{reverse('log')}?about=person", {"do": "export"})
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any("=cmd" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    last = Event.objects.within(cast.xu.scope).order_by("-seq")[0]
    assert (last.action, last.given["list"]) == ("export_list", "log")
    assert "导出清单，“操作日志”" in rows(text_of(client.get(reverse("log"))))[0]


def test_the_clock_walks_the_chain_each_day_and_all_of_it_each_month(
    cast: Cast, sign_in: SignIn, no_rollups: None
) -> None:
    town = cast.town.pk
    assert "还没有核对过" in text_of(sign_in("xu").get(reverse("log")))
    for day in range(32):
        with clock.moved(NOW + timedelta(days=day)):
            run_due(town)
            run_due(town)
    checks = ChainCheck.objects.within(cast.xu.scope).order_by("at", "pk")
    assert [one.from_seq == 0 for one in checks] == [True, *[False] * 29, True, False]
    assert not [one for one in checks if one.broken_seq]
    page = text_of(sign_in("xu").get(reverse("log")))
    assert "逐条相符" in page and "系统时钟核对" in plain(page)


def test_a_changed_event_is_named_on_the_page_and_on_the_desk(cast: Cast, sign_in: SignIn) -> None:
    check_chain(cast.xu, whole=True)
    Event.objects.within(cast.xu.scope).filter(seq=3).update(actor_name="别人")
    assert check_chain(cast.xu, whole=False).broken_seq is None  # what is new fits
    client = sign_in("xu")
    asked = client.post(reverse("log_check"))
    work_off()
    assert "第3条内容被改动" in text_of(client.get(asked["Location"]))
    assert "核对不符：第3条内容被改动" in text_of(client.get(reverse("log")))
    assert "操作日志核对不符" in text_of(client.get(reverse("desk")))
    assert "操作日志核对不符" not in text_of(sign_in("zhao").get(reverse("desk")))
    again = check_chain(cast.xu, whole=False)
    assert again.broken_seq == 3 and again.from_seq == 0  # nothing new covers what was found broken


def test_the_last_event_changed_after_it_was_walked_is_found_by_the_next_walk(cast: Cast) -> None:
    last = check_chain(cast.xu, whole=True).upto_seq
    Event.objects.within(cast.xu.scope).filter(seq=last).update(hash="0" * 64)
    assert check_chain(cast.xu, whole=False).broken_seq == last


def test_an_event_of_another_town_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    assert (
        sign_in("xu").get(reverse("log_entry", args=[Event.objects.within(cast.sun.scope)[0].pk])).status_code
        == 404
    )
