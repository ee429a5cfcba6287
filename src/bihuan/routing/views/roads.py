"""里程表: what is in it, the table to be filled in, a leg taken out. It comes in as all tables do (bihuan.intake)."""

from io import BytesIO
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_POST

from bihuan.core import files
from bihuan.core.answers import back, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Stale
from bihuan.lists.views import answer
from bihuan.routing import actions
from bihuan.routing.listing import ROADS
from bihuan.routing.table import table_to_fill


@route("campaigns", scope="town")
def road_legs(request: PageRequest) -> HttpResponse:
    """里程表."""
    return answer(request, ROADS)


@route("campaigns", scope="town")
def road_table(request: PageRequest) -> FileResponse:
    """The table to be filled in: every two villages, with our estimate."""
    content = BytesIO(table_to_fill(request.actor))
    return FileResponse(content, as_attachment=True, filename="里程表.xlsx", content_type=files.XLSX)


@route("campaigns", scope="town")
@require_POST
def road_leg_end(request: PageRequest, road_leg_id: UUID) -> HttpResponse:
    """停用一段."""
    try:
        leg = actions.end_road(request.actor, road_leg_id)
    except Stale as error:
        return refused(request, error.message, "road_legs")
    return back(request, f"{leg}的里程已停用，以后编的计划按直线估算。", "road_legs")
