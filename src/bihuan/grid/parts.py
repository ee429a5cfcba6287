"""What the grid declares for others: whose signatures may be seen; which of its rows stay with a cell of the past."""

from bihuan.core.files import declare_shown
from bihuan.grid.following import declare_stays
from bihuan.grid.queries import shows_file

declare_shown(shows_file)
declare_stays("grid.handover.cell")  # it tells where the post was handed over
