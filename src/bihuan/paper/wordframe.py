"""What stands around the text of a form's docx: the continuation header, the page of so many, the code, the stamp."""

from io import BytesIO
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

from bihuan.paper.codes import code
from bihuan.paper.document import clean
from bihuan.paper.form import Form
from bihuan.paper.shape import FormPage, title_lines
from bihuan.paper.wordparts import field

CODE = Mm(16)
PALE = RGBColor(0x59, 0x59, 0x59)


def head(section: Any, form: Form, page: FormPage) -> None:
    """From the second page on the form's name and number over a line; the mark and the stamp on every page."""
    section.different_first_page_header_footer = True
    title = "".join(title_lines(clean(form.title)))
    continued = f"{title}（续页）　{clean(form.number)}".rstrip()
    for number, (header, text) in enumerate(((section.first_page_header, ""), (section.header, continued))):
        paragraph = _begin(header)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(page.width), TAB.RIGHT)
        paragraph.add_run(text).font.size = Pt(12)
        if form.mark:
            mark = paragraph.add_run(f"\t{clean(form.mark)}")
            mark.font.color.rgb = PALE
        if text:
            _line_under(paragraph)
        if form.stamp:
            _stamp(paragraph, clean(form.stamp), number)


def foot(section: Any, form: Form, page: FormPage) -> None:
    """The line for signing, the page of so many in the middle, the code at the right with its letters under it."""
    for footer in (section.first_page_footer, section.footer):
        paragraph = _begin(footer)
        if form.page_sign:
            paragraph.add_run(f"{clean(form.page_sign)}{'＿' * 10}").font.size = Pt(12)
            paragraph = footer.add_paragraph(style="文书页边")
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Pt(page.width / 2), TAB.CENTER)
        stops.add_tab_stop(Pt(page.width), TAB.RIGHT)
        paragraph.add_run("\t共 ")
        field(paragraph, "NUMPAGES")
        paragraph.add_run(" 页　第 ")
        field(paragraph, "PAGE")
        paragraph.add_run(" 页")
        if form.code:
            run = paragraph.add_run("\t")
            run.add_picture(BytesIO(code(form.code)), CODE, CODE)
            letters = footer.add_paragraph(style="文书页边")
            letters.paragraph_format.tab_stops.add_tab_stop(Pt(page.width), TAB.RIGHT)
            letters.add_run(f"\t{form.code}").font.size = Pt(6)


def _begin(part: Any) -> Any:
    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]
    paragraph.style = "文书页边"
    return paragraph


def _line_under(paragraph: Any) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "3"), ("color", "auto")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def _stamp(paragraph: Any, text: str, number: int) -> None:
    """Large and pale behind the text: a line of letters as a shape (VML), which Word, WPS and LibreOffice all read."""
    size = min(150, 420 // len(text))
    made = parse_xml(
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600"'
        ' o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" type="#_x0000_t136" stroked="f" fillcolor="#e4e4e4"'
        f' style="position:absolute;margin-left:0;margin-top:0;width:{size * len(text)}pt;height:{size}pt;rotation:310;z-index:-1;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin"><v:textpath/></v:shape></w:pict></w:r>'
    )
    shape = made.find(".//{urn:schemas-microsoft-com:vml}shape/{urn:schemas-microsoft-com:vml}textpath")
    shape.set("string", text)
    shape.set("style", "font-family:黑体;font-size:1pt")
    paragraph._p.append(made)
