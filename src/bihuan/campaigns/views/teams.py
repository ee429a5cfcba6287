"""专项组: the list, with what nobody watches on top; a team's own page; who sits on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from bihuan.campaigns import actions
from bihuan.campaigns.composing import labels
from bihuan.campaigns.forms import ROLE_CHOICES, SeatForm, TeamForm
from bihuan.campaigns.models import TeamSeat
from bihuan.campaigns.queries.drives import LEFT, listed
from bihuan.campaigns.queries.teams import (
    doubled,
    late_of,
    open_categories,
    seats_on,
    seats_past,
    sittings,
    units_of,
)
from bihuan.core import clock, events
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.tiles import latest_year, tile, tiles
from bihuan.grid.models import Department
from bihuan.grid.queries import post_title, posts_held
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.timeline import told
from bihuan.inspections.actions import form_team
from bihuan.inspections.lifecycle import ISSUED
from bihuan.inspections.models import Team

OF_A_TEAM = ("inspect.visits", "hazards.found")
OF_ONE = ("inspect.visits", "inspect.units", "hazards.found", "hazards.rate", "docs.all")
WHAT = "个专项组"
SHOWN = 12


@route("office", scope="town")
def teams(request: PageRequest) -> HttpResponse:
    """专项组, each with who leads it and the year's figures; on top the categories that no team watches."""
    scope, today = request.actor.scope, clock.today()
    since, until = latest_year(scope, OF_A_TEAM[0])
    found = list(Team.objects.within(scope))
    asks = {
        (one.pk, key): Ask(key, since, until, until, Slice(team=one.pk)) for one in found for key in OF_A_TEAM
    }
    values = evaluate(scope, asks.values())
    seated = sittings(scope, seats_on(scope, today), today)
    rows = [
        (
            one,
            labels(one.categories),
            [each for each in seated.get(one.pk, ()) if each.seat.role == "head"],
            [tile(asks[one.pk, key], values[asks[one.pk, key]]) for key in OF_A_TEAM],
        )
        for one in found
    ]
    context = {"rows": rows, "year": until.year, "unwatched": open_categories(scope)}
    return render(request, "campaigns/teams.html", context)


@route("campaigns", scope="town")
def team_new(request: PageRequest) -> HttpResponse:
    """成立专项组."""
    form = posted(request, TeamForm, initial={"categories": request.GET.getlist("category")})
    if form.is_bound:
        done = form.carry_out(lambda given: form_team(request.actor, **given))
        if done is not None:
            return back(request, "已成立，请编入组长、成员。", "team", done.pk)
    return render(request, "campaigns/team_form.html", {"form": form, "row": None}, status=form.status)


@route("campaigns", scope="town")
def team_edit(request: PageRequest, team_id: UUID) -> HttpResponse:
    """修改专项组."""
    row = request.actor.find(Team, team_id, what=WHAT)
    form = posted(request, TeamForm, initial={"name": row.name, "categories": row.categories})
    if form.is_bound and form.carry_out(lambda given: actions.revise_team(request.actor, row.pk, **given)):
        return back(request, "已保存。", "team", row.pk)
    return render(request, "campaigns/team_form.html", {"form": form, "row": row}, status=form.status)


@route("office", scope="town")
def team(request: PageRequest, team_id: UUID) -> HttpResponse:
    """One team: who sits on it, its figures, what is left of its units this year, its overdue hazards."""
    actor, today = request.actor, clock.today()
    scope = actor.scope
    row = actor.find(Team, team_id, what=WHAT)
    since, until = latest_year(scope, OF_A_TEAM[0])
    all_seats = sittings(scope, seats_on(scope, today), today)
    names = dict(Team.objects.within(scope).values_list("pk", "name"))
    units = units_of(scope, row, today.year)
    left = units.filter(seen=False).order_by("cell_path", "name").select_related("cell")
    late = late_of(scope, row, today)
    drives = (
        listed(scope)
        .filter(LEFT, team=row, campaign__state=ISSUED)
        .order_by("campaign__ends_on", "campaign")
        .values_list("campaign", "campaign__name", "campaign__ends_on")
    )
    open_drives: dict[UUID, list[object]] = {}
    for key, name, ends_on in drives:
        open_drives.setdefault(key, [name, ends_on, 0])[2] += 1  # type: ignore[operator]
    context = {
        "row": row,
        "categories": labels(row.categories),
        "seats": all_seats.get(row.pk, []),
        "past": list(seats_past(scope, row)[:SHOWN]),
        "doubled": doubled(all_seats, names),
        "tiles": tiles(scope, OF_ONE, since, until, Slice(team=row.pk)),
        "year": today.year,
        "units": units.count(),
        "left": list(left[:SHOWN]),
        "left_count": left.count(),
        "late": list(late[:SHOWN]),
        "late_count": late.count(),
        "drives": list(open_drives.items()),
        "timeline": [told(event) for event in events.trail(scope, row.pk)],
    }
    return render(request, "campaigns/team.html", context)


@route("campaigns", scope="town")
def team_seat(request: PageRequest, team_id: UUID) -> HttpResponse:
    """编入专项组."""
    actor = request.actor
    row = actor.find(Team, team_id, what=WHAT)
    form = posted(request, SeatForm, initial={"from_on": f"{clock.today():%Y-%m-%d}"})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.seat(actor, row.pk, **given))
        if done is not None:
            return back(request, "已编入。", "team", row.pk)
    whole = Scope.whole_town(actor.town)
    posts = [
        (str(post.pk), f"{post.person.name}（{post_title(post)}）")
        for post in posts_held(whole, clock.today())
        if "inspect" in POST_KINDS[post.kind].rights
    ]
    context = {
        "row": row,
        "form": form,
        "roles": ROLE_CHOICES,
        "posts": posts,
        "departments": [(str(one.pk), one.name) for one in Department.objects.within(whole)],
    }
    return render(request, "campaigns/seat.html", context, status=form.status)


@route("campaigns", scope="town")
@require_POST
def team_seat_end(request: PageRequest, team_seat_id: UUID) -> HttpResponse:
    """退出专项组."""
    found = request.actor.find(TeamSeat, team_seat_id, what="个编入")
    try:
        actions.end_seat(request.actor, found.pk)
    except Refused as error:
        return refused(request, error.message, "team", found.team_id)
    return back(request, "已退出，以前的记录不变。", "team", found.team_id)
