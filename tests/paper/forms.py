"""Forms that the tests of paper set, built by hand."""

import io
from dataclasses import replace
from datetime import date

from PIL import Image, ImageDraw

from bihuan.paper import Boxes, Form, Paragraph, Run, Sealed, Signing, Signings, Table

DAY = date(2018, 6, 5)
CODE = "BH1/K7M2Q9XW4TZA"
FINDINGS = (
    "配电室：配电箱未张贴警示标志，电缆进线口未封堵，违反了《中华人民共和国安全生产法》第三十二条。整改要求：封堵进线口，张贴标志，2018年6月15日前完成。",
    "一号车间：砂轮机未装防护罩，违反了《中华人民共和国安全生产法》第三十三条第二款。整改要求：装设防护罩，2018年6月15日前完成。",
    "成品库：安全出口被货物堵塞，违反了《中华人民共和国安全生产法》第三十九条第二款。整改要求：清理货物并保持畅通，2018年6月8日前完成。",
    "办公楼：未见2018年度安全生产教育培训记录，违反了《中华人民共和国安全生产法》第二十五条第四款。整改要求：补齐培训和记录，2018年7月5日前完成。",
    "危险化学品暂存间：未设可燃气体报警装置，违反了《中华人民共和国安全生产法》第三十三条第一款。整改要求：装设报警装置并定期校验，2018年7月5日前完成。",
)
DEMAND = "现责令你单位对上述问题在各项期限前整改完毕，达到有关法律法规规章和标准规定的要求。整改期间，应当采取措施保证安全；由此造成事故的，依法追究有关人员的责任。"
REMEDY = "对本指令不服的，可以在收到本指令书之日起60日内向东城区人民政府申请行政复议，或者6个月内依法向东城区人民法院提起行政诉讼；复议、诉讼期间不停止执行本指令，法律另有规定的除外。"


def stroke() -> bytes:
    """A signature: a dark line on a clear ground."""
    image = Image.new("RGBA", (360, 120), (255, 255, 255, 0))
    ImageDraw.Draw(image).line(
        [(10, 90), (60, 20), (110, 95), (190, 40), (250, 85), (350, 30)], fill=(20, 20, 60, 255), width=6
    )
    return _png(image)


def seal() -> bytes:
    """A round seal, red on a clear ground."""
    image = Image.new("RGBA", (420, 420), (255, 255, 255, 0))
    drawn = ImageDraw.Draw(image)
    drawn.ellipse((6, 6, 414, 414), outline=(220, 20, 30, 255), width=12)
    drawn.regular_polygon((210, 210, 70), 5, rotation=0, fill=(220, 20, 30, 255))
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def order(findings: tuple[str, ...] = FINDINGS, *, signed: bool = False) -> Form:
    """An order to rectify: findings, what is demanded, the remedy, who signs, the seal."""
    picture, day = (stroke(), "2018年6月5日10时20分") if signed else (b"", "")
    officers = [
        Signing("安全生产执法人员（签名）", name, f"证号：{card}", picture, day)
        for name, card in (("陈志远", "11010001"), ("赵立新", "11010002"))
    ]
    return Form(
        title="责令限期整改指令书",
        family="安全生产行政执法文书",
        number="（东）应急责改〔2018〕12号",
        blocks=(
            Paragraph("永安烟花爆竹专营店：", "flush"),
            Paragraph("经查，你单位存在下列问题："),
            *(Paragraph(f"{number}．{text}") for number, text in enumerate(findings, 1)),
            Paragraph(DEMAND),
            Paragraph(REMEDY),
            Signings((*officers, Signing("被检查单位负责人（签名）", "王永安", "", picture, day))),
            Sealed("东岭镇人民政府", DAY, seal() if signed else b""),
        ),
        dated=DAY,
        foot="本文书一式两份：一份由执法机关备案，一份交被检查单位。",
        code=CODE,
        names=("永安烟花爆竹专营店", "王永安", "陈志远", "赵立新"),
    )


def record() -> Form:
    """A record of a check, with boxes and a place where signing was refused."""
    return Form(
        title="现场检查记录",
        family="安全生产行政执法文书",
        number="（东）应急检记〔2018〕31号",
        blocks=(
            Boxes(
                (
                    (("被检查单位", "永安烟花爆竹专营店"),),
                    (("地址", "东岭镇解放路18号"),),
                    (("法定代表人（负责人）", "王永安"), ("职务", "店长")),
                    (("联系电话", "13800000000"), ("检查场所", "")),
                    (("检查时间", "2018年6月5日9时0分至2018年6月5日10时15分"),),
                )
            ),
            Paragraph(
                "我们是东岭镇人民政府的行政执法人员陈志远、赵立新，证件号码为11010001、11010002，这是我们的证件，请过目。现依法对你单位进行现场检查，请予以配合。"
            ),
            Paragraph("检查情况：", "h1"),
            *(
                Paragraph(f"{number}．{text.split('，违反了')[0]}。")
                for number, text in enumerate(FINDINGS, 1)
            ),
            Signings(
                (
                    Signing("检查人员（签名）", "陈志远", "证号：11010001", stroke(), "2018年6月5日10时20分"),
                    Signing("检查人员（签名）", "赵立新", "证号：11010002"),
                    Signing(
                        "被检查单位现场负责人（签名）",
                        "王永安",
                        refused="拒绝签字：负责人认为第3项问题不属实，见证人村委会主任李桂兰在场。",
                    ),
                )
            ),
        ),
        dated=DAY,
        code=CODE,
        names=("永安烟花爆竹专营店", "王永安", "陈志远", "赵立新"),
    )


def inquiry(turns: int = 30) -> Form:
    """A record of an inquiry: every page is signed."""
    said = [
        Paragraph((Run(word, bold=True), Run(text)))
        for number in range(1, turns + 1)
        for word, text in (
            ("问：", f"第{number}次进货的时间、数量和存放的地点？"),
            (
                "答：",
                "货在六月一日到店，共计二十箱，先放在后院的棚子里，第二天才搬进专用仓库，搬的时候没有人登记。",
            ),
        )
    ]
    return replace(
        record(),
        title="询问笔录",
        blocks=(*said, Signings((Signing("被询问人（签名）", "王永安"),))),
        page_sign="被询问人（签名）：",
    )


def ledger(lines: int = 40) -> Form:
    """A table across, over several pages."""
    rows = tuple(
        (
            str(number),
            f"第{number}加工厂",
            "配电箱未接地，电缆沟盖板缺失，临时用电没有审批",
            "王喆",
            "2018年6月15日",
            "已整改",
        )
        for number in range(1, lines + 1)
    )
    heads = ("序号", "单位", "问题", "检查人", "整改期限", "进展")
    return Form(
        title="安全生产问题清单",
        blocks=(Table(heads, rows, "东岭镇2018年6月"), Signings((Signing("填报人（签名）"),))),
        dated=DAY,
        code=CODE,
        across=True,
        mark="演示",
    )
