"""Signing: who may sign where, what a signature binds to, refusal before witnesses, and what the visit already has."""

from typing import Any

import pytest
from django.urls import reverse

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Refused, Stale
from bihuan.documents.actions import signing
from bihuan.documents.models import Signature, Writ
from bihuan.documents.queries import signatures
from bihuan.documents.rendering import composed, framed
from bihuan.documents.rules import strokes_of
from bihuan.inspections.queries import signing as powers
from bihuan.paper import Signings
from tests.cast import Cast
from tests.documents.papers import STROKES, hand, order, unsigned
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn


def sign(actor: Actor, row: Writ, slot: str, **more: Any) -> Signature:
    given: dict[str, Any] = {
        "digest": row.digest,
        "slot": slot,
        "name": "冯永",
        "picture": hand(),
        "strokes": STROKES,
    }
    return signing.sign(actor, row.pk, **(given | more))


def refuse(actor: Actor, row: Writ, **more: Any) -> Signature:
    given: dict[str, Any] = {
        "digest": row.digest,
        "slot": "party",
        "name": "冯永",
        "reason": "不认可检查结果",
        "witnesses": [{"name": "李桂兰", "who": "石桥村主任"}],
    }
    return signing.refuse(actor, row.pk, **(given | more))


def places(cast: Cast, row: Writ) -> dict[str, Any]:
    """What stands in each place of the printed form, by its label and name."""
    frame = framed(row, powers(cast.chen.scope, row.dated), list(signatures(cast.chen.scope, row.pk)))
    made = composed(row, frame)
    return {
        f"{one.label}{one.name}": one
        for block in made.blocks
        if isinstance(block, Signings)
        for one in block.places
    }


def test_what_the_unit_signed_at_the_visit_stands_on_the_order_made_with_it(cast: Cast) -> None:
    row = order(cast)
    (one,) = signatures(cast.chen.scope, row.pk)
    assert (one.slot, one.name, one.how, one.digest) == ("party", "冯永", "screen", row.digest)
    assert one.file_id == row.inspection.signature_id
    assert [place.slot for place in signing.open_slots(cast.chen.scope, row)] == ["officer1", "officer2"]
    refused = order(cast, cast.zhao, signature=None, refusal="负责人拒绝")
    (other,) = signatures(cast.chen.scope, refused.pk)
    assert (other.how, other.reason, other.witnesses) == ("refused", "负责人拒绝", [])
    signing.witness_refusal(cast.zhao, other.pk, witnesses=[{"name": "李桂兰", "who": "石桥村主任"}])
    (printed,) = (one.refused for one in places(cast, refused).values() if one.refused)
    assert printed == "拒绝签字：负责人拒绝；见证人：李桂兰（石桥村主任）"
    with pytest.raises(NotAllowed, match="已经有见证人"):
        signing.witness_refusal(cast.zhao, other.pk, witnesses=[{"name": "王小红", "who": "网格员"}])


def test_each_officer_signs_in_the_own_place_only(cast: Cast) -> None:
    row = order(cast)
    one = sign(cast.chen, row, "officer1", name="随便填")
    assert (one.name, one.how, one.strokes[0][0]) == ("陈明", "screen", [10, 20, 0])
    with pytest.raises(Forbidden, match="赵强本人"):
        sign(cast.chen, row, "officer2")
    sign(cast.zhao, row, "officer2")
    assert signing.open_slots(cast.chen.scope, row) == []
    assert [event.action for event in events.trail(cast.chen.scope, row.pk)] == ["sign_writ", "sign_writ"]
    stroke = next(one for one in places(cast, row).values() if one.name == "陈明")
    assert stroke.picture.startswith(b"\x89PNG")
    assert stroke.dated == "2026年6月2日 09:00"


def test_papers_of_one_visit_are_signed_in_one_stroke_where_they_were_ticked(cast: Cast) -> None:
    row = order(cast)
    ((record, place),) = signing.signed_together(cast.chen, row.pk, "officer1")
    assert (record.kind, place.name) == ("record", "陈明")
    assert signing.signed_together(cast.chen, row.pk, "party") == []  # signed at the visit
    sign(cast.chen, row, "officer1", also=[record.digest, "0" * 64])
    first, second = (signatures(cast.chen.scope, one.pk).get(slot="officer1") for one in (row, record))
    assert (first.file_id, first.digest, second.digest) == (second.file_id, row.digest, record.digest)
    sign(cast.zhao, row, "officer2")
    assert signatures(cast.chen.scope, record.pk).filter(slot="officer2").count() == 0
    assert [event.action for event in events.trail(cast.chen.scope, record.pk)] == ["sign_writ"]


def test_a_signature_is_not_written_over_and_is_struck_out_only_by_a_leader(cast: Cast) -> None:
    row = order(cast)
    (first,) = signatures(cast.chen.scope, row.pk)
    with pytest.raises(Stale, match="不能覆盖"):
        sign(cast.chen, row, "party")
    with pytest.raises(Forbidden):
        signing.strike_signature(cast.zhao, first.pk, reason="签错")
    with pytest.raises(Incomplete, match="原因"):
        signing.strike_signature(cast.zhou, first.pk, reason=" ")
    signing.strike_signature(cast.zhou, first.pk, reason="签字的不是负责人")
    with pytest.raises(Stale, match="已经划去"):
        signing.strike_signature(cast.zhou, first.pk, reason="再划一次")
    again = sign(cast.chen, row, "party", name="冯永强")
    assert list(signatures(cast.chen.scope, row.pk)) == [again]
    assert Signature.objects.within(cast.chen.scope).filter(writ=row).count() == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"picture": ""}, "signature"),
        ({"picture": "data:image/png;base64,AAAA"}, "signature"),
        ({"picture": "javascript:alert(1)"}, "signature"),
        ({"strokes": ""}, "signature"),
        ({"strokes": "[[[1,2]]]"}, "signature"),
        ({"strokes": '[[["a",2,3]]]'}, "signature"),
        ({"strokes": "[" * 100_000}, "signature"),
    ],
)
def test_what_a_signature_lacks_is_told_at_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    row = unsigned(cast)
    with pytest.raises(Incomplete) as refused:
        sign(cast.chen, row, "party", **more)
    assert set(refused.value.fields) == {field}
    assert not signatures(cast.chen.scope, row.pk)


def test_only_what_is_issued_and_was_shown_is_signed(cast: Cast) -> None:
    row = unsigned(cast)
    with pytest.raises(Stale, match="核对最新内容"):
        sign(cast.chen, row, "party", digest="0" * 64)
    with pytest.raises(NotAllowed, match="没有这处签字"):
        sign(cast.chen, row, "approver")
    with pytest.raises(Forbidden):
        sign(cast.zhou, row, "party")
    with pytest.raises(NotFound):
        sign(cast.sun, row, "party")
    Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(state="void")
    with pytest.raises(NotAllowed, match="已作废"):
        sign(cast.chen, row, "party")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"reason": ""}, "原因"),
        ({"witnesses": []}, "至少一名见证人"),
        ({"witnesses": [{"name": " ", "who": ""}]}, "至少一名见证人"),
        ({"witnesses": [{"name": "李桂兰", "who": ""}]}, "姓名和身份"),
        ({"slot": "officer1"}, "本人签字"),
    ],
)
def test_a_refusal_needs_its_reason_and_a_witness(cast: Cast, more: dict[str, Any], told: str) -> None:
    row = unsigned(cast)
    with pytest.raises(Refused, match=told):
        refuse(cast.chen, row, **more)
    assert not signatures(cast.chen.scope, row.pk)


def test_a_refusal_is_printed_with_who_saw_it(cast: Cast) -> None:
    row = unsigned(cast)
    refuse(
        cast.chen,
        row,
        witnesses=[{"name": "李桂兰", "who": "石桥村主任"}, {"name": "王小红", "who": "网格员"}],
    )
    (printed,) = (one.refused for one in places(cast, row).values() if one.refused)
    assert printed == "拒绝签字：不认可检查结果；见证人：李桂兰（石桥村主任）、王小红（网格员）"


def test_points_of_a_stroke_are_limited() -> None:
    many = [[[1, 2, number] for number in range(7000)]]
    for wrong in ("{}", "[]", "[[]]", "[[[1,2,-3]]]", "[[[1,2,true]]]", str(many), "x" * 300_000):
        with pytest.raises(ValueError, match=r"\S"):
            strokes_of(wrong)
    assert len(strokes_of(STROKES)) == 2


def test_the_page_of_a_document_offers_each_person_the_own_place(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row = unsigned(cast)
    page = sign_in("chen").get(reverse("writ", args=[row.pk])).content.decode()
    mine, zhaos = (reverse("writ_sign", args=[row.pk, slot]) for slot in ("officer1", "officer2"))
    assert mine in page
    assert zhaos not in page
    assert reverse("writ_refuse", args=[row.pk, "party"]) in page
    chen = sign_in("chen")
    assert "本人登录后签字" in chen.get(zhaos).content.decode()
    party = reverse("writ_sign", args=[row.pk, "party"])
    assert 'value="冯永"' in chen.get(party).content.decode()
    given = {"digest": row.digest, "name": "冯永强", "signature": hand(), "strokes": ""}
    wrong = chen.post(party, given)
    assert wrong.status_code == 422
    assert "冯永强" in wrong.content.decode()
    assert given["signature"] in wrong.content.decode()
    assert chen.post(party, given | {"strokes": STROKES}).status_code == 302
    assert "已经签过" in chen.get(party).content.decode()
    shown = sign_in("zhou").get(reverse("writ", args=[row.pk])).content.decode()
    assert "冯永强" in shown
    assert "划去" in shown
    (one,) = signatures(cast.chen.scope, row.pk)
    strike = reverse("signature_strike", args=[one.pk])
    assert sign_in("zhou").post(strike, {"reason": "不是本人"}).status_code == 302
    refused = reverse("writ_refuse", args=[row.pk, "party"])
    told = {"digest": row.digest, "name": "冯永", "reason": "不认可", "witness1": "李桂兰"}
    assert "姓名和身份" in chen.post(refused, told).content.decode()
    assert chen.post(refused, told | {"who1": "村主任"}).status_code == 302
    assert "见证人：李桂兰（村主任）" in chen.get(reverse("writ", args=[row.pk])).content.decode()
