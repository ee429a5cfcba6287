"""Whatever is pressed in whatever order, a hazard that lies with another is never stranded, and the numbers agree."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core import clock, events
from bihuan.core.duties import run_due
from bihuan.core.errors import Refused
from bihuan.figures.identities import check_identities
from bihuan.hazards.actions import order_rectification, void_hazard
from bihuan.hazards.lifecycle import FOUND, HAZARD, REFERRED
from bihuan.referrals import actions
from bihuan.referrals.lifecycle import ANSWERED
from bihuan.referrals.models import Referral
from bihuan.referrals.queries import LIVE, last_transfer, late, nobodys
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh
from tests.profiles import examples
from tests.referrals.deeds import FIRE, MARKET, letter, whistle

pytestmark = pytest.mark.usefixtures("no_rollups")

STEPS = (
    "refer fire",
    "refer market",
    "copy",
    "whistle",
    "order",
    "acknowledge",
    "chase",
    "answer",
    "decline",
    "withdraw",
    "take back",
    "settle",
    "void",
)


def press(cast: Cast, hazard: object, step: str, which: int, on: date) -> None:
    """One press; the referral that it is about is any of those sent."""
    chen, row = cast.chen, fresh(cast, hazard)
    sent = list(Referral.objects.within(chen.scope).order_by("sent_at", "id"))
    one = sent[which % len(sent)] if sent else None
    version = row.version
    kind, _, body = step.partition(" ")
    if kind == "refer":
        name = {"fire": FIRE, "market": MARKET}[body]
        actions.refer(chen, row.pk, letter(body=name, due_on=on + timedelta(days=2)), version=version)
    elif step == "copy":
        actions.refer(chen, row.pk, letter(kind="copy", due_on=None), version=version)
    elif step == "whistle":
        actions.refer(chen, row.pk, whistle(cast), version=version)
    elif step == "order":
        second = cast.people["zhao"].pk
        order_rectification(chen, row.pk, version=version, second_officer=second, demand="改", deadline_on=on)
    elif step == "take back":
        actions.take_back(chen, row.pk, version=version, note="收回")
    elif step == "settle":
        actions.settle_referred(chen, row.pk, version=version, note="看过")
    elif step == "void":
        void_hazard(chen, row.pk, version=version, note="录错")
    elif one is None:
        return
    elif step == "acknowledge":
        actions.acknowledge(chen, one.pk, version=one.version, by="刘洋", on=on)
    elif step == "chase":
        actions.chase(chen, one.pk, version=one.version, how="visit", on=on)
    elif step == "answer":
        actions.answer(chen, one.pk, version=one.version, note="已办", on=on)
    elif step == "decline":
        actions.decline(chen, one.pk, version=one.version, note="不属", on=on)
    else:
        actions.withdraw(chen, one.pk, version=one.version, note="撤回")


@settings(
    max_examples=examples(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(path=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), max_size=14))
def test_no_path_strands_a_hazard(cast: Cast, path: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        hazard = found(cast, cast.chen, "undecided").pk
        for day, (step, which) in enumerate(path):
            on = TODAY + timedelta(days=day)
            with clock.moved(clock.at(on, 10)):
                before = fresh(cast, hazard)
                try:
                    press(cast, hazard, step, which, on)
                except Refused as error:
                    assert error.message
                    after = fresh(cast, hazard)
                    assert (after.state, after.version) == (before.state, before.version)
                run_due(cast.town.pk)
                _holds(cast, hazard, on)
        assert events.check(cast.town.pk) is None
        transaction.set_rollback(True)


def _holds(cast: Cast, hazard: object, on: date) -> None:
    row, scope = fresh(cast, hazard), cast.chen.scope
    last = last_transfer(scope, row.pk)
    live = Referral.objects.within(scope).filter(hazard=row, kind="transfer", state__in=LIVE).count()
    if row.state == REFERRED:
        assert last is not None and last.state in (*LIVE, ANSWERED)
        assert {"take_back", "settle_referred"} <= {
            move.action for move in HAZARD.from_state(REFERRED, *row.traits)
        }
    elif not row.voided_on:
        assert live == 0
    assert live <= 1
    assert not late(scope, clock.now()).filter(overdue_noted_on__isnull=True).exists()
    if nobodys(scope).filter(pk=row.pk).exists():
        assert row.is_open and row.state != REFERRED
    if row.state == FOUND:
        assert row.settled_on is None
    verdicts = check_identities(scope, date(2026, 1, 1), on, on)
    assert all(verdict.holds for found_ in verdicts.values() for verdict in found_)
