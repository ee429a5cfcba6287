"""What a bad user, a bad page and a bad file do to documents: each is told in words, and nothing is shown that is not theirs to read."""

import struct
import subprocess
import zlib
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from docx import Document
from PIL import Image

from bihuan import paper
from bihuan.core import clock, files
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.models import Town
from bihuan.documents import scans, texts
from bihuan.documents.actions.cases import add_paper, open_case
from bihuan.documents.actions.drafting import draft, revise
from bihuan.documents.actions.issuing import issue, lacking, look
from bihuan.documents.checking import readable
from bihuan.documents.composing import Frame, compose
from bihuan.documents.declarations import current
from bihuan.documents.gathering import About
from bihuan.documents.imprints import why_not_seal
from bihuan.documents.models import Scan, Service, Submission, Wording, Writ
from bihuan.documents.texts import sound_wording
from bihuan.grid.models import Person
from bihuan.hazards.models import Hazard
from bihuan.inspections.grant_actions import register_grant
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.paper import Boxes, Form, OfficialDocument, Paragraph, Table
from bihuan.units.models import Unit
from tests.cast import NOW, TODAY, Cast, picture
from tests.documents.case_deeds import done, ordered
from tests.documents.papers import order
from tests.documents.reading import as_text
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]


def chunk(name: bytes, said: bytes) -> bytes:
    return len(said).to_bytes(4, "big") + name + said + zlib.crc32(name + said).to_bytes(4, "big")


def png(*before: bytes, name: bytes = b"IDAT") -> bytes:
    """A PNG of 300 by 300 with chunks before its pixels."""
    head = struct.pack(">IIBBBBB", 300, 300, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * (901 * 300))
    parts = (chunk(b"IHDR", head), *before, chunk(name, rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def with_exif(exif: bytes) -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 300)).save(out, "WEBP", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        png(chunk(b"zTXt", b"a\0\0" + zlib.compress(b"0" * 9_000_000))),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\1"),
        png(chunk(b"IDAT", b"")[:6] + b"!\xc4\0\0"),
        with_exif(b"Exif\0\0MMk*\0\0\0\x08"),
    ],
    ids=["a bomb in a text", "half a head", "a broken chunk", "a broken EXIF"],
)
def test_a_broken_picture_is_told_at_every_door(cast: Cast, content: bytes) -> None:
    with pytest.raises(scans.Unreadable, match="不是图片"):
        list(scans.read(content, "a"))
    with pytest.raises(Incomplete, match="不是照片"):
        files.keep_picture(cast.chen, content, "a.png")
    assert "PNG" in why_not_seal(content)


def test_an_id_of_another_towns_record_is_refused(cast: Cast, sign_in: SignIn) -> None:
    unit, row, client = cast.units["yongan"].pk, ordered(cast), sign_in("chen")
    theirs = Writ(
        town_id=cast.next_town.pk, kind="tip", edition=1, code="ZZZZ22223333", dated=TODAY, drafted_at=NOW
    )
    theirs.save(force_insert=True)
    batch = Submission(
        town_id=cast.next_town.pk,
        number="1",
        body="区",
        handed_at=NOW,
        handed_by=cast.people["sun"],
        content=files.keep_picture(cast.sun, picture(), "a.jpg"),
    )
    batch.save(force_insert=True)
    told = client.post(f"{reverse('writ_new')}?unit={unit}", {"kind": "tip", "writ_id": str(theirs.pk)})
    assert told.status_code == 409 and "已经开具过" in told.content.decode()
    given = {"row": [str(row.pk)], "sure": "1", "batch": str(batch.pk), "body": "区局"}
    told = client.post(reverse("writ_handover_new"), given)
    assert told.status_code == 409 and "已经生成过" in told.content.decode()


def test_nul_is_not_kept(cast: Cast, sign_in: SignIn) -> None:
    """PostgreSQL keeps none inside JSON."""
    client = sign_in("chen")
    row = draft(cast.chen, "evidence", About(inspection=ordered(cast).inspection))
    typed = {
        "version": row.version,
        "dated": "2026-06-02",
        "officers": "陈\0明|11010001",
        "goods.0.name": "烟\0花",
    }
    assert client.post(reverse("writ_edit", args=[row.pk]), typed).status_code == 302
    row.refresh_from_db()
    assert row.fields["goods"] == [{"name": "烟花"}] and row.fields["officers"][0]["name"] == "陈明"
    asked = {"query": "words=\0", "sure": "1", "shape": "pdf", "order": "unit", "copies": "1"}
    assert client.post(reverse("writs_print"), asked).status_code == 302
    made = current()["evidence"]
    assert set(readable(made, {"reason": "\0", "goods": [{"name": "\0"}]})) == {"reason", "goods"}


def test_a_sentence_that_broke_since_it_was_kept_stops_no_check(cast: Cast, sign_in: SignIn) -> None:
    kept = {"remedy": "坏{nosuch}了"}
    for key, text in kept.items():
        Wording(town_id=cast.town.pk, kind="order", key=key, text=text, from_on=date(2026, 1, 1)).save(
            force_insert=True
        )
    row, client = order(cast), sign_in("chen")
    assert row.wording == {}
    assert client.get(reverse("writ", args=[row.pk])).status_code == 200
    listed = sign_in("xu").get(reverse("wordings")).content.decode()
    assert "坏{nosuch}了" in listed
    assert "{检查日期}，执法人员对你单位进行检查" in listed and "{visited_on}" not in listed
    made = current()["order"]
    sound = {"remedy": made.sentences["remedy"].replace("如不服", "不服")}
    assert sound_wording(made, sound, TODAY) == sound
    Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(
        wording=kept
    )  # as a hand in the database leaves it
    told = client.get(reverse("writ_file", args=[row.pk, "pdf"]), follow=True)
    assert (
        told.status_code == 200 and "排不出来" in told.content.decode() and "nosuch" in told.content.decode()
    )
    assert client.get(reverse("writ_page", args=[row.pk, 1])).status_code == 404


def test_what_is_guarded_is_shut_at_every_door(cast: Cast, sign_in: SignIn) -> None:
    """The unit's own manager, its village and the district read along: not who was asked what, not what was reported of the unit."""
    visit = ordered(cast).inspection
    inquiry = draft(cast.chen, "inquiry", About(inspection=visit))
    tip = draft(cast.chen, "tip", About(unit=cast.units["yongan"]))
    Writ.objects.within(cast.chen.scope).filter(pk__in=[inquiry.pk, tip.pk]).update(state="issued")
    scan, proof, alone = (
        files.keep_picture(cast.chen, picture(colour), "a.jpg") for colour in ("blue", "pink", "green")
    )
    common = {"town_id": cast.town.pk, "writ": inquiry}
    Scan(**common, page=1, file=scan, added_at=NOW, added_by=cast.people["chen"]).save(force_insert=True)
    Service(
        **common,
        way="direct",
        served_on=TODAY,
        first_server=cast.people["chen"],
        recorded_at=NOW,
        proof=proof,
    ).save(force_insert=True)
    case = open_case(cast.chen, visit.unit_id, matter="询问", writs=[inquiry.pk])
    add_paper(cast.chen, case.pk, version=case.version, title="身份证复印件", file=alone.pk)
    doors = [reverse("file", args=[one.pk]) for one in (scan, proof, alone)]
    doors += [reverse("file_thumb", args=[scan.pk])]
    doors += [reverse(name, args=[one.pk]) for name in ("writ", "writ_preview") for one in (inquiry, tip)]
    doors += [reverse("writ_file", args=[tip.pk, "docx"]), reverse("writ_page", args=[tip.pk, 1])]
    with clock.moved(NOW + timedelta(days=2)):  # who sent a file may look at it for some hours
        for reader in ("feng", "li", "he", "sun"):
            client = sign_in(reader)
            assert not [door for door in doors if client.get(door).status_code not in (403, 404)], reader
        for page in (f"{reverse('writs')}?state=all", reverse("unit", args=[visit.unit_id])):
            told = [sign_in(one).get(page).content.decode() for one in ("feng", "chen")]
            assert [str(tip.pk) in one for one in told] == [False, True]
        assert sign_in("feng").get(reverse("case", args=[case.pk])).status_code == 403
        page = sign_in("li").get(reverse("case", args=[case.pk])).content.decode()
        assert "身份证复印件" in page and doors[2] not in page
        assert {sign_in("chen").get(door).status_code for door in doors} == {200}
        assert sign_in("qian").get(doors[0]).status_code == 200


def test_nothing_is_made_from_what_does_not_bear_it(cast: Cast) -> None:
    visit = ordered(cast).inspection
    row = Writ.objects.within(cast.chen.scope).get(inspection=visit, kind="order")
    with pytest.raises(NotAllowed, match="应从行政处罚告知书"):
        draft(cast.chen, "statement", About(answers=row))
    with pytest.raises(NotAllowed, match="不从这条记录开具"):
        draft(cast.chen, "listing", About(unit=cast.units["yongan"]))
    with pytest.raises(NotAllowed, match="请从检查记录"):
        draft(cast.chen, "suspend", About())
    made = draft(cast.chen, "evidence", About(inspection=visit))
    assert "about" not in lacking(cast.chen, made)
    Inspection.objects.within(cast.chen.scope).filter(pk=visit.pk).update(voided_on=TODAY)
    made.refresh_from_db()
    assert "检查记录已经作废" in lacking(cast.chen, made)["about"]
    with pytest.raises(Incomplete, match="检查记录已经作废"):
        issue(cast.chen, made.pk, version=made.version)
    with clock.moved(NOW - timedelta(days=1)):
        assert "不能晚于今天" in lacking(cast.chen, made)["dated"]
    Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(state="void")
    with pytest.raises(NotAllowed, match="作废，不能据此"):
        draft(cast.chen, "receipt", About(answers=Writ.objects.within(cast.chen.scope).get(pk=row.pk)))


def test_a_word_of_no_end_stays_on_the_paper() -> None:
    word = "x" * 300 + "#$<[@" * 20
    blocks = (
        Boxes(((("单位", word), ("电话", word)),)),
        Paragraph(word),
        Table(("序号", "内容"), (("1", word),)),
    )
    for made in (Form("文书", blocks, TODAY), OfficialDocument("通知", blocks[1:], TODAY)):
        told = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"], input=paper.pdf(made), capture_output=True, check=True
        ).stdout.decode()
        ends = [float(part.split('"')[0]) for part in told.split('xMax="')[1:]]
        assert ends and max(ends) < 560  # A4 is 595 wide, and its margin 40 at least
    made = current()["evidence"]
    values = {"reason": "一\n\n\n二", "goods": [{"name": "\n" * 50_000, "spec": "49发\n\n红"}]}
    told = as_text(compose(made, values, {}, Frame("东岭镇", TODAY)))
    assert "49发\n红" in told and "\n" * 9 not in told
    endless = Form("文书", (Paragraph("x" * 50_000),), TODAY)
    assert paper.page_count(paper.pdf(endless)) > 10  # one string of a PDF has 32,767 signs


def test_what_has_no_shape_is_left_out_of_a_docx_title() -> None:
    made = paper.docx(OfficialDocument("关于\x0b检查\x1b的通知", (Paragraph("正文"),), TODAY, organ="东岭镇"))
    assert Document(BytesIO(made)).core_properties.title == "关于检查的通知"


def test_an_issued_document_is_the_same_a_year_later(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was renamed, moved or corrected since, the table of law included."""
    order(cast)
    rows = list(Writ.objects.within(cast.chen.scope).values_list("pk", flat=True))
    assert len(rows) == 2

    def now() -> list[bytes]:
        client = sign_in("chen")
        asked = [reverse("writ_file", args=[pk, form]) for pk in rows for form in ("pdf", "docx")]
        return [client.get(address).content for address in asked]

    before, mine = now(), cast.chen.scope
    Town.objects.within(mine).update(
        name="新岭镇", district="新城区", bureau="新城区应急局", office="办", phone="1"
    )
    Unit.objects.within(mine).update(name="新店", address="新址", head="新人")
    Person.objects.within(mine).update(name="新人")
    Inspection.objects.within(mine).update(present="别人", opinion="别的")
    Hazard.objects.within(mine).update(text="别的", demand="别的")
    monkeypatch.setattr(texts, "cited", lambda topics, on: "《别的法》")
    with clock.moved(NOW + timedelta(days=366)):
        assert now() == before


def test_a_mistyped_year_is_asked_about(cast: Cast) -> None:
    row = draft(cast.chen, "joint_plan", About())
    for dated, told in ((date(1, 1, 1), "核对年份"), (date(9999, 12, 31), "晚于今天")):
        with pytest.raises(Incomplete, match=told):
            revise(cast.chen, row.pk, version=row.version, values={}, dated=dated)


def test_a_locked_scan_is_named_when_its_case_file_is_exported(cast: Cast) -> None:
    out, row = BytesIO(), ordered(cast)
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(user="x", owner="y"))
    case = open_case(cast.chen, row.unit_id, matter="案", writs=[])
    file = files.keep_scan(cast.chen, out.getvalue(), "a.pdf").pk
    add_paper(cast.chen, case.pk, version=case.version, title="营业执照", file=file)
    job, _ = done(cast.chen, "documents.case", {"case": str(case.pk)})
    assert job.state == "failed" and "“营业执照”的扫描件读不出来" in job.message


def test_a_grant_that_ended_at_midnight_bears_nothing_the_next_morning(cast: Cast, sign_in: SignIn) -> None:
    given = {"body": "东城区应急管理局", "reference": "东应急委〔2026〕2号", "papers": ["evidence"]}
    register_grant(cast.chen, **given, from_on=date(2026, 1, 1), to_on=TODAY)
    row = draft(cast.chen, "evidence", About(inspection=ordered(cast).inspection))
    typed = {
        "reason": "可能灭失",
        "goods": [{"name": "组合烟花", "quantity": "6", "unit": "箱"}],
        "keeping_place": "里间库房",
        "approver_name": "周正",
        "approved_on": "2026-06-02",
    }
    row = revise(cast.chen, row.pk, version=row.version, values=typed)
    assert look(cast.chen, row).leave.allowed
    with clock.moved(NOW + timedelta(days=1)):
        assert lacking(cast.chen, row) == {}
        with pytest.raises(NotAllowed, match="委托"):
            issue(cast.chen, row.pk, version=row.version)
        assert sign_in("chen").get(reverse("writ_edit", args=[row.pk])).status_code == 200
    assert not IssuedPaper.objects.within(cast.chen.scope).filter(kind="evidence").exists()
    assert issue(cast.chen, row.pk, version=row.version).number


def test_more_rows_than_a_page_takes_are_refused_in_words_and_stay(cast: Cast, sign_in: SignIn) -> None:
    row = draft(cast.chen, "inquiry", About(inspection=order(cast).inspection))
    rows = {f"talk.{number}.a": f"第{number}条" for number in range(501)}
    given = {"version": row.version, "dated": row.dated.isoformat(), "then": "", **rows}
    answer = sign_in("chen").post(reverse("writ_edit", args=[row.pk]), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“询问内容”最多500行，现在501行。" in page
    assert "第250条" in page and "第500条" in page
    fewer = {key: said for key, said in given.items() if key != "talk.7.a"}
    assert sign_in("chen").post(reverse("writ_edit", args=[row.pk]), fewer).status_code == 302
    assert len(Writ.objects.within(cast.chen.scope).get(pk=row.pk).fields["talk"]) == 500
