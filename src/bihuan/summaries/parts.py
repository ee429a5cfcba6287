"""The words of events of forms that are due and of bulletins."""

from bihuan.hazards.timeline import declare_words
from bihuan.summaries.words import LABELS, SAYS

declare_words(LABELS, SAYS)
