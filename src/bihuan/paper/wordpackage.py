"""The docx package around an official document: our styles and fonts in, the library's template out, fixed bytes."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.parser import parse_xml

TEMPLATES = Path(__file__).resolve().parent / "templates"

# What the library's own template brings along and an official document has no use for.
UNUSED = {
    RT.CUSTOM_XML,
    RT.EXTENDED_PROPERTIES,
    RT.NUMBERING,
    RT.THUMBNAIL,
    RT.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
}
# The zip format's first day; so the bytes do not depend on when they were made.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def new_package(
    title: str, dated: date, author: str = "", styles: tuple[str, ...] = ("word-styles.xml",)
) -> Any:
    """An empty python-docx document with styles out of `templates/` and the document's properties."""
    made = docx.Document()
    for holder in (made.part, made.part.package):
        for key in [key for key, relation in holder.rels.items() if relation.reltype in UNUSED]:
            del holder.rels[key]
    known = made.styles.element
    for child in list(known):
        known.remove(child)
    for name in styles:
        for child in list(parse_xml((TEMPLATES / name).read_bytes())):
            known.append(child)
    made.part.part_related_by(RT.FONT_TABLE)._blob = (TEMPLATES / "word-fonts.xml").read_bytes()
    day = datetime.combine(dated, time())
    properties = made.core_properties
    properties.title = title.replace("\n", "")
    properties.author = properties.last_modified_by = author
    properties.comments = ""
    properties.created = properties.modified = day
    properties.language = "zh-CN"
    return made


def to_bytes(made: Any) -> bytes:
    """The package zipped with fixed dates, so that the same document gives the same bytes."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(
                zipfile.ZipInfo(entry.filename, ZIP_EPOCH), source.read(entry), zipfile.ZIP_DEFLATED
            )
    return fixed.getvalue()
