"""What the clock makes due: a backup a day, in the night or as soon as the machine runs. The installation's, asked for in its first
town. A demo is not kept."""

from uuid import UUID

from django.conf import settings

from bihuan.backup.jobs import BACKUP
from bihuan.backup.making import towns
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.core.installation import is_demo
from bihuan.core.jobs import ask

HOUR = 2


@declare_duty
def ask_daily_backup(town: UUID) -> int:
    """Ask for the day's backup, once. Nothing of it is news to anyone: 0."""
    today = clock.today()
    due = settings.BACKUP_DAILY and clock.now() >= clock.at(today, HOUR) and not is_demo()
    if due and town == towns()[0].pk:
        ask(Actor.clock(town), BACKUP.name, {}, slot=today.isoformat())
    return 0
