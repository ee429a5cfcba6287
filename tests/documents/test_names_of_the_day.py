"""The bureau is called as it is called on the paper's day: as the delegation of the day names it, not as the town was founded."""

from datetime import date, timedelta

import pytest

from bihuan.core.models import Town
from bihuan.documents.actions.drafting import draft
from bihuan.documents.gathering import About
from bihuan.documents.rendering import issuer_of
from bihuan.hazards.actions import finish_check
from bihuan.inspections.grant_actions import register_grant
from bihuan.inspections.papers import Delegation, bureau_on
from bihuan.inspections.queries import signing
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit

OLD, NEW = "东城区安全生产监督管理局", "东城区应急管理局"
OF_2018 = Delegation(OLD, date(2018, 1, 1), date(2018, 12, 31))
OF_2022 = Delegation(NEW, date(2022, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("delegations", "on", "named", "called"),
    [
        ([], date(2018, 3, 5), OLD, OLD),
        ([OF_2018, OF_2022], date(2018, 3, 5), OLD, OLD),
        ([OF_2018, OF_2022], date(2023, 3, 5), OLD, NEW),
        ([OF_2022], date(2025, 3, 5), OLD, NEW),  # it ran out, and is not renewed yet
        ([OF_2018], date(2023, 3, 5), NEW, NEW),  # entered late, of a body that is no more
        ([OF_2022], date(2018, 3, 5), OLD, OLD),  # not begun
        (
            [Delegation("东城区住房和城乡建设局", date(2022, 1, 1), date(2026, 1, 1))],
            date(2023, 3, 5),
            NEW,
            NEW,
        ),
    ],
)
def test_the_delegation_of_the_day_says_how_the_bureau_is_called(
    delegations: list[Delegation], on: date, named: str, called: str
) -> None:
    assert bureau_on(delegations, on, named) == called


def test_a_paper_names_the_bureau_of_its_day(cast: Cast) -> None:
    Town.objects.within(cast.chen.scope).update(bureau=OLD)  # as it was called when the town was founded
    assert signing(cast.chen.scope, TODAY).bureau == NEW
    made = finish_check(
        cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen, "undecided", text="屋面漏雨")]
    )
    record = made.writs.within(cast.chen.scope).get(kind="record")
    assert (record.issuer["bureau"], record.issuer["organ"]) == (NEW, NEW)
    assert record.fields["findings"][0]["outcome"] == f"报{NEW}处置"
    seizure = draft(cast.chen, "seizure", About(inspection=made))
    assert issuer_of(seizure, signing(cast.chen.scope, TODAY))["organ"] == NEW
    assert signing(cast.chen.scope, TODAY).leave("seizure").why.endswith(f"报{NEW}。")


def test_a_delegation_of_another_trade_does_not_rename_the_bureau(cast: Cast) -> None:
    register_grant(
        cast.chen,
        body="东城区住房和城乡建设局",
        reference="东建委〔2026〕1号",
        papers=["transfer"],
        from_on=TODAY,
        to_on=TODAY + timedelta(days=9),
    )
    assert signing(cast.chen.scope, TODAY).bureau == NEW
    assert signing(cast.chen.scope, TODAY).leave("transfer").body == "东城区住房和城乡建设局"
