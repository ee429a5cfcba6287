"""What the grid declares for others: whose signatures may be seen."""

from bihuan.core.files import declare_shown
from bihuan.grid.queries import shows_file

declare_shown(shows_file)
