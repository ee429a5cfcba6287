"""How daily reports follow a merger of units; the words of their events."""

from bihuan.dailies.models import DailyDue
from bihuan.dailies.words import LABELS, SAYS
from bihuan.hazards.timeline import declare_words
from bihuan.units.following import declare_stays

# What the other unit owed and said was of its own days.
declare_stays(DailyDue)
declare_words(LABELS, SAYS)
