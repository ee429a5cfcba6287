"""What a page says, without its markup."""

import re


def plain(html: str) -> str:
    """The text of a piece of a page, tags and white space left out."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))


def error_at(html: str, field: str) -> str:
    """What stands in words at a field, or ""."""
    found = re.search(rf'id="{field}-error">(.*?)</div>', html, re.DOTALL)
    return plain(found[1]) if found else ""
