"""What is printed of tips: the poster with the public page's code, and the registration form (群众举报登记表), which does not say who sent one."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.models import Town
from bihuan.hazards.models import Hazard
from bihuan.paper import Boxes, Form, Paragraph, Poster
from bihuan.tipoffs.models import Reward, Tip, TipPage
from bihuan.units.sheets import REPORT_PHONE

STEPS = (
    "看到事故隐患、违法生产，扫码写明是什么、在哪里，可以拍照。",
    "可以不留姓名。留了姓名电话的，密封保存，除指定人员外谁也看不到。",
    "提交后会得到一个查询码，请截屏或者抄下：凭它看办理情况、答复询问。",
    "举报属实的，按规定奖励；不留姓名的，凭查询码领取。",
)


def poster_pdf(town: Town, page: TipPage, address: str, mark: str) -> bytes:
    """The poster of a town's public page. Raises `paper.GlyphMissing`."""
    phones = [f"举报 {REPORT_PHONE}", *([f"值班 {town.phone}"] if town.phone else [])]
    poster = Poster(
        title="人人管安全",
        subtitle="发现身边的事故隐患，请扫码举报",
        encodes=f"{address}{reverse('tip_send', args=[page.code])}",
        steps=STEPS,
        phones=tuple(phones),
        organ=f"{town.name}{town.office}　遇险请先撤离，火警119，急救120",
    )
    return paper.poster_sheet(poster, dated=clock.today(), mark=mark, extra_fonts=settings.FONTS_DIR)


def register_pdf(tip: Tip, hazards: Sequence[Hazard], rewards: Sequence[Reward], mark: str) -> bytes:
    """群众举报登记表 of one tip."""
    town = tip.town
    found = "；".join(f"{one.number} {one.text}（{one.state_label}）" for one in hazards)
    paid = [one for one in rewards if one.refused_on is None]
    rows = (
        (("编号", tip.number), ("收到时间", moment_in_words(tip.received_at))),
        (("来源", tip.channel_label), ("来件编号", tip.outside_number)),
        (
            ("举报人", f"{tip.sender_label}（身份另行密封保存，不随本表）"),
            ("内部人员", "是（自称）" if tip.is_insider else "否"),
        ),
        (("被举报单位", tip.unit.name if tip.unit else ""),),
        (
            (
                "地点",
                tip.place or (f"北纬{tip.latitude:.5f}，东经{tip.longitude:.5f}" if tip.latitude else ""),
            ),
        ),
        (("举报内容", tip.text),),
        (("受理", in_words(tip.accepted_on) if tip.accepted_on else tip.state_label), ("承办", tip.handler)),
        (("核查期限", _day(tip.check_due_on)), ("核查日期", _day(tip.checked_on))),
        (("核查人", tip.checked_by.name if tip.checked_by else ""), ("结论", tip.verdict_label)),
        (("核查情况", tip.finding),),
        (("登记的隐患", found),),
        (("不予受理、转办理由", tip.why),),
        (("答复", tip.answer),),
        (("答复日期", _day(tip.answered_on)), ("答复方式", tip.get_answered_by_way_display())),
        (("奖励", "；".join(f"{one.reckoned}，{one.state_label}" for one in paid)),),
    )
    form = Form(
        title="群众举报登记表",
        blocks=(
            Boxes(rows),
            Paragraph(
                "举报人的姓名、电话、地址不写在本表上；传阅、归档本表不得附带可以认出举报人的材料。", "flush"
            ),
        ),
        dated=clock.today(),
        family="群众举报",
        number=tip.number,
        foot=f"{town.name}{town.office}",
        mark=mark,
        names=tuple(
            filter(None, (tip.unit.name if tip.unit else "", tip.checked_by.name if tip.checked_by else ""))
        ),
    )
    return paper.pdf(form, extra_fonts=settings.FONTS_DIR)


def _day(on: date | None) -> str:
    return in_words(on) if on else ""
