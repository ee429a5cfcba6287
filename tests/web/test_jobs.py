"""The pages of background jobs."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from bihuan.core.jobs import ask, work_off, worker
from bihuan.core.models import Job
from bihuan.grid.actions import appoint, end_post
from bihuan.grid.models import Post
from tests.cast import TODAY, Cast
from tests.jobs import NOTE
from tests.web.pages import plain
from tests.web.visits import SignIn


def test_a_job_shows_its_progress_until_it_ends_and_hands_out_its_file(cast: Cast, sign_in: SignIn) -> None:
    job = ask(cast.chen, NOTE.name, {})
    client = sign_in("chen")
    at = reverse("job_progress", args=[job.pk])
    waiting = client.get(at).content.decode()
    assert "排队" in waiting and f'hx-get="{at}"' in waiting and "取消" in waiting
    held = worker._claim(long=False)
    assert held is not None
    worker._advance(held, NOTE)
    running = client.get(at).content.decode()
    assert "已办1/3" in plain(running) and "进行中" in running
    Job.registry.filter(pk=job.pk).update(state="waiting")  # the worker stops, and another goes on
    work_off()
    ended = client.get(at).content.decode()
    assert "已完成" in ended and "hx-trigger" not in ended and "共3行" in ended
    served = client.get(reverse("job_result", args=[job.pk]))
    assert b"".join(served.streaming_content).decode() == "陈明的清单"  # type: ignore[attr-defined]
    assert "attachment" in served["Content-Disposition"] and "no-store" in served["Cache-Control"]
    assert "可下载" in client.get(reverse("desk")).content.decode()
    for other in ("zhao", "xu"):
        assert sign_in(other).get(reverse("job_result", args=[job.pk])).status_code == 404
    assert sign_in("xu").get(at).status_code == 200 and sign_in("zhao").get(at).status_code == 404
    (post,) = Post.objects.within(cast.xu.scope).filter(person=cast.people["chen"])
    end_post(cast.xu, post.pk, to_on=TODAY - timedelta(days=1))
    village = cast.cells["石桥村"].pk
    appoint(cast.xu, cast.people["chen"].pk, kind="village_head", cell_id=village, from_on=TODAY)
    refused = client.get(reverse("job_result", args=[job.pk]))
    assert refused.status_code == 403 and "请按现在的范围重新发起" in refused.content.decode()
    ended = client.get(at).content.decode()
    assert "请按现在的范围重新发起" in ended and "下载" not in ended
    assert "可下载" not in client.get(reverse("desk")).content.decode()


def test_cancelling_and_trying_again_say_what_came_of_it(cast: Cast, sign_in: SignIn) -> None:
    job, client = ask(cast.chen, NOTE.name, {}), sign_in("chen")
    said = client.post(reverse("job_cancel", args=[job.pk]), follow=True).content.decode()
    assert "任务已取消" in said and "已取消" in said
    said = client.post(reverse("job_cancel", args=[job.pk]), follow=True).content.decode()
    assert "不能取消" in said
    Job.registry.filter(pk=job.pk).update(state="failed", message="服务器磁盘已满")
    assert "再试" in client.get(reverse("jobs")).content.decode()
    said = client.post(reverse("job_retry", args=[job.pk]), follow=True).content.decode()
    assert "接着办" in said and "排队" in said


def test_the_administrator_sees_all_of_the_town(cast: Cast, sign_in: SignIn) -> None:
    ask(cast.chen, NOTE.name, {})
    assert "导出清单" in sign_in("xu").get(reverse("jobs")).content.decode()
    assert "没有后台任务" in sign_in("wang").get(reverse("jobs")).content.decode()
    assert "没有后台任务" in sign_in("sun").get(reverse("jobs")).content.decode()


@pytest.mark.parametrize(("headers", "prolonged"), [({}, True), ({"X-Poll": "1"}, False)])
def test_a_page_that_asks_for_itself_does_not_prolong_the_stay(
    cast: Cast, sign_in: SignIn, headers: dict[str, str], prolonged: bool
) -> None:
    client = sign_in("chen")
    before = Session.objects.get(pk=client.session.session_key).expire_date
    client.get(reverse("jobs"), headers=headers)
    assert (Session.objects.get(pk=client.session.session_key).expire_date > before) is prolonged


def test_a_piece_asked_for_after_the_stay_is_over_takes_the_page_to_the_sign_in(cast: Cast, client) -> None:  # type: ignore[no-untyped-def]
    job = ask(cast.chen, NOTE.name, {})
    page = reverse("job", args=[job.pk])
    answer = client.get(
        reverse("job_progress", args=[job.pk]),
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"},
    )
    assert answer.headers["HX-Redirect"] == f"{reverse('sign_in')}?next={page}"
