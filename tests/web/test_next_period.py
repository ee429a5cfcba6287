"""A signed text of each kind offered for the next period, and a campaign's report begun from its page."""

from datetime import date

from django.urls import reverse

from bihuan.core import clock
from bihuan.inspections.actions import begin_campaign
from bihuan.summaries import actions
from bihuan.summaries.choices import Choice
from bihuan.summaries.models import Template
from tests.cast import NOW, TODAY, Cast
from tests.web.visits import SignIn


def test_last_quarters_signed_text_is_offered_for_this_quarter(cast: Cast, sign_in: SignIn) -> None:
    first, last = date(2025, 10, 1), date(2025, 12, 31)
    text = "2025年四季度检查企业XX家次，其中某月检查XX家次。"
    draft = actions.draft_summary(
        cast.chen, title="2025年四季度总结", text=text, since=first, until=last, as_of=last, kind="quarter"
    )
    anchor = actions.worked_out(cast.chen.scope, draft).blanks[1].anchor
    month = Choice(figure="inspect.visits", since=date(2025, 11, 1), until=date(2025, 11, 30))
    actions.choose(cast.chen, draft.pk, version=1, anchor=anchor, choice=month)
    actions.submit_summary(cast.chen, draft.pk, version=2)
    actions.issue_summary(cast.zhou, draft.pk, version=3)
    template = Template.objects.within(cast.chen.scope).get()

    page = sign_in("chen").get(f"{reverse('summary_new')}?template={template.pk}").content.decode()
    assert 'value="2026-01-01"' in page and 'value="2026-03-31"' in page, "the quarter before June"
    assert "2026年一季度检查企业XX家次" in page and "2026年一季度安全生产工作总结" in page
    chosen = actions.choices_of(cast.chen, template.pk, since=date(2026, 1, 1))[anchor]
    assert (chosen["since"], chosen["until"]) == ("2026-02-01", "2026-02-28")


def test_a_campaigns_report_is_begun_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    with clock.moved(NOW):
        drive = begin_campaign(cast.chen, name="夏季攻坚行动", begins_on=TODAY, ends_on=TODAY)
        begin_campaign(cast.chen, name="秋季行动", begins_on=date(2026, 9, 1), ends_on=date(2026, 9, 9))
    client = sign_in("chen")
    begin = f"{reverse('summary_new')}?campaign={drive.pk}"
    assert begin in client.get(reverse("campaign", args=[drive.pk])).content.decode()
    page = client.get(begin).content.decode()
    assert "夏季攻坚行动工作总结" in page and page.count('value="2026-06-02"') == 2
    assert begin not in sign_in("li").get(reverse("campaign", args=[drive.pk])).content.decode()
