"""A document of the town's own as an official paper (GB/T 9704-2012) out of its text. Pure of queries."""

from datetime import date

from bihuan.paper import OfficialDocument, Paragraph
from bihuan.policies.models import Policy
from bihuan.policies.rules import shape


def paper_of(row: Policy, today: date, mark: str = "") -> OfficialDocument:
    """The paper, with the red head of its organ; a draft says so on each page."""
    is_draft = row.issued_on is None
    return OfficialDocument(
        title=row.title,
        blocks=tuple(Paragraph(text, style) for text, style in shape(row.text)),
        dated=row.issued_on or today,
        organ=row.organ,
        number=row.number,
        recipient=row.recipient,
        masthead=f"{row.organ}文件",
        mark="，".join(filter(None, (mark, "草案" if is_draft else ""))),
    )
