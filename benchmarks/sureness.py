"""What the texts of our own say of the binder: precision, recall and share asked for the half that was tuned on and the
half set aside, and whether a confidence means what it says."""

from tests.cast import Cast
from tests.summaries.measure import lines


def run(_cast: Cast) -> list[str]:
    """A line for each half, and one for each confidence."""
    return list(lines())
