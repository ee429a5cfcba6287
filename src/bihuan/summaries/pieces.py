"""A result cut into pieces for the page: plain text, blanks and claims in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.summaries.engine import Result, differs, end_of, printed, shown


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `kind`: text, blank or claim; `index` counts within its kind; `mark` is its status or verdict."""

    kind: str
    text: str
    index: int = 0
    mark: str = ""


def paragraphs(result: Result) -> list[list[Piece]]:
    """The narrative as paragraphs of pieces. A claim that holds a blank is cut around it."""
    found: list[list[Piece]] = [[]]
    for piece in _pieces(result):
        lines = piece.text.split("\n")
        for number, line in enumerate(lines):
            if number:
                found.append([])
            if line:
                found[-1].append(Piece(piece.kind, line, piece.index, piece.mark))
    return found


def _pieces(result: Result) -> Iterator[Piece]:
    text, at = result.narrative.text, 0
    for start, end, piece in _spans(result):
        yield from _plain(result, text, at, start)
        yield piece
        at = end
    yield from _plain(result, text, at, len(text))


def _spans(result: Result) -> list[tuple[int, int, Piece]]:
    spans, text = [], result.narrative.text
    for number, one in enumerate(result.blanks):
        blank = one.binding.blank
        if one.binding.status == "typed":
            continue  # a number that counts nothing of ours is text like any other
        mark = one.binding.status if shown(one) or one.binding.status != "bound" else "ask"
        if mark == "bound" and one.binding.is_narrowed:
            mark = "bound narrowed"
        if differs(one):
            mark = f"{mark} differs"
        spans.append((blank.start, end_of(one), Piece("blank", printed(one, text), number, mark)))
    return spans


def _plain(result: Result, text: str, start: int, end: int) -> Iterator[Piece]:
    """Text between blanks, with the claims that reach into it."""
    at = start
    for number, judged in enumerate(result.claims):
        first, last = max(judged.claim.start, at), min(judged.claim.end, end)
        if first >= last:
            continue
        if first > at:
            yield Piece("text", text[at:first])
        yield Piece("claim", text[first:last], number, judged.finding.verdict)
        at = last
    if at < end:
        yield Piece("text", text[at:end])
