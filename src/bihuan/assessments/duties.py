"""What the clock makes due: sheets keep in step with their subjects, candidates of vetoes are raised from the records, causes that are gone are noted,
terms end. Running twice is harmless; nothing is decided."""

from uuid import UUID

from bihuan.assessments.actions import end_vetoes, keep_in_step, note_causes, raise_candidates
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty


@declare_duty
def look_after_vetoes(town: UUID) -> int:
    """Candidates, causes and terms."""
    actor = Actor.clock(town)
    return note_causes(actor) + raise_candidates(actor) + end_vetoes(actor)


@declare_duty
def sheets_in_step(town: UUID) -> int:
    """Whoever is no more is assessed no more."""
    return keep_in_step(Actor.clock(town))
