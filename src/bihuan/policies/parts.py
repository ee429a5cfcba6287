"""Which files documents show, and to whom; the words of their events."""

from bihuan.core.files import declare_kept_from, declare_shown
from bihuan.hazards.timeline import declare_words
from bihuan.policies.queries import keeps_file, shows_file
from bihuan.policies.words import LABELS, SAYS

declare_shown(shows_file, "office")
declare_kept_from(keeps_file)
declare_words(LABELS, SAYS)
