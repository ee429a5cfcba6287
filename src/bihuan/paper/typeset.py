"""An official document as typst's values: its texts cut into runs, in the order of the page."""

from bihuan.paper.document import Annex, OfficialDocument, Paragraph, Table, clean
from bihuan.paper.faces import FontSet
from bihuan.paper.setting import ROLES, Setter
from bihuan.paper.shape import title_lines

TEMPLATE = "official.typ"


class OfficialValues:
    """The document's values, as templates/official.typ reads them."""

    def __init__(self, document: OfficialDocument, fonts: FontSet, stands_in: bool = False) -> None:
        self.document = document
        self.setter = Setter(fonts, document.names, stands_in=stands_in)

    def text(self) -> str:
        """All that will be printed."""
        doc = self.document
        parts = [doc.title, doc.number, doc.recipient_text, doc.masthead, doc.organ, doc.note_text, doc.mark]
        if doc.annex:
            parts.extend((doc.annex.note, doc.annex.title))
        for block in (*doc.blocks, *(doc.annex.blocks if doc.annex else ())):
            if isinstance(block, Paragraph):
                parts.extend(run.text for run in block.runs)
            else:
                parts.extend((block.caption, *(cell for row in block.grid for cell in row)))
        return clean("".join(parts))

    def payload(self) -> dict[str, object]:
        doc, words = self.document, self.setter
        values: dict[str, object] = {
            "subject": clean(doc.title).replace("\n", ""),
            "date": [doc.dated.year, doc.dated.month, doc.dated.day],
            "faces": words.faces,
            "mark": words.set(doc.mark, "hei"),
            "masthead": words.set(doc.masthead, "title"),
            "number": words.set(doc.number, "fang"),
            "title": [words.set(line, "title") for line in title_lines(clean(doc.title))],
            "recipient": words.set(doc.recipient_text, "fang"),
            "blocks": [self.block(block) for block in doc.blocks],
            "organ": words.set(doc.organ, "fang"),
            "dated": words.set(doc.dated_text, "fang"),
            "note": words.set(doc.note_text, "fang"),
            "annex": self.annex(doc.annex) if doc.annex else None,
        }
        return values | {"missing": words.of_missing()}  # said last, when all is set

    def annex(self, annex: Annex) -> dict[str, object]:
        words = self.setter
        return {
            "note": words.set(annex.note, "fang"),
            "mark": words.set("附件", "hei"),
            "title": [words.set(line, "title") for line in title_lines(clean(annex.title))],
            "blocks": [self.block(block) for block in annex.blocks],
        }

    def block(self, block: Paragraph | Table) -> dict[str, object]:
        if isinstance(block, Paragraph):
            return {"kind": block.style, "runs": self.setter.runs(block.runs, ROLES[block.style])}
        return self.setter.table(block)
