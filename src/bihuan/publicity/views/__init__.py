"""Pages of publicity."""

from bihuan.publicity.views.entries import outreach, outreach_new, outreach_void, publicity
from bihuan.publicity.views.materials import (
    publicity_leaflet,
    publicity_material,
    publicity_material_end,
    publicity_material_new,
    publicity_materials,
)
from bihuan.publicity.views.plans import (
    publicity_coverage,
    publicity_plan,
    publicity_plan_end,
    publicity_plan_new,
    publicity_plans,
)

__all__ = [
    "outreach",
    "outreach_new",
    "outreach_void",
    "publicity",
    "publicity_coverage",
    "publicity_leaflet",
    "publicity_material",
    "publicity_material_end",
    "publicity_material_new",
    "publicity_materials",
    "publicity_plan",
    "publicity_plan_end",
    "publicity_plan_new",
    "publicity_plans",
]
