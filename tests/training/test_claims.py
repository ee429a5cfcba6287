"""What summaries say of training holds as far as the records do: sessions held, all who were invited, all with their certificates."""

from datetime import timedelta

import pytest

from bihuan.summaries import actions as summaries
from bihuan.training import actions
from bihuan.units.actions import register_certificate
from tests.cast import FOUNDED, TODAY, Cast
from tests.notices.deeds import at
from tests.training.deeds import held, planned

pytestmark = pytest.mark.usefixtures("no_rollups")


def verdicts(cast: Cast, text: str) -> list[tuple[str, str, str]]:
    """(claim, verdict, wording in its place) of each claim of a text."""
    done = summaries.work_out(cast.chen.scope, text=text, since=FOUNDED, until=TODAY, as_of=TODAY)
    return [(one.claim.kind.name, one.finding.verdict, one.finding.wording) for one in done.claims]


def test_training_was_held_or_only_planned(cast: Cast) -> None:
    text = "组织开展业务培训，提高履职能力。"
    assert verdicts(cast, text)[0][:2] == ("开展业务培训", "undecidable")
    with at(TODAY - timedelta(days=3)):
        planned(cast, title="没有办的")
    assert verdicts(cast, text)[0] == ("开展业务培训", "disproved", "举办培训0场")
    held(cast)
    assert verdicts(cast, text)[0][:2] == ("开展业务培训", "proved")


def test_all_were_trained_only_if_all_who_were_invited_came(cast: Cast) -> None:
    text = "实现执法人员培训全覆盖。"
    session = planned(cast, posts=["safety_head", "inspector"])
    actions.sign_in(cast.zhao, session.pk)
    actions.end_session(cast.chen, session.pk, version=1)
    assert verdicts(cast, text)[0] == ("培训全覆盖", "disproved", "通知参训2人次，到场1人次")
    absent = session.attendees.within(cast.chen.scope).get(signed_on__isnull=True)
    actions.tick(cast.chen, session.pk, [absent.pk])
    assert verdicts(cast, text)[0][:2] == ("培训全覆盖", "proved")


def test_all_are_certified_only_if_no_officer_and_no_dangerous_unit_is_without(cast: Cast) -> None:
    text = "执法人员和企业安全管理人员全部持证上岗。"
    claim, verdict, wording = verdicts(cast, text)[0]
    assert (claim, verdict) == ("全员持证上岗", "disproved")
    assert wording == "应持证单位2家，已持证0家，执法岗位2人，其中2人有有效执法证"
    for unit in ("yongan", "site"):
        for kind in ("head", "manager"):
            register_certificate(
                cast.chen, cast.units[unit].pk, kind=kind, number="A1", holder="甲", valid_until=TODAY
            )
    assert verdicts(cast, text)[0][:2] == ("全员持证上岗", "proved")


@pytest.mark.parametrize(
    "text",
    [
        "要求企业特种作业人员持证上岗。",
        "重点检查了全员持证上岗情况。",
        "督促企业组织开展安全培训。",
        "举办安全培训XX场。",
    ],
)
def test_a_demand_a_matter_of_checks_and_a_number_are_no_claims_of_training(cast: Cast, text: str) -> None:
    names = {name for name, _, _ in verdicts(cast, f"{text}检查企业XX家次。")}
    assert not names & {"开展业务培训", "全员持证上岗", "培训全覆盖"}
