"""Two press at once on meetings, letters, documents, training, publicity and tips: each thing is done once, and nothing of the other is lost."""

from dataclasses import replace

import pytest

from bihuan.core import clock
from bihuan.core.errors import Refused
from bihuan.core.ids import new_id
from bihuan.letters.actions import sign_for_town
from bihuan.letters.models import ResponsibilityLetter
from bihuan.meetings import actions as meetings
from bihuan.meetings.models import Meeting, Resolution
from bihuan.policies import actions as policies
from bihuan.policies.models import Delivery
from bihuan.publicity.actions import Done, enter_outreach
from bihuan.publicity.models import Outreach
from bihuan.publicity.rules import Numbers
from bihuan.tipoffs import actions as tipoffs
from bihuan.tipoffs.actions import Told
from bihuan.tipoffs.models import Reward, Tip
from bihuan.tipoffs.rules import GENERAL, Ground
from bihuan.training import actions as training
from bihuan.training.models import Attendee, Exam
from tests.cast import NOW, TODAY, Cast
from tests.letters import deeds as letters
from tests.meetings.deeds import issued, kinds, resolution, town
from tests.policies.deeds import passed, received
from tests.races.conftest import at_once, outcomes
from tests.tipoffs.deeds import SLEEPS, done, fresh, sent, stranger, taken
from tests.training.deeds import answered, exam_of, planned

pytestmark = pytest.mark.race


def test_a_meeting_is_drafted_once_and_called_once(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        kind = kinds(cast)["committee"].pk
    came = at_once(
        lambda: meetings.draft_meeting(cast.chen, kind), lambda: meetings.draft_meeting(cast.zhou, kind)
    )
    assert outcomes(came) == ["Meeting", "NotAllowed"]
    row = Meeting.objects.within(town(cast)).get()
    came = at_once(
        lambda: meetings.call_meeting(cast.chen, row.pk, version=1),
        lambda: meetings.cancel_meeting(cast.zhou, row.pk, version=1, reason="不开了"),
    )
    assert len([one for one in came if isinstance(one, Refused)]) == 1


def test_minutes_are_corrected_while_the_result_of_a_decision_is_told(alone: Cast) -> None:
    """Whoever comes second sees what the first has written: a result that was told stays told."""
    cast = alone
    with clock.moved(NOW):
        row = issued(cast)
        one = resolution(cast)
        said = [
            replace(topic, wanted=tuple(replace(each, text="换线并复查") for each in topic.wanted))
            for topic in row.topics
        ]
    came = at_once(
        lambda: meetings.report_resolution(cast.li, one.pk, version=1, result="已换"),
        lambda: meetings.correct_minutes(
            cast.chen, row.pk, version=row.version, topics=said, signer="沈立", reason="漏字"
        ),
    )
    after = Resolution.objects.within(town(cast)).get()
    if isinstance(came[0], Refused):
        assert (after.state, after.text) == ("open", "换线并复查")
    else:
        assert (after.state, after.result, after.text) == ("done", "已换", "换线并复查")
        assert after.version == 3  # neither wrote over the other's count


def test_a_letter_signed_by_both_at_once_is_signed_or_one_is_told(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        letters.made(cast, "village")
        letter = letters.of(cast, "石桥村")
    came = at_once(
        lambda: letters.signed(cast.li, letter),
        lambda: sign_for_town(cast.zhou, [letter.pk], signature=letters.TOWN_STROKE),
    )
    row = ResponsibilityLetter.objects.within(letters.town(cast)).get(pk=letter.pk)
    sides = sum(not isinstance(one, Exception) for one in came)
    assert sides == (row.party_signed_on is not None) + (row.town_signed_on is not None)
    assert (row.state == "signed") == (sides == 2) == (row.signed_on is not None)


def test_a_document_is_answered_by_one(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        row = received(cast)
        row = passed(cast, row, handled_by=(f"department:{cast.departments['城建办'].pk}",))
    came = at_once(
        lambda: policies.answer_document(cast.chen, row.pk, version=row.version, note="已排查", on=TODAY),
        lambda: policies.void_document(cast.zhou, row.pk, version=row.version, note="重复"),
        lambda: policies.report_handling(cast.zheng, row.pk, version=row.version, note="已摸排"),
    )
    assert sum(not isinstance(one, Exception) for one in came[:2]) == 1
    told = Delivery.objects.within(town(cast)).get()
    assert bool(told.said) == (not isinstance(came[2], Exception))


def test_who_signs_in_and_sends_the_exam_twice_has_done_so_once(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        session = planned(cast)
    came = at_once(*[lambda: training.sign_in(cast.zhao, session.pk)] * 2)
    assert outcomes(came) == ["Attendee", "Attendee"]
    row = Attendee.objects.within(town(cast)).get(person=cast.zhao.person)
    exam = exam_of(cast, row)
    came = at_once(
        lambda: training.send_exam(row, exam.pk, answered(exam)),
        lambda: training.send_exam(row, exam.pk, answered(exam, wrong=4)),
    )
    kept = Exam.objects.within(town(cast)).get(attendee=row)
    assert [one.score for one in came if isinstance(one, Exam)] == [kept.score] * 2
    twice = new_id()
    came = at_once(*[lambda: planned(cast, session_id=twice)] * 2)
    assert outcomes(came) == ["NotAllowed", "TrainingSession"]


def test_leaflets_are_entered_once(alone: Cast) -> None:
    cast = alone
    deed = Done("leaflet", TODAY, Numbers(30), cells=[cast.cells["石桥村"].pk], id=new_id())
    came = at_once(*[lambda: enter_outreach(cast.li, deed)] * 2)
    assert outcomes(came) == ["NotAllowed", "list"]
    assert Outreach.objects.within(town(cast)).count() == 1


def test_a_tip_sent_twice_at_once_is_one_with_one_word_and_one_number(alone: Cast) -> None:
    cast = alone
    told = Told(SLEEPS, unit=cast.units["yongan"].pk, ticket="of the page")
    key = new_id()
    came = at_once(*[lambda: tipoffs.send_tip(stranger(cast), told, tip_id=key)] * 2)
    assert outcomes(came) == ["tuple", "tuple"]
    assert len({one[1] for one in came if isinstance(one, tuple)}) == 1
    with clock.moved(NOW):
        following, _ = sent(cast)
    assert [row.number for row in Tip.objects.within(town(cast)).order_by("number")] == [
        "举2026-0001",
        following.number,
    ]
    assert following.number == "举2026-0002"


def test_two_who_are_one_matter_and_merge_into_each_other_leave_one_standing(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        first, _ = sent(cast)
        second, _ = sent(cast, text="还是那家店，住着人")
        third, _ = sent(cast, text="就是那家店")
    came = at_once(
        lambda: tipoffs.merge_tip(cast.chen, second.pk, version=1, into=first.pk),
        lambda: tipoffs.merge_tip(cast.zhou, third.pk, version=1, into=second.pk),
    )
    rows = {row.pk: row for row in Tip.objects.within(town(cast))}
    merged = [row for row in rows.values() if row.merged_into_id]
    assert len(merged) == sum(isinstance(one, Tip) for one in came) == 1
    assert all(rows[row.merged_into_id].merged_into_id is None for row in merged)


def test_a_reward_is_proposed_once_and_its_ground_stays(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        tip, _ = done(cast)
        version = fresh(cast, tip).version
    ground = Ground(GENERAL, general_yuan=300)
    came = at_once(
        lambda: tipoffs.propose_reward(cast.chen, tip.pk, ground, version=version),
        lambda: tipoffs.propose_reward(cast.zhao, tip.pk, ground, version=version),
    )
    assert outcomes(came)[0] in ("NotAllowed", "Reward") and outcomes(came)[1] in ("Reward", "Stale")
    assert Reward.objects.within(town(cast)).count() == 1


def test_a_tip_is_given_to_one(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        tip, _ = sent(cast)
    came = at_once(
        lambda: taken(cast, tip),
        lambda: tipoffs.decline_tip(cast.zhou, tip.pk, version=1, reason="不属本镇"),
    )
    assert sum(isinstance(one, Tip) for one in came) == 1
