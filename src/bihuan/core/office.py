"""What the first bytes tell of an Office file."""

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of old Office files, and of every one with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_compound(content: bytes) -> bool:
    """Whether it is of the old kind (xls, doc, et), or any with a password."""
    return content.startswith(COMPOUND)


def is_locked(content: bytes) -> bool:
    """Whether it is a newer one that opens only with a password."""
    return is_compound(content) and ENCRYPTED in content
