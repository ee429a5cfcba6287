"""A tip from its sending to its answer and its reward; who sent it stays sealed."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import serializers
from django.db import connection

from bihuan.audit.actions import reveal
from bihuan.backup.outside import closed_after_restore, to_be_kept
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import Event
from bihuan.core.personal import PERSONAL
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.grid.boundary_actions import merge_cell
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import from_origin
from bihuan.hazards.timeline import told
from bihuan.tipoffs import actions
from bihuan.tipoffs.actions import Told
from bihuan.tipoffs.models import Question, Tip
from bihuan.tipoffs.queries import progress, tip_by_word
from bihuan.tipoffs.rules import GENERAL, TRAPPED, Ground, Identity, Terms
from tests.cast import FOUNDED, TODAY, Cast
from tests.core import deeds as loop
from tests.tipoffs.deeds import (
    SLEEPS,
    ZHANG,
    answered,
    approved,
    checked,
    done,
    fresh,
    looked_into,
    proposed,
    senders,
    sent,
    stranger,
    taken,
)


def test_a_tip_becomes_a_hazard_of_the_loop_and_is_answered(cast: Cast) -> None:
    tip, word = sent(cast)
    assert (tip.number, tip.state, tip.due_on) == ("举2026-0001", "received", TODAY + timedelta(days=7))
    taken(cast, tip)
    assert fresh(cast, tip).check_due_on == TODAY + timedelta(days=60)
    found = loop.fresh(cast, looked_into(cast, tip))
    assert (found.origin, found.state, found.unit_id) == ("tip", "ordered", cast.units["yongan"].pk)
    checked(cast, tip)
    row = answered(cast, tip)
    assert (row.state, row.answered_on) == ("answered", TODAY)
    by_word = tip_by_word(word.lower().replace("-", " "))
    assert by_word is not None
    assert (progress(by_word).answer, progress(by_word).verdict) == ("已责令搬离，感谢您", "属实")
    trail = [one.action for one in events.trail(cast.chen.scope, tip.pk)]
    assert trail == ["send_tip", "accept_tip", "check_on_site", "check_tip", "answer_tip"]


def test_whoever_may_not_look_sees_no_tip(cast: Cast) -> None:
    """The town's people see one at once, the village and the department when it is given to them, the unit never."""
    tip, _ = sent(cast)
    seen = lambda actor: Tip.objects.within(actor.scope).filter(pk=tip.pk).exists()  # noqa: E731
    assert seen(cast.zhao)
    assert not (seen(cast.li) or seen(cast.feng) or seen(cast.lu) or seen(cast.sun))
    taken(cast, tip, post="", cell_id=cast.cells["石桥村"].pk)
    assert seen(cast.li)
    assert not (seen(cast.feng) or seen(cast.lu))
    with pytest.raises(Incomplete):
        taken(cast, tip, post="", cell_id=cast.cells["永安烟花店"].pk)
    for act in (cast.feng, cast.lu, cast.li):
        with pytest.raises((Forbidden, NotFound)):
            actions.pass_tip_on(act, tip.pk, version=fresh(cast, tip).version, body="区局", reason="不是")


def test_the_unit_is_not_told_that_its_hazard_comes_from_a_tip(cast: Cast) -> None:
    tip, _ = sent(cast)
    taken(cast, tip)
    hazard = loop.fresh(cast, looked_into(cast, tip))
    assert (hazard.found_by, hazard.source_label) == ("检查", "镇级检查")
    for actor, kinds in (
        (cast.chen, ("tip",)),
        (cast.li, ("town",)),
        (cast.feng, ("town",)),
        (cast.lu, ("town",)),
    ):
        found = [
            origin
            for origin in ("town", "tip")
            if from_origin(Hazard.objects.within(actor.scope), actor.scope, origin).exists()
        ]
        assert tuple(found) == kinds
    said = [told(one).text for one in events.trail(cast.chen.scope, hazard.pk)]
    assert not any("举报" in text for text in said)


def test_who_sent_it_is_sealed_and_stands_nowhere_else(cast: Cast) -> None:
    done(cast, identity=ZHANG)
    (row,) = senders(cast)
    rows = serializers.serialize("json", [row, row.tip])
    log = str(list(Event.objects.within(cast.chen.scope).values_list("given", "actor_name")))
    for secret in ("张举报", "13700001234"):
        assert secret not in rows + log
    assert (row.tip.is_named, row.tip.sender_label) == (True, "实名")
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "13700001234" not in str(cursor.fetchall()), table


def test_only_named_posts_look_and_the_log_keeps_each_look(cast: Cast) -> None:
    tip, _ = sent(cast, identity=ZHANG)
    kind = PERSONAL["tip.sender"]
    for actor in (cast.zhao, cast.qian, cast.he, cast.feng, cast.li):
        with pytest.raises(Forbidden):
            reveal(actor, kind, tip.pk, reason="contact", words="核实举报内容")
    with pytest.raises(Incomplete):
        reveal(cast.chen, kind, tip.pk, reason="contact", words="")
    shown = reveal(cast.chen, kind, tip.pk, reason="contact", words="核实举报内容")
    assert shown.value == "姓名：张举报；电话：13700001234"
    look = events.trail(cast.chen.scope, tip.pk).last()
    assert look is not None
    assert (look.action, look.actor_name) == ("reveal", "陈明")
    assert look.given == {"what": "举报人身份", "why": "联系办理检查、整改", "reason": "核实举报内容"}
    other, _ = sent(cast)
    with pytest.raises(NotFound, match="匿名举报"):
        reveal(cast.chen, kind, other.pk, reason="contact", words="核实举报内容")


def test_without_its_key_an_identity_is_lost_and_that_is_said(cast: Cast, tmp_path: Path) -> None:
    tip, _ = sent(cast, identity=ZHANG)
    assert Path(settings.IDENTITY_KEY).stat().st_mode & 0o777 == 0o600
    assert "identity.key" in to_be_kept()[0]
    assert closed_after_restore() == []
    kept = settings.IDENTITY_KEY
    settings.IDENTITY_KEY = tmp_path / "identity.key"
    try:
        assert "1条举报人的姓名、电话、收款账户打不开" in closed_after_restore()[0]
        with pytest.raises(NotAllowed, match="放回"):
            reveal(cast.chen, PERSONAL["tip.sender"], tip.pk, reason="contact", words="核实举报内容")
        sent(cast, identity=ZHANG)  # a new key seals what comes now, and opens nothing of before
        with pytest.raises(NotAllowed, match="另一把密钥"):
            reveal(cast.chen, PERSONAL["tip.sender"], tip.pk, reason="contact", words="核实举报内容")
    finally:
        settings.IDENTITY_KEY = kept


def test_a_seal_opens_for_its_own_tip_only(cast: Cast) -> None:
    first, _ = sent(cast, identity=ZHANG)
    second, _ = sent(cast, identity=Identity(name="李举报", phone="13700005678"))
    whole = Scope.whole_town(cast.town.pk)
    one, two = (row for row in senders(cast))
    type(one).objects.within(whole).filter(pk=one.pk).update(sealed=two.sealed)
    with pytest.raises(NotAllowed, match="被改动"):
        reveal(cast.chen, PERSONAL["tip.sender"], first.pk, reason="contact", words="核实举报内容")
    assert second.pk


def test_the_sender_is_asked_and_answers_by_the_word_alone(cast: Cast) -> None:
    tip, word = sent(cast)
    taken(cast, tip)
    actions.ask_sender(cast.zhao, tip.pk, version=fresh(cast, tip).version, text="几楼住人？")
    actions.reply_to_town(stranger(cast), word, reply="二楼")
    actions.reply_to_town(stranger(cast), word, reply="晚上十点以后")
    rows = Question.objects.within(cast.chen.scope).filter(tip=tip)
    assert [(one.text, one.reply) for one in rows] == [("几楼住人？", "二楼"), ("", "晚上十点以后")]
    checked(cast, tip, "false")
    answered(cast, tip)
    with pytest.raises(NotAllowed, match="已经办结"):
        actions.reply_to_town(stranger(cast), word, reply="还有")
    with pytest.raises(NotAllowed, match="已答复"):
        actions.ask_sender(cast.zhao, tip.pk, version=fresh(cast, tip).version, text="？")


def test_two_who_told_of_one_matter_are_answered_together_and_the_first_is_rewarded(cast: Cast) -> None:
    first, _ = sent(cast)
    second, word = sent(cast)
    with pytest.raises(Incomplete, match="之前收到"):
        actions.merge_tip(cast.chen, first.pk, version=1, into=second.pk)
    actions.merge_tip(cast.chen, second.pk, version=1, into=first.pk)
    taken(cast, first)
    checked(cast, first)
    answered(cast, first)
    row = tip_by_word(word)
    assert row is not None
    assert progress(row).says.startswith("与此前收到的另一件举报是同一件事")
    assert progress(row).answer == "已责令搬离，感谢您"
    proposed(cast, first)
    with pytest.raises(NotAllowed, match="没有并入别件"):
        proposed(cast, second)
    with pytest.raises(NotAllowed, match="一案一奖"):
        proposed(cast, first)


def test_the_clock_tells_once_of_each_term_that_ran_out(cast: Cast, no_rollups: None) -> None:
    tip, _ = sent(cast)
    said = lambda: [  # noqa: E731
        one.given["term"] for one in events.trail(cast.chen.scope, tip.pk) if one.action == "note_tip_late"
    ]
    for days, expected in ((7, []), (8, ["受理"]), (9, ["受理"])):
        with clock.moved(clock.at(TODAY + timedelta(days=days), 9)):
            run_due(cast.town.pk)
            assert said() == expected
    with clock.moved(clock.at(TODAY + timedelta(days=10), 9)):
        taken(cast, tip)
    with clock.moved(clock.at(TODAY + timedelta(days=71), 9)):
        run_due(cast.town.pk)
        run_due(cast.town.pk)
        assert said() == ["受理", "核查"]


def test_more_time_is_given_once_by_a_leader(cast: Cast) -> None:
    tip, _ = sent(cast)
    row = taken(cast, tip)
    with pytest.raises(Forbidden):
        actions.extend_tip(cast.zhao, tip.pk, version=row.version, reason="等检测")
    row = actions.extend_tip(cast.zhou, tip.pk, version=row.version, reason="等检测")
    assert row.check_due_on == TODAY + timedelta(days=90)
    with pytest.raises(NotAllowed, match="延长过一次"):
        actions.extend_tip(cast.zhou, tip.pk, version=row.version, reason="再等")


def test_a_check_that_answers_nothing_goes_back(cast: Cast) -> None:
    tip, _ = sent(cast)
    taken(cast, tip)
    row = checked(cast, tip, "false")
    row = actions.return_tip(cast.chen, tip.pk, version=row.version, reason="晚上再去看一次")
    assert (row.state, row.checked_on, row.verdict) == ("checking", None, "")
    looked_into(cast, tip)
    with pytest.raises(Incomplete, match="登记了1条隐患"):
        checked(cast, tip, "false")
    assert checked(cast, tip).verdict == "true"


def test_a_town_sets_shorter_terms_for_what_comes_in_from_then_on(cast: Cast) -> None:
    short = Terms(accept_days=3, check_days=30, answer_days=5, general_max_yuan=1_000, insider_percent=20)
    actions.set_tip_rule(cast.chen, short, from_on=TODAY, basis="东安委办〔2026〕8号")
    tip, _ = sent(cast, is_insider=True)
    assert tip.due_on == TODAY + timedelta(days=3)
    assert taken(cast, tip).check_due_on == TODAY + timedelta(days=30)
    checked(cast, tip)
    row = actions.propose_reward(
        cast.chen,
        tip.pk,
        Ground(GENERAL, general_yuan=1_000, insider=True),
        version=fresh(cast, tip).version,
    )
    assert (row.yuan, row.reckoned) == (1_200, "按本镇规定，内部人员，计1200元")
    with pytest.raises(Incomplete) as wrong:
        actions.set_tip_rule(cast.chen, Terms(check_days=61), from_on=TODAY, basis="")
    assert set(wrong.value.fields) == {"check_days", "basis"}


def test_of_two_who_press_at_once_one_is_told(cast: Cast) -> None:
    tip, _ = sent(cast)
    taken(cast, tip)
    with pytest.raises(Stale):
        actions.check_tip(cast.zhao, tip.pk, version=1, verdict="true", finding="看到")


def test_a_tip_typed_in_tells_its_word_once_and_its_number_is_not_typed_twice(cast: Cast) -> None:
    told_by = Told(text=SLEEPS, unit=cast.units["yongan"].pk, identity=ZHANG)
    tip, word = actions.enter_tip(cast.zhao, told_by, channel="transferred", outside_number="DL2026-77")
    found = tip_by_word(word)
    assert found is not None and found.pk == tip.pk
    assert word.replace("-", "") not in serializers.serialize("json", [tip])
    with pytest.raises(Incomplete, match="已经登记过"):
        actions.enter_tip(cast.zhao, told_by, channel="transferred", outside_number="DL2026-77")
    with pytest.raises(Forbidden):
        actions.enter_tip(cast.li, told_by, channel="phone")


def _figures(actor: Actor, until: object = TODAY) -> dict[str, object]:
    keys = [
        "received", "web", "transferred", "accepted", "declined", "passed", "merged", "waiting", "checked", "due",
        "in_time", "check_rate", "verified", "false", "answered", "settled", "anonymous", "anonymous_rate",
        "hazards", "rewarded", "reward_yuan",
    ]  # fmt: skip
    asks = {key: Ask(f"tips.{key}", FOUNDED, until, until, Slice()) for key in keys}
    values = evaluate(actor.scope, list(asks.values()))
    return {key: values[ask].value for key, ask in asks.items()}


def test_figures_count_by_the_day_of_the_cut_off(cast: Cast) -> None:
    loop.found(cast, cast.zhao)
    tip, word = sent(cast)
    sent(cast, held_for=TRAPPED)  # waits to be looked at: counts nowhere
    other, _ = sent(cast, identity=ZHANG)
    actions.decline_tip(cast.chen, other.pk, version=1, reason="属于邻里纠纷")
    with clock.moved(clock.at(TODAY + timedelta(days=1), 9)):
        taken(cast, tip)
    later = TODAY + timedelta(days=10)
    with clock.moved(clock.at(later, 9)):
        looked_into(cast, tip)
        checked(cast, tip)
        answered(cast, tip)
        row = approved(cast, tip)
        actions.pay_reward(cast.chen, row.pk, version=2, way="desk", word=word)
        then, now = _figures(cast.chen), _figures(cast.chen, later)
    assert (then["received"], then["waiting"], then["declined"], then["accepted"]) == (2, 1, 1, 0)
    assert (then["settled"], then["hazards"], then["reward_yuan"]) == (1, 0, 0)
    assert (now["received"], now["web"], now["accepted"], now["checked"], now["in_time"]) == (2, 2, 1, 1, 1)
    assert (now["verified"], now["answered"], now["settled"], now["hazards"]) == (1, 1, 2, 1)
    assert (now["rewarded"], now["reward_yuan"], now["anonymous"]) == (1, 300, 1)
    assert (str(now["anonymous_rate"]), str(now["check_rate"])) == ("50.0", "100.0")


def test_no_figure_tells_the_unit_or_its_village_that_a_hazard_comes_from_a_tip(cast: Cast) -> None:
    tip, _ = sent(cast)
    taken(cast, tip)
    looked_into(cast, tip)
    last = date(TODAY.year, 12, 31)

    def value(actor: Actor, key: str, origin: str = "") -> object:
        ask = Ask(key, date(TODAY.year, 1, 1), last, last, Slice(origin=origin))
        return evaluate(actor.scope, [ask])[ask].value or 0

    for actor in (cast.feng, cast.lu, cast.li, cast.wang):
        assert value(actor, "tips.hazards") == value(actor, "hazards.found", "tip") == 0, actor.name
        assert value(actor, "hazards.found", "town") == value(actor, "hazards.found") == 1, actor.name
    assert value(cast.chen, "tips.hazards") == value(cast.chen, "hazards.found", "tip") == 1
    assert value(cast.chen, "hazards.found", "town") == 0
    # the village to which the tip was given has read it anyway
    actions.accept_tip(cast.chen, tip.pk, version=fresh(cast, tip).version, cell_id=cast.cells["石桥村"].pk)
    assert value(cast.li, "tips.hazards") == 1 and value(cast.feng, "tips.hazards") == 0


def test_a_tip_is_not_given_to_a_village_that_is_no_more(cast: Cast) -> None:
    tip, _ = sent(cast)
    old = cast.cells["柳林村"]
    merge_cell(Actor.founder(cast.town.pk), old.pk, into_id=cast.cells["石桥村"].pk, basis="区批复")
    with pytest.raises(NotAllowed, match="改选“石桥村”"):
        taken(cast, tip, post="", cell_id=old.pk)
    assert fresh(cast, tip).state == "received"
