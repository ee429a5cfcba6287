"""What the first bytes tell of an Office file, and what a text is as one of its cells."""

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of old Office files, and of every one with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_compound(content: bytes) -> bool:
    """Whether it is of the old kind (xls, doc, et), or any with a password."""
    return content.startswith(COMPOUND)


def is_locked(content: bytes) -> bool:
    """Whether it is a newer one that opens only with a password."""
    return is_compound(content) and ENCRYPTED in content


# What XML cannot hold: a file with one of them opens nowhere.
_NO_CHARACTERS = {0xFFFE: None, 0xFFFF: None}


def as_cell(text: str) -> str:
    """A text for a cell of a workbook that is written by xlsxwriter, which takes `<r>…</r>` for markup of its own and writes it as it
    is: with a blank behind it, it is the text that somebody typed."""
    text = text.translate(_NO_CHARACTERS)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
