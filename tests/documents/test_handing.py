"""Hand-over to the law-enforcement system above: one format, held to its schema; nothing twice unsaid, nothing personal for nothing."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from bihuan.core import events, files
from bihuan.core.errors import Forbidden, Incomplete, NotFound
from bihuan.core.ids import new_id
from bihuan.documents.actions.handing import enter_receipt, hand_over
from bihuan.documents.declarations import DECLARATIONS, IDENTITY, Field, current
from bihuan.documents.exchange import Sent, as_json, batch, masked, row_of
from bihuan.documents.models import Submission
from bihuan.hazards.actions import void_visit
from tests.cast import Cast
from tests.documents.case_deeds import drafted, ordered, ordered_fields
from tests.documents.schemas import wrong
from tests.habits.sources import ROOT
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]
SCHEMA = json.loads((Path(ROOT) / "docs/formats/handover.schema.json").read_text(encoding="utf-8"))
NUMBER = "11010519491231002X"


def made(row: Submission) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files.content_of(row.content))
    return found


def test_a_batch_fits_the_schema_and_says_what_the_documents_say(cast: Cast) -> None:
    order = ordered(cast)
    proposed = drafted(cast, state="proposed")
    row = hand_over(cast.chen, [order.pk, proposed.pk], body="东城区应急管理局", note="季度移交")
    told = made(row)
    assert wrong(SCHEMA, told) == []
    assert row.digest == hashlib.sha256(files.content_of(row.content)).hexdigest()
    assert (told["number"], told["receiver"], told["count"]) == ("移交〔2026〕1号", "东城区应急管理局", 2)
    by_id = {one["id"]: one for one in told["documents"]}
    mine = by_id[str(order.pk)]
    assert (mine["number"], mine["state"], mine["digest"]) == (order.number, "issued", order.digest)
    findings = next(one for one in mine["content"] if one["key"] == "findings")
    assert findings["rows"][0]["text"] == "库房电线老化裸露"
    assert (by_id[str(proposed.pk)]["state"], by_id[str(proposed.pk)]["number"]) == ("proposed", "")
    (event,) = events.trail(cast.chen.scope, row.pk)
    assert (event.action, event.subject_type) == ("hand_over_writs", "submission")


@pytest.mark.parametrize("kind", sorted(current()))
def test_each_kind_fits_the_schema_empty_and_filled(kind: str, cast: Cast) -> None:
    form = current()[kind]
    for fields in ({}, ordered_fields(cast)):
        sent = Sent(
            id=str(new_id()), kind=kind, label="文书", family="行政执法文书", edition=form.edition, state="outer",
            number="东应急〔2026〕1号", body="", power="", dated=date(2026, 6, 2), served_on=None, service="",
            answers="", unit={}, fields=fields, digest="",
        )  # fmt: skip
        head = dict.fromkeys(("town", "district", "bureau", "receiver", "handed_by", "note"), "东")
        head |= {"number": "移交〔2026〕1号", "handed_at": "2026-06-02T09:00:00+08:00"}
        told = batch(head, [row_of(sent, form, whole=False)])
        assert wrong(SCHEMA, json.loads(as_json(told))) == []


def test_the_schema_refuses_what_it_should(cast: Cast) -> None:
    told = made(hand_over(cast.chen, [ordered(cast).pk], body="区局"))
    for key, value in (("format", "other"), ("version", 2), ("count", 0), ("documents", []), ("number", "1")):
        assert wrong(SCHEMA, told | {key: value}), key
    document = told["documents"][0]
    for key, value in (("state", "draft"), ("id", "1"), ("digest", "zz"), ("more", ""), ("dated", "")):
        assert wrong(SCHEMA, told | {"documents": [document | {key: value}]}), key


def test_identity_numbers_are_masked_unless_asked_for_with_a_reason(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        masked(f"当事人{NUMBER}，另一人11010519491231002x。")
        == "当事人110105********002X，另一人110105********002x。"
    )
    assert masked("统一社会信用代码91110105MA00000000") == "统一社会信用代码91110105MA00000000"
    assert (
        masked("110105194912310021") == "110105194912310021"
    )  # no identity number: its check digit is wrong
    form = DECLARATIONS["order", 1]
    fields = (*form.fields, Field("identity", "身份证号", IDENTITY))
    monkeypatch.setitem(DECLARATIONS, ("order", 1), replace(form, fields=fields))
    mine = ordered_fields(cast) | {"identity": NUMBER, "party_name": f"冯永{NUMBER}"}
    row = drafted(cast, state="proposed", fields=mine)
    told = made(hand_over(cast.chen, [row.pk], body="区局"))
    text = json.dumps(told, ensure_ascii=False)
    assert NUMBER not in text and text.count("110105********002X") == 2
    with pytest.raises(Incomplete, match="请写明理由"):
        hand_over(cast.chen, [row.pk], body="区局", whole=True, again=True)
    whole = hand_over(cast.chen, [row.pk], body="区局", whole=True, again=True, note="立案需要")
    assert json.dumps(made(whole)).count(NUMBER) == 2
    (event,) = events.trail(cast.chen.scope, whole.pk)
    assert event.given["reason"] == "身份证号完整移交：立案需要"


def test_nothing_goes_twice_unsaid_and_what_cannot_go_takes_no_number(cast: Cast) -> None:
    order = ordered(cast)
    key = new_id()
    first = hand_over(cast.chen, [order.pk], body="区局", handover_id=key)
    assert hand_over(cast.chen, [order.pk], body="区局", handover_id=key).pk == first.pk  # pressed twice
    with pytest.raises(Incomplete, match=f"已经移交过.*{first.number}"):
        hand_over(cast.chen, [order.pk], body="区局")
    with pytest.raises(Incomplete, match="请填写接收单位"):
        hand_over(cast.chen, [order.pk], body=" ", again=True)
    with pytest.raises(Incomplete, match="只能移交已签发"):
        hand_over(cast.chen, [drafted(cast).pk], body="区局")
    with pytest.raises(NotFound):
        hand_over(cast.sun, [order.pk], body="区局")
    with pytest.raises(Forbidden):
        hand_over(cast.zhao, [order.pk], body="区局")
    assert hand_over(cast.chen, [order.pk], body="区局", again=True).number == "移交〔2026〕2号"
    void_visit(cast.chen, order.inspection_id, reason="重复录入")  # type: ignore[arg-type]
    with pytest.raises(Incomplete, match="只能移交已签发"):
        hand_over(cast.chen, [order.pk], body="区局", again=True)
    enter_receipt(cast.chen, first.pk, receipt="SJ-001")
    enter_receipt(cast.chen, first.pk, receipt="SJ-002")
    assert Submission.objects.within(cast.chen.scope).get(pk=first.pk).receipt == "SJ-002"
    assert [event.given.get("was") for event in events.trail(cast.chen.scope, first.pk)] == [
        None,
        None,
        "SJ-001",
    ]


def test_the_pages_hand_over_and_give_both_files(cast: Cast, sign_in: SignIn) -> None:
    order = ordered(cast, text="=HYPERLINK(1)")
    client, address = sign_in("chen"), reverse("writ_handover_new")
    asked = client.post(address, {"row": [str(order.pk)], "back": reverse("writs")}).content.decode()
    assert order.number in asked and "东城区应急管理局" in asked
    done = client.post(address, {"row": [str(order.pk)], "sure": "1", "body": "区局", "batch": str(new_id())})
    page = client.get(done["Location"]).content.decode()
    assert "移交〔2026〕1号" in page and order.number in page
    again = client.post(address, {"row": [str(order.pk)], "sure": "1", "body": "区局"})
    assert again.status_code == 422 and "已经移交过" in again.content.decode()
    row = Submission.objects.within(cast.chen.scope).get()
    answer = client.get(reverse("writ_handover_file", args=[row.pk, "json"]))
    assert answer.content == files.content_of(row.content) and "移交" not in answer["Content-Disposition"]
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("writ_handover_file", args=[row.pk, "xlsx"])).content)
    )
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert (rows[0][0], rows[1][0], rows[1][1]) == ("文书", order.label, order.number)
    assert all(cell.data_type != "f" for line in book.active for cell in line)  # type: ignore[union-attr]
    assert row.number in client.get(reverse("writ", args=[order.pk])).content.decode()
    assert client.post(reverse("writ_handover", args=[row.pk]), {"receipt": ""}).status_code == 422
    client.post(reverse("writ_handover", args=[row.pk]), {"receipt": "SJ-9"})
    assert "SJ-9" in client.get(reverse("writ_handovers")).content.decode()
    assert sign_in("sun").get(reverse("writ_handover", args=[row.pk])).status_code in (403, 404)
