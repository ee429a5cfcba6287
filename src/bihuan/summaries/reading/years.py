"""The years of a finished text: last year's text speaks of last year. Pure."""

import re

_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
QUOTED = re.compile(r"《[^》]*》|“[^”]*”")


def other_year(text: str, year: int) -> int | None:
    """The year that a text's first lines name, where it is not the summary's; None where it is, or none is named."""
    found = _YEAR.search(QUOTED.sub("", "\n".join(text.split("\n")[:3])))
    return int(found.group()) if found and int(found.group()) != year else None


def moved_years(text: str, years: int) -> str:
    """The text with every year so many years on; years within titles and quotations stay."""
    quoted = [match.span() for match in QUOTED.finditer(text)]

    def move(match: re.Match[str]) -> str:
        inside = any(start <= match.start() < end for start, end in quoted)
        return match.group() if inside else str(int(match.group()) + years)

    return _YEAR.sub(move, text)
