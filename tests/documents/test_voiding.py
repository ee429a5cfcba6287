"""A served document made void: its service, the proof of it and the terms that it started say so, and whoever presses is told before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.duties import run_due
from bihuan.documents.actions import void
from bihuan.documents.actions.receipts import make_receipt
from bihuan.documents.actions.serving import serve_on_the_spot
from bihuan.documents.models import Writ
from bihuan.documents.printing import printed
from bihuan.documents.queries import signatures
from bihuan.documents.rendering import framed
from bihuan.documents.standing import running_terms, served_in_words
from bihuan.inspections.queries import signing
from tests.cast import NOW, Cast
from tests.documents.papers import fresh, order
from tests.documents.penalties import empower, notified, posted
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_the_service_the_proof_and_the_terms_of_a_void_document_say_so(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    empower(cast)
    row = notified(cast, hearing="yes")
    proof = make_receipt(cast.chen, posted(cast, row).pk)
    row = fresh(cast, row)
    assert [one.label for one in running_terms(cast.chen.scope).filter(writ=row)] == ["当事人要求听证的期限"]
    before = framed(proof, signing(cast.chen.scope, proof.dated)).stamp
    ending = (
        f"行政处罚告知书 {row.number}已于2026年6月2日邮寄送达冯永：作废后这次送达失效，《送达回证》{proof.number}"
        "注明原文书作废，“当事人要求听证的期限”不再计算，请另行书面告知当事人。"
    )
    zhou = sign_in("zhou")
    asked = zhou.get(reverse("writ_void", args=[row.pk])).content.decode()
    assert asked.count(ending) == 2  # on the page, and in the question
    done = zhou.post(reverse("writ_void", args=[row.pk]), {"version": row.version, "note": "当事人写错"})
    assert done.status_code == 302
    page = zhou.get(reverse("writ", args=[row.pk])).content.decode()
    assert f"文书已于2026年6月2日作废（{row.number}）：当事人写错。以下送达不再有效" in page
    assert "随文书作废" in page and "2026年6月2日的送达随之失效" in page
    assert reverse("writ_serve", args=[row.pk]) not in page
    proving = zhou.get(reverse("writ", args=[proof.pk])).content.decode()
    assert f"所送达的行政处罚告知书 {row.number}已于2026年6月2日作废：当事人写错。" in proving
    proof = fresh(cast, proof)
    assert (before, framed(proof, signing(cast.chen.scope, proof.dated)).stamp) == ("", "原文书作废")
    with clock.moved(NOW + timedelta(days=30)):
        assert not running_terms(cast.chen.scope).filter(writ=row)
        run_due(cast.town.pk)
    assert "note_term_over" not in [one.action for one in events.trail(cast.chen.scope, row.pk)]
    ((_, content),) = printed(cast.chen.scope, [proof])
    assert content.startswith(b"%PDF")


def test_what_was_not_served_is_made_void_with_no_more_words(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    empower(cast)
    row = notified(cast)
    assert served_in_words(cast.chen.scope, [row]) == []
    asked = sign_in("zhou").get(reverse("writ_void", args=[row.pk])).content.decode()
    assert "送达失效" not in asked
    void(cast.zhou, row.pk, version=row.version, note="当事人写错")
    assert 'id="service"' not in sign_in("zhou").get(reverse("writ", args=[row.pk])).content.decode()


def test_who_makes_a_visit_void_is_told_of_its_served_papers(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row = order(cast)
    page = reverse("inspection", args=[row.inspection_id])
    assert "送达失效" not in sign_in("zhou").get(page).content.decode()
    serve_on_the_spot(cast.chen, row.pk, version=row.version)
    zhou = sign_in("zhou")
    assert f"{row}已于2026年6月2日直接送达冯永：作废后这次送达失效" in zhou.get(page).content.decode()
    zhou.post(reverse("inspection_void", args=[row.inspection_id]), {"reason": "不是这家"})
    shown = zhou.get(reverse("writ", args=[row.pk])).content.decode()
    assert "检查记录作废：不是这家。以下送达不再有效" in shown
    assert Writ.objects.within(cast.chen.scope).get(pk=row.pk).served_on == row.dated  # what happened stays
    assert signatures(cast.chen.scope, row.pk)
