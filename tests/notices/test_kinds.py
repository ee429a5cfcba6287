"""What each app has to tell, and whom."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete
from bihuan.core.jobs import ask, work_off
from bihuan.core.models import Job
from bihuan.hazards import actions as hazards
from bihuan.measures.actions import record_decision
from bihuan.notices.kinds import KINDS
from bihuan.referrals import actions as referrals
from bihuan.referrals.actions.sending import Letter
from bihuan.summaries import actions as summaries
from bihuan.summaries.models import FormDue, Summary
from bihuan.supervision import actions as supervision
from bihuan.units.actions import register_certificate, renew_certificate, set_reminders
from bihuan.units.queries import expiring, reminders, running_out
from bihuan.units.rules import CERTIFICATES
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import found, fresh
from tests.jobs import NOTE
from tests.notices.deeds import at, bell, kinds, tick, told
from tests.summaries.deeds import form_due
from tests.summaries.test_story import finding, visit


def test_an_extension_is_asked_for_and_its_answer_comes_back(cast: Cast) -> None:
    hazard = found(cast, cast.zhao)
    wanted = TODAY + timedelta(days=21)
    asked = supervision.ask_extension(
        cast.feng, hazard.pk, reason="等配件", interim="断电看守", wanted_on=wanted
    )
    told(cast)
    assert "延期待批" in kinds(cast.zhou) and "延期待批" in kinds(cast.chen)
    version = fresh(cast, hazard.pk).version
    supervision.grant_extension(cast.zhou, asked.pk, version=version, deadline_on=wanted, answer="同意")
    told(cast)
    assert bell(cast.feng)[0] == f"延期申请已批准，期限延至2026年6月23日：{hazard.text}"
    assert "延期待批" not in kinds(cast.chen)  # it has been decided, by somebody else


def test_what_is_urgent_goes_to_all_who_can_help(cast: Cast) -> None:
    hazard = found(cast, cast.zhao)
    hazards.mark_urgent(cast.chen, hazard.pk, version=hazard.version, hours=24, note="连日高温")
    told(cast)
    for actor in (cast.zhou, cast.zhao, cast.wu, cast.li, cast.wang, cast.feng):
        assert f"列为急办，24小时内办结：{hazard.text}" in bell(actor), actor.name
    assert bell(cast.chen) == bell(cast.zheng) == []  # he did it; the department follows other units


def test_a_major_hazard_is_heard_of_by_the_leaders(cast: Cast) -> None:
    hazard = found(cast, cast.zhao, level="major")
    told(cast)
    for actor in (cast.qian, cast.shen, cast.zhou, cast.chen):
        assert bell(actor) == [f"重大隐患：{hazard.text}"]


def test_the_answer_of_another_body_comes_to_who_sent_it(cast: Cast) -> None:
    hazard = found(cast, cast.zhao, "undecided")
    due = TODAY + timedelta(days=15)
    letter = Letter("transfer", "属燃气", body="区城管委", materials=("检查记录",), due_on=due)
    sent = referrals.refer(cast.zhou, hazard.pk, letter, version=1)
    referrals.answer(cast.chen, sent.pk, version=1, note="已整改", on=TODAY)
    told(cast)
    assert bell(cast.zhou) == [f"区城管委已答复：{hazard.text}"] and "移送有了答复" not in kinds(cast.chen)


def test_a_matter_from_above_goes_to_whom_it_is_given(cast: Cast) -> None:
    due = TODAY + timedelta(days=10)
    matter = referrals.receive_assignment(
        cast.zhou, source="区安委会", title="核查烟花店", received_on=TODAY, due_on=due
    )
    told(cast)
    assert bell(cast.chen) == ["待分办：核查烟花店"]
    referrals.give_assignment(cast.chen, matter.pk, version=1, cell_id=cast.cells["石桥村"].pk)
    told(cast)
    assert bell(cast.li) == ["请承办，2026年6月12日前答复：核查烟花店"] and bell(cast.chen) == []
    referrals.give_assignment(cast.chen, matter.pk, version=2, department_id=cast.departments["城建办"].pk)
    told(cast)
    assert bell(cast.zheng) == ["请承办，2026年6月12日前答复：核查烟花店"]


def test_a_decision_is_heard_of_at_the_place(cast: Cast) -> None:
    given: dict[str, Any] = {"body": "东城区人民政府", "number": "东政〔2026〕1号", "reason": "无证经营"}
    proof = cast.photo(cast.chen)
    record_decision(cast.chen, cast.units["yongan"].pk, kind="ban", decided_on=TODAY, proof=proof, **given)
    told(cast)
    for actor in (cast.zhou, cast.zhao, cast.li, cast.feng):
        assert bell(actor) == ["东城区人民政府作出决定：取缔 东政〔2026〕1号"], actor.name


def test_a_summary_goes_to_who_signs_and_back_to_who_wrote_it(cast: Cast) -> None:
    draft = summaries.draft_summary(
        cast.chen,
        title="上半年总结",
        text="今年以来，共检查XX家次。",
        since=FOUNDED,
        until=TODAY,
        as_of=TODAY,
    )
    summaries.submit_summary(cast.chen, draft.pk, version=draft.version)
    told(cast)
    assert bell(cast.zhou) == ["请签发：上半年总结"] and bell(cast.zhao) == []
    summaries.return_summary(cast.zhou, draft.pk, version=draft.version + 1, reason="补充专项行动")
    told(cast)
    assert bell(cast.chen) == ["已退回，请修改：上半年总结"] and bell(cast.zhou) == []


def test_a_certificate_is_told_of_once_at_each_step_and_when_it_has_run_out(cast: Cast) -> None:
    until = TODAY + timedelta(days=70)
    unit = cast.units["yongan"].pk
    held = register_certificate(cast.chen, unit, kind="safety", number="AQ-1", valid_until=until)
    seen = {}
    for days in (9, 10, 11, 39, 40, 62, 63, 70, 71, 72):
        with at(TODAY + timedelta(days=days)):
            told(cast)
            seen[days] = len(bell(cast.feng))
    assert seen == {9: 0, 10: 1, 11: 1, 39: 1, 40: 2, 62: 2, 63: 3, 70: 3, 71: 4, 72: 4}
    assert "已于2026年8月11日到期" in bell(cast.li)[0]
    with at(TODAY + timedelta(days=73)):
        again = clock.today() + timedelta(days=1000)
        renew_certificate(cast.chen, held.pk, number="AQ-2", valid_until=again)
        told(cast)
        assert bell(cast.feng) == []


def test_a_town_is_reminded_as_it_says_for_each_kind(cast: Cast) -> None:
    unit, scope = cast.units["yongan"].pk, cast.feng.scope
    for kind, days in (("insurance", 80), ("plan", 40), ("licence", 20), ("standard", -1)):
        until = TODAY + timedelta(days=days)
        register_certificate(cast.chen, unit, kind=kind, number=kind, valid_until=until)
    assert [one.kind for one in expiring(scope, TODAY)] == ["standard", "licence", "plan"]
    days = dict.fromkeys(CERTIFICATES, "60、30、7") | {"insurance": "90,30", "licence": "", "standard": "7天"}
    with pytest.raises(Forbidden):
        set_reminders(cast.li, days=days)
    with pytest.raises(Incomplete) as refused:
        set_reminders(
            cast.chen, days=days | {"plan": "一个月", "fire": "9" * 5000, "trade": "6、5、4、3、2、1"}
        )
    assert sorted(refused.value.fields) == ["fire", "plan", "trade"]
    assert refused.value.fields["fire"] == refused.value.fields["plan"]
    set_reminders(cast.chen, days=days)
    assert reminders(scope).days == {"insurance": [90, 30], "licence": [], "standard": [7]}
    assert [one.kind for one in expiring(scope, TODAY)] == ["standard", "plan", "insurance"]
    soon = running_out(scope, TODAY, soon=True)
    assert set(soon) == set(expiring(scope, TODAY))
    with at(TODAY + timedelta(days=1)):
        told(cast)
        assert len(bell(cast.feng)) == 3


def test_a_job_that_failed_is_told_to_who_asked_and_a_backup_to_who_keeps_the_system(cast: Cast) -> None:
    job = ask(cast.zhao, NOTE.name, {})
    Job.registry.filter(pk=job.pk).update(attempts=9)
    work_off()
    for _ in range(2):
        events.record(Actor.clock(cast.town.pk), "fail_backup", cast.town, given={"why": "磁盘已满"})
    told(cast)
    assert kinds(cast.zhao) == ["后台任务没有办成"]
    assert bell(cast.xu) == ["备份失败"]


def test_every_kind_has_its_words_and_keys_that_last() -> None:
    assert all(key == kind.key and kind.label and kind.group for key, kind in KINDS.items())
    assert len({kind.label for kind in KINDS.values()}) == len(KINDS)


def test_who_looks_after_a_form_hears_that_it_is_filled_late_and_otherwise_since(cast: Cast) -> None:
    due = form_due(cast.chen, "安全生产月报表")
    told(cast)
    assert bell(cast.chen)[0] == ("安全生产月报表（2026年5月）已填好，请核对，2026年6月3日 17:00前上报")
    assert bell(cast.zhao) == bell(cast.sun) == []
    with at(date(2026, 6, 3), 18):
        tick(cast)
        told(cast)
        assert kinds(cast.chen)[-1] == "上级报表逾期未报"
        summaries.hand_up(cast.chen, due.pk, version=due.version)
        told(cast)
        assert "上级报表逾期未报" not in kinds(cast.chen) and "上级报表已填好" not in kinds(cast.chen)
    # somebody enters a visit of May late: the form would read otherwise
    with at(date(2026, 6, 4)):
        scan = cast.photo(cast.chen, "blue")
        given = {"visited_on": date(2026, 5, 20), "late_entry": True, "scan": scan}
        hazards.finish_check(cast.chen, visit(cast, "yongan", **given), [finding(cast, "onsite")])
    with at(date(2026, 6, 5)):
        tick(cast)
        told(cast)
        assert bell(cast.chen)[0] == "安全生产月报表（2026年5月）上报以后有1格的数变了"
        due = FormDue.objects.within(cast.chen.scope).get()
        summaries.leave_changes(cast.chen, due.pk, version=due.version)
        told(cast)
        assert "上级报表报后有变" not in kinds(cast.chen)


def test_a_bulletin_that_drafted_itself_is_told_to_the_safety_office(cast: Cast) -> None:
    with at(date(2026, 7, 1)):
        tick(cast)
        work_off()
        told(cast)
        assert "已自动起草，请核对后送签：2026年6月安全生产工作总结" in bell(cast.chen)
        assert "定期文稿已起草" not in kinds(cast.zhou)
        for draft in Summary.objects.within(cast.chen.scope):
            summaries.drop_summary(cast.chen, draft.pk, version=draft.version)
        told(cast)
        assert "定期文稿已起草" not in kinds(cast.chen)
