"""Which files meetings show; the words of their events."""

from bihuan.core.files import declare_shown
from bihuan.hazards.timeline import declare_words
from bihuan.meetings.queries import shows_file
from bihuan.meetings.words import LABELS, SAYS

declare_shown(shows_file, "office")
declare_words(LABELS, SAYS)
