"""What summaries lend to earlier apps: the reading of a docx, for the documents of the town."""

from bihuan.core.errors import Incomplete
from bihuan.policies.reading import DOCX, declare_reader
from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.reading.word import begun


def read_docx(content: bytes, most: int) -> str:
    """The text of a docx; Incomplete where it is broken."""
    try:
        return begun(content, most)
    except NarrativeError as error:
        raise Incomplete(str(error)) from error


declare_reader(DOCX, read_docx)
