"""What hazards declare for others: whose photos may be seen."""

from bihuan.core.files import declare_shown
from bihuan.hazards.queries import shows_file

declare_shown(shows_file)
