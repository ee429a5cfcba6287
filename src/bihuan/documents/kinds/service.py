"""Proof of service: of an enforcement document (送达回证), by two officers with cards; of the town's own papers (送达签收单), by whoever hands
them over. Law: 行政处罚法 on service, which follows the civil procedure's ways."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.documents.declarations import (
    CHOICE,
    MOMENT,
    OFFICERS,
    PAPERS_LIST,
    TEXT,
    Boxed,
    Declaration,
    Field,
    Say,
    Signed,
    Tabled,
    Values,
    declare,
)
from bihuan.documents.facts import Facts
from bihuan.documents.kinds.common import PROVINCE, SOURCE, officers_of, said
from bihuan.documents.rules import WAYS

WITNESSED = "left"  # 留置送达: a witness or a recording proves it


def _receipt(facts: Facts) -> Values:
    before = facts.answers
    papers = [{"label": before.label, "number": before.number, "pages": "1"}] if before else []
    to = facts.party.name
    if before and not to:
        to = str(
            before.fields.get("party")
            or before.fields.get("person_name")
            or before.fields.get("recipient")
            or ""
        )
    return {
        "case": f"{to}安全生产事项" if to else "",
        "to": to,
        "papers": papers,
        "place": facts.party.address,
        "way": said(facts, "way") or "direct",
        "served_at": said(facts, "served_at"),
        "receiver_name": said(facts, "receiver") or facts.party.head,
        "relation": said(facts, "relation"),
        "officers": officers_of(facts),
    }


def _check(values: Mapping[str, Any], on: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if any(not row.get("label") for row in values.get("papers") or ()):
        wrong["papers"] = "送达的文书中有一行没有写名称。"
    if values.get("way") == WITNESSED and not values.get("refusal"):
        wrong["refusal"] = "留置送达的，请写明拒收的事由。"
    if values.get("way") == WITNESSED and not values.get("witness_name") and not values.get("recorded"):
        wrong["witness_name"] = "留置送达的，请写明见证人，或者说明采用了拍照、录像等方式记录送达过程。"
    if values.get("way") in ("direct", "left") and not values.get("served_at"):
        wrong["served_at"] = "还没有填写送达时间。"
    return wrong


def _proof(kind: str, servers: Field, keeper: str, **more: Any) -> Declaration:
    return Declaration(
        kind=kind,
        edition=1,
        about=("answers",),
        fields=(
            Field("case", "案件（事项）名称", need=True),
            Field("to", "受送达单位（个人）", need=True),
            Field("papers", "送达的文书", PAPERS_LIST, need=True),
            Field("place", "送达地点", need=True),
            Field("way", "送达方式", CHOICE, need=True, choices=tuple(WAYS.items())),
            Field("served_at", "送达时间", MOMENT),
            Field("receiver_name", "收件人"),
            Field("relation", "收件人与受送达人的关系"),
            Field("refusal", "拒收事由", TEXT),
            Field("witness_name", "见证人"),
            Field("recorded", "记录方式", help="如：全程录像，编号……"),
            Field("note", "备注", TEXT),
            servers,
        ),
        layout=(
            Boxed((("case",), ("to",), (("送达机关", "{organ}"),))),
            Tabled(
                "papers",
                (("#", "序号"), ("label", "送达文书名称"), ("number", "文号"), ("pages", "份数")),
            ),
            Boxed((("place",), ("way", "served_at"), ("receiver_name", "relation"))),
            Say(
                "refused",
                "受送达人拒绝签收。事由：{refusal}[。记录方式：{recorded}]。文书已留置送达。",
                when="way=left",
            ),
            Say("note", "备注：{note}", when="note"),
            Signed(
                (("receiver", "收件人（签名或者盖章）"), ("officer", "送达人（签名）")),
                when="!refusal",
            ),
            Signed((("witness", "见证人（签名）"), ("officer", "送达人（签名）")), when="refusal"),
        ),
        fill=_receipt,
        check=_check,
        copies=keeper,
        **more,
    )


declare(
    _proof(
        "receipt",
        Field("officers", "送达人", OFFICERS, need=True),
        "本回证由送达机关存入案卷。",
        source=SOURCE,
    )
)
declare(
    _proof(
        "delivery",
        Field("officers", "送达人", OFFICERS, locked=True),
        "本签收单由签发机关存档。",
        family="",
        source=PROVINCE,
    )
)
