"""The pages of summaries: what is refused keeps what was given."""

from bihuan.inspections.models import Campaign
from bihuan.summaries.models import Summary
from tests.cast import Cast
from tests.summaries.test_workbench import blanks, draft, year
from tests.web.visits import SignIn

__all__ = ["year"]


def test_a_refused_choice_keeps_what_was_chosen(cast: Cast, year: Campaign, sign_in: SignIn) -> None:
    summary = draft(cast)
    asked = blanks(cast, summary)["发现问题7项"]
    client = sign_in("chen")
    sent = {
        "version": 1,
        "index": asked.binding.blank.index,
        "anchor": asked.anchor,
        "figure": "hazards.found",
        "campaign": "夏季攻坚行动",
        "since": "2026-12-31",
        "until": "2026-01-01",
        "rounded": "on",
    }
    answer = client.post(f"/summaries/{summary.pk}/choose/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "截止日期不能早于起始日期。" in page
    assert '<option value="夏季攻坚行动" selected>' in page and 'value="2026-12-31"' in page
    answer = client.post(f"/summaries/{summary.pk}/choose/", {**sent, "until": "2026年底"})
    assert answer.status_code == 422 and "截止日期不是日期" in answer.content.decode()
    gone = client.post(f"/summaries/{summary.pk}/choose/", {**sent, "index": 999})
    assert gone.status_code == 302
    done = client.post(f"/summaries/{summary.pk}/choose/", {**sent, "since": "", "until": ""})
    assert done.status_code == 302
    assert Summary.objects.within(cast.chen.scope).get(pk=summary.pk).choices[asked.anchor]["rounded"] is True


def test_an_address_that_nobody_pressed_opens_the_text_as_well(
    cast: Cast, year: Campaign, sign_in: SignIn
) -> None:
    address = f"/summaries/{draft(cast).pk}/"
    for after in ("0", "²", "-1", "moon"):
        assert sign_in("chen").get(address, {"after": after}).status_code == 200


def test_a_summary_alone_stands_beside_the_period_before_and_a_year_ago(
    cast: Cast, year: Campaign, sign_in: SignIn
) -> None:
    page = sign_in("chen").get(f"/summaries/{draft(cast).pk}/compare/").content.decode()
    assert "与上期、上年同期" in page and 'data-label="上年同期"' in page
