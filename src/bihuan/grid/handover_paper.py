"""A hand-over as a paper to print and file: 岗位交接清单."""

from bihuan.core import files
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.errors import NotFound
from bihuan.core.models import StoredFile, Town
from bihuan.grid.models import Handover
from bihuan.grid.queries import post_title
from bihuan.paper import OfficialDocument, Paragraph, Picture, Table

HEADS = ("序号", "内容", "地点、单位", "办理情况")
NUMERALS = "一二三四五六七八九十"
LOST = "签字图样在服务器上缺失"


def paper_of(handover: Handover, town: Town, mark: str = "") -> OfficialDocument:
    """The list as it was signed. The post's and the persons' rows are loaded."""
    giver, taker = handover.ended.person.name, handover.begun.person.name
    told = (
        f"{in_words(handover.on)}，{giver}将“{post_title(handover.ended)}”岗位移交{taker}。"
        f"截至移交时未办结事项和监管对象共{handover.count}项，由接收人继续办理。"
    )
    blocks: list[Paragraph | Table] = [Paragraph(told)]
    for numeral, section in zip(NUMERALS, handover.held, strict=False):
        rows = section["rows"]
        blocks.append(Paragraph(f"{numeral}、{section['label']}（{len(rows)}项）", "h1"))
        blocks.append(
            Table(
                HEADS,
                tuple(
                    (str(number), row["text"], row["where"], row["state"])
                    for number, row in enumerate(rows, start=1)
                ),
            )
        )
    if not handover.held:
        blocks.append(Paragraph("本岗位没有未办结事项和监管对象。"))
    if handover.note:
        blocks.append(Paragraph(f"交接说明：{handover.note}"))
    blocks.append(_signatures(handover, giver, taker))
    return OfficialDocument(
        title="岗位交接清单",
        blocks=tuple(blocks),
        dated=handover.on,
        organ=f"{town.name}{town.office}",
        mark=mark,
        names=(giver, taker),
    )


def _signatures(handover: Handover, giver: str, taker: str) -> Table:
    """Who signed as what, the signature itself and when; where the giver did not come, why, and who handed over instead."""
    signed: list[tuple[str, str, StoredFile | None]] = [("移交人", giver, handover.giver_signature)]
    if handover.witness:
        signed.append(("监交人", handover.witness.name, handover.witness_signature))
    signed.append(("接收人", taker, handover.taker_signature))
    rows, pictures = [], []
    for number, (role, name, kept) in enumerate(signed):
        content = _content(kept) if kept else b""
        if content:
            pictures.append(Picture(number, 2, content))
        in_place_of_it = "" if content else LOST if kept else f"未到场：{handover.absence}"
        rows.append((role, name, in_place_of_it, f"{moment_in_words(handover.made_at)}签字" if kept else ""))
    return Table((), tuple(rows), pictures=tuple(pictures))


def _content(kept: StoredFile) -> bytes:
    """The picture of a signature; b"" where its bytes are gone: the list is handed out all the same."""
    try:
        return files.content_of(kept)
    except NotFound:
        return b""
