"""Random walks over the lifecycles of meetings, letters, documents, training and tips: whatever is tried in whatever order, only a step of the table
goes through, a refused one writes nothing, an old page is told so, and the figures still add up.

A move that comes into one of these tables wants a deed here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bihuan.core import clock
from bihuan.core.errors import Refused
from bihuan.core.lifecycle import Lifecycle
from bihuan.core.scope import Scope
from bihuan.figures.identities import check_identities
from bihuan.letters import actions as letters
from bihuan.letters.lifecycle import LETTER
from bihuan.letters.models import ResponsibilityLetter
from bihuan.meetings import actions as meetings
from bihuan.meetings.actions import Plan
from bihuan.meetings.lifecycle import MEETING, RESOLUTION
from bihuan.meetings.models import Meeting, Resolution
from bihuan.policies import actions as policies
from bihuan.policies.actions import Issue
from bihuan.policies.lifecycle import POLICY, RECEIVED
from bihuan.policies.models import Policy, Received
from bihuan.tipoffs import actions as tipoffs
from bihuan.tipoffs.lifecycle import REWARD, TIP
from bihuan.tipoffs.models import Reward, Tip
from bihuan.tipoffs.rules import TRAPPED
from bihuan.training import actions as training
from bihuan.training.lifecycle import DRILL, SESSION
from bihuan.training.models import Attendee, Drill, TrainingSession
from tests.cast import FOUNDED, TODAY, Cast
from tests.letters import deeds as letter_deeds
from tests.meetings.deeds import drafted, issued, present, topics, wanted
from tests.policies.deeds import own, received
from tests.tipoffs.deeds import done, proposed, sent
from tests.training.deeds import drill, planned, rows

SEEDS, STEPS = range(4), 14
Do = Callable[[Cast, Any, int], Any]


@dataclass(frozen=True)
class Walk:
    """A lifecycle with a thing to begin with and what can be tried on it, in the version that somebody saw. `by_clock`: what no person does."""

    of: Lifecycle
    model: Any
    begin: Callable[[Cast], Any]
    deeds: dict[str, Do]
    by_clock: frozenset[str] = frozenset()
    unversioned: frozenset[str] = frozenset()  # steps that do not ask for the page's version


def _plan(row: Meeting) -> Plan:
    at = clock.now() + timedelta(days=2)
    return Plan(title=row.title, at=at, place="三楼", posts=["mayor"], topics=topics(row))


def _hold(cast: Cast, row: Meeting, version: int) -> Any:
    given = {"at": clock.now(), "place": "三楼", "chair": str(cast.people["shen"].pk)}
    return meetings.hold_meeting(cast.chen, row.pk, version=version, present=present(cast, row), **given)


def _minutes(cast: Cast, row: Meeting) -> dict[str, Any]:
    return {"topics": topics(row, wanted(cast)), "signer": "沈立"}


def _return(cast: Cast, row: ResponsibilityLetter, version: int) -> Any:
    photos, day = [cast.photo(cast.chen)], clock.today()
    return letters.return_letter(cast.chen, row.pk, photos=photos, party_on=day, town_on=day, version=version)


def _came(cast: Cast) -> TrainingSession:
    session = planned(cast)
    training.tick(cast.chen, session.pk, [rows(cast, session)["赵强"].pk])
    return session


WALKS = {
    "meeting": Walk(
        MEETING,
        Meeting,
        drafted,
        {
            "call_meeting": lambda cast, row, version: meetings.call_meeting(
                cast.chen, row.pk, version=version
            ),
            "call_again": lambda cast, row, version: meetings.call_again(
                cast.chen, row.pk, version=version, plan=_plan(row), reason="改期"
            ),
            "hold_meeting": _hold,
            "issue_minutes": lambda cast, row, version: meetings.issue_minutes(
                cast.chen, row.pk, version=version, **_minutes(cast, row)
            ),
            "correct_minutes": lambda cast, row, version: meetings.correct_minutes(
                cast.chen, row.pk, version=version, reason="漏字", **_minutes(cast, row)
            ),
            "cancel_meeting": lambda cast, row, version: meetings.cancel_meeting(
                cast.chen, row.pk, version=version, reason="不开了"
            ),
        },
    ),
    "resolution": Walk(
        RESOLUTION,
        Resolution,
        lambda cast: issued(cast).resolutions.within(Scope.whole_town(cast.town.pk)).get(),
        {
            "report_resolution": lambda cast, row, version: meetings.report_resolution(
                cast.li, row.pk, version=version, result="已换"
            ),
            "extend_resolution": lambda cast, row, version: meetings.extend_resolution(
                cast.zhou, row.pk, version=version, due_on=row.due_on + timedelta(days=3), reason="等配件"
            ),
            "drop_resolution": lambda cast, row, version: meetings.drop_resolution(
                cast.zhou, row.pk, version=version, reason="已并入专项"
            ),
        },
    ),
    "letter": Walk(
        LETTER,
        ResponsibilityLetter,
        lambda cast: letter_deeds.made(cast, "village") and letter_deeds.of(cast, "石桥村"),
        {
            "sign_letter": lambda cast, row, version: letter_deeds.signed(cast.li, row, version=version),
            "sign_for_town": lambda cast, row, _version: letters.sign_for_town(
                cast.zhou, [row.pk], signature=letter_deeds.TOWN_STROKE
            ),
            "return_letter": _return,
            "withdraw_letter": lambda cast, row, version: letters.withdraw_letter(
                cast.chen, row.pk, reason="名单有误", version=version
            ),
        },
        by_clock=frozenset({"replace_letter", "strike_letter"}),
        unversioned=frozenset({"sign_for_town"}),
    ),
    "received": Walk(
        RECEIVED,
        Received,
        received,
        {
            "pass_document": lambda cast, row, version: policies.pass_document(
                cast.chen, row.pk, version=version, to=[f"post:{Random(row.version).choice(POSTS)}"]
            ),
            "answer_document": lambda cast, row, version: policies.answer_document(
                cast.chen, row.pk, version=version, note="已排查", on=TODAY
            ),
            "assign_document": lambda cast, row, version: policies.assign_document(
                cast.chen, row.pk, version=version
            ),
            "void_document": lambda cast, row, version: policies.void_document(
                cast.chen, row.pk, version=version, note="重复"
            ),
        },
    ),
    "policy": Walk(
        POLICY,
        Policy,
        lambda cast: policies.draft_policy(cast.chen, policies.Content("plan", "方案", "镇政府", "一、目标")),
        {
            "issue_policy": lambda cast, row, version: policies.issue_policy(
                cast.chen, row.pk, Issue("东政发〔2026〕9号", TODAY), version=version
            ),
            "replace_policy": lambda cast, row, _version: own(cast, "东政发〔2026〕10号", replaces=row.pk),
            "repeal_policy": lambda cast, row, version: policies.repeal_policy(
                cast.chen, row.pk, version=version, on=TODAY, note="镇长办公会议"
            ),
            "withdraw_policy": lambda cast, row, version: policies.withdraw_policy(
                cast.chen, row.pk, version=version, note="登错"
            ),
        },
        unversioned=frozenset({"replace_policy"}),
    ),
    "session": Walk(
        SESSION,
        TrainingSession,
        _came,
        {
            "end_session": lambda cast, row, version: training.end_session(
                cast.chen, row.pk, version=version
            ),
            "cancel_session": lambda cast, row, version: training.cancel_session(
                cast.chen, row.pk, version=version, reason="停电"
            ),
        },
    ),
    "drill": Walk(
        DRILL,
        Drill,
        lambda cast: drill(cast.li, cell_id=cast.cells["石桥村"].pk),
        {
            "finish_drill": lambda cast, row, version: training.finish_drill(
                cast.li, row.pk, version=version, people=9, summary="有序"
            ),
            "cancel_drill": lambda cast, row, version: training.cancel_drill(
                cast.li, row.pk, version=version, reason="下雨"
            ),
        },
    ),
    "tip": Walk(
        TIP,
        Tip,
        lambda cast: (sent(cast), sent(cast, held_for=TRAPPED)[0])[1],
        {
            "admit_tip": lambda cast, row, version: tipoffs.admit_tip(cast.chen, row.pk, version=version),
            "discard_tip": lambda cast, row, version: tipoffs.discard_tip(
                cast.chen, row.pk, version=version, reason="乱码"
            ),
            "accept_tip": lambda cast, row, version: tipoffs.accept_tip(
                cast.chen, row.pk, version=version, post="inspector"
            ),
            "decline_tip": lambda cast, row, version: tipoffs.decline_tip(
                cast.chen, row.pk, version=version, reason="不属本镇"
            ),
            "pass_tip_on": lambda cast, row, version: tipoffs.pass_tip_on(
                cast.chen, row.pk, version=version, body="区消防", reason="属消防"
            ),
            "merge_tip": lambda cast, row, version: tipoffs.merge_tip(
                cast.chen, row.pk, version=version, into=_first(cast, row).pk
            ),
            "check_tip": lambda cast, row, version: tipoffs.check_tip(
                cast.zhao, row.pk, version=version, verdict="true", finding="看过"
            ),
            "extend_tip": lambda cast, row, version: tipoffs.extend_tip(
                cast.zhou, row.pk, version=version, reason="复杂"
            ),
            "answer_tip": lambda cast, row, version: tipoffs.answer_tip(
                cast.chen, row.pk, version=version, answer="已整改", way="page"
            ),
            "return_tip": lambda cast, row, version: tipoffs.return_tip(
                cast.chen, row.pk, version=version, reason="再看"
            ),
        },
    ),
    "reward": Walk(
        REWARD,
        Reward,
        lambda cast: proposed(cast, done(cast)[0]),
        {
            "approve_reward": lambda cast, row, version: tipoffs.approve_reward(
                cast.zhou, row.pk, version=version
            ),
            "refuse_reward": lambda cast, row, version: tipoffs.refuse_reward(
                cast.zhou, row.pk, version=version, reason="金额不当"
            ),
            "pay_reward": lambda cast, row, version: tipoffs.pay_reward(
                cast.chen, row.pk, version=version, way="desk", word="不对"
            ),
        },
    ),
}
POSTS = ("inspector", "mayor", "village_head", "secretary", "department_head")
# A step of the table that may be refused for another reason than the state: nobody new to pass on to, a term that was extended once, no word.
MAY_FAIL = {"pass_document", "extend_tip", "pay_reward", "correct_minutes", "call_meeting", "assign_document"}


def _first(cast: Cast, row: Tip) -> Tip:
    mine = Tip.objects.within(cast.chen.scope).exclude(pk=row.pk)
    return mine.order_by("received_at", "pk")[0]


def _fresh(cast: Cast, walk: Walk, row: Any) -> Any:
    return walk.model.objects.within(Scope.whole_town(cast.town.pk)).get(pk=row.pk)


def _tried(walk: Walk, row: Any, rng: Random) -> str:
    """Anything; as often again something that goes on, or most walks would be over at once."""
    moves = walk.of.from_state(row.state, *getattr(row, "traits", ()))
    onward = [one.action for one in moves if one.to not in walk.of.ends and one.action in walk.deeds]
    return rng.choice(onward if onward and rng.random() < 0.5 else list(walk.deeds))


@pytest.mark.parametrize("name", WALKS)
def test_every_step_of_the_table_is_tried(name: str) -> None:
    walk = WALKS[name]
    assert set(walk.deeds) | walk.by_clock == {move.action for move in walk.of.moves}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", WALKS)
def test_only_what_the_table_allows_goes_through(cast: Cast, no_rollups: None, name: str, seed: int) -> None:
    walk, rng = WALKS[name], Random(f"{name} {seed}")
    row = walk.begin(cast)
    for _ in range(STEPS):
        before = _fresh(cast, walk, row)
        action = _tried(walk, before, rng)
        is_old = rng.random() < 0.25 and action not in walk.unversioned
        traits = getattr(before, "traits", ())
        allowed = [one for one in walk.of.from_state(before.state, *traits) if one.action == action]
        try:
            walk.deeds[action](cast, before, before.version + (1 if is_old else 0))
        except Refused:
            after = _fresh(cast, walk, row)
            assert (after.state, after.version) == (before.state, before.version), action
            assert not allowed or is_old or action in MAY_FAIL, (action, before.state)
        else:
            after = _fresh(cast, walk, row)
            assert allowed and not is_old, (action, before.state)
            assert after.state == allowed[0].to and after.version > before.version, action
    today = clock.today()
    found = check_identities(cast.chen.scope, FOUNDED, today, today)
    assert not [one for some in found.values() for one in some if not one.holds]
    assert Attendee.objects.within(cast.chen.scope).filter(signed_on__gt=today).count() == 0
