"""The page on which a town words a sentence: its names in Chinese, what was kept before still understood."""

from django.urls import reverse

from bihuan.documents.models import Wording
from tests.cast import TODAY, Cast
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn


def test_names_are_shown_and_typed_in_chinese_and_kept_as_declared(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    page, chen = reverse("wording", args=["order", "remedy"]), sign_in("chen")
    shown = chen.get(page).content.decode()
    assert "依法向{复议机关}申请行政复议" in shown and "<code>{法定代表人（负责人）}</code>" in shown
    assert "{review_body}" not in shown
    wrong = chen.post(page, {"text": "不服的，向{复议机关}申请复议。"})
    assert wrong.status_code == 422
    assert "原文中的{人民法院}不能少" in wrong.content.decode()
    said = "不服的，60日内向{复议机关}申请复议，6个月内向{人民法院}起诉。"
    assert chen.post(page, {"text": said}).status_code == 302
    (kept,) = Wording.objects.within(cast.chen.scope)
    assert kept.text == "不服的，60日内向{review_body}申请复议，6个月内向{court}起诉。"
    assert said in chen.get(page).content.decode()
    assert said in chen.get(reverse("wordings")).content.decode()
    assert (
        chen.post(page, {"text": "向{review_body}申请复议，向{人民法院}起诉。"}).status_code == 302
    )  # as before
    assert Wording.objects.within(cast.chen.scope).get(ended_on=None).from_on == TODAY
