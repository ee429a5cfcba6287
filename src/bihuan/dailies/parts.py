"""How daily reports follow a merger of units; the words of their events."""

from bihuan.dailies.models import DailyDue
from bihuan.dailies.words import LABELS, SAYS
from bihuan.grid import following as cells
from bihuan.hazards.timeline import declare_words
from bihuan.units.following import declare_stays

# What the other unit owed and said was of its own days.
declare_stays(DailyDue)
cells.declare_stays("dailies.dailydue.cell")  # as a village's past days stay with the village
declare_words(LABELS, SAYS)
