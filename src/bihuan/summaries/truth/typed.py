"""Numbers that were typed into a text that has blanks as well: bound as those of a finished text are, to be compared with
the records. They are never replaced."""

from collections.abc import Iterable
from datetime import date

from bihuan.summaries.binding.binder import Binding, bind
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading.blanks import Blank
from bihuan.summaries.reading.sections import Sentence
from bihuan.summaries.truth.claims import Claim


def typed(
    numbers: list[Blank],
    sentences: list[Sentence],
    claims: Iterable[Claim],
    vocabulary: Vocabulary,
    since: date,
    until: date,
) -> list[Binding]:
    """The typed numbers whose meaning is sure; `numbers` are those of the text together with its blanks. A number that a claim states is judged there; a text without blanks has
    none, its numbers being its blanks. They are bound together with the blanks, since each is read by what stands before."""
    if all(one.said is None for one in numbers):
        return []
    return [
        one
        for one in bind(numbers, sentences, vocabulary, since, until)
        if one.blank.said is not None
        and one.status == "bound"
        and not any(claim.start <= one.blank.start < claim.end for claim in claims)
    ]
