"""What of inspections goes over when two units are merged."""

from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.units.following import declare_merge, declare_stays

declare_merge(Inspection, "检查记录")
declare_stays(Inspection, field="recorded_unit")
declare_merge(IssuedPaper, "文书")
