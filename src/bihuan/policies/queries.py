"""Reading of documents: who sees which, what is to be read and answered, what is in force, and what binds a post."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.figures.dated import by, not_by
from bihuan.grid.models import Department, Post, held_on
from bihuan.grid.rules import ADMINISTRATORS, POST_KINDS, UNIT_POSTS
from bihuan.policies import rules
from bihuan.policies.lifecycle import PASSED, REGISTERED, WITHDRAWN
from bihuan.policies.models import Delivery, Policy, PolicyDuty, Received
from bihuan.search.queries import matching

KEEPS = "policies"
Days = tuple[date | None, date | None]
# The posts to which a document is passed on, and on which one of the town's own lays duties: those of the town and its grid.
POSTS = {
    code: kind.label
    for code, kind in POST_KINDS.items()
    if code not in (*ADMINISTRATORS, *UNIT_POSTS, "district", "enterprise_safety")
}


def held_by(actor: Actor, today: date) -> QuerySet[Post]:
    """The posts that a person holds today; none of the clock."""
    found: QuerySet[Post] = Post.objects.within(Scope.whole_town(actor.town)).filter(
        held_on(today), person=actor.person, person__isnull=False
    )
    return found


def my_posts(actor: Actor, today: date) -> list[Post]:
    """The same with department, cell and unit."""
    return list(held_by(actor, today).select_related("department", "cell", "unit"))


def mine(posts: QuerySet[Post], today: date) -> Q:
    """Deliveries to some posts, and to who held the same before: the reading follows the post."""
    same = posts.filter(kind=OuterRef("post__kind"), cell=OuterRef("post__cell"))
    of_department = Exists(same.filter(department=OuterRef("post__department")))
    of_none = Q(post__department__isnull=True) & Exists(same.filter(department__isnull=True))
    return Q(post__in=posts.values("pk")) | (Q(post__to_on__lt=today) & (of_department | of_none))


def deliveries(scope: Scope) -> QuerySet[Delivery]:
    """All that was passed on and still stands: what was made void is to be read by nobody."""
    standing = Q(received__isnull=True) | Q(received__voided_on__isnull=True)
    found: QuerySet[Delivery] = Delivery.objects.within(scope).filter(
        standing, Q(policy__isnull=True) | Q(policy__withdrawn_on__isnull=True)
    )
    return found


def to_read(actor: Actor, today: date) -> QuerySet[Delivery]:
    """What an actor has not read, the oldest first."""
    whole = Scope.whole_town(actor.town)
    found = deliveries(whole).filter(mine(held_by(actor, today), today), read_on__isnull=True)
    return found.select_related("received", "policy").order_by("-handles", "passed_on", "pk")


def received_by(actor: Actor) -> QuerySet[Received]:
    """The received documents that an actor may know of: all for who keeps them, else those passed on to the actor's posts."""
    rows: QuerySet[Received] = Received.objects.within(actor.scope)
    return known_of(actor, rows)


def known_of(actor: Actor, rows: QuerySet[Received]) -> QuerySet[Received]:
    """Those of some received documents that an actor may know of."""
    if actor.may(KEEPS):
        return rows
    today = clock.today()
    passed = Delivery.objects.within(Scope.whole_town(actor.town)).filter(mine(held_by(actor, today), today))
    return rows.filter(
        pk__in=passed.filter(received__isnull=False).values("received"), voided_on__isnull=True
    )


def deliveries_known(actor: Actor, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those of some deliveries whose document the actor may know of."""
    came = known_of(actor, Received.objects.within(actor.scope)).order_by()
    return rows.filter(Q(received__isnull=True) | Q(received__in=came.values("pk")))


def policies_for(actor: Actor) -> QuerySet[Policy]:
    """The town's own documents: drafts are for who keeps documents."""
    rows: QuerySet[Policy] = Policy.objects.within(actor.scope)
    return rows if actor.may(KEEPS) else rows.filter(issued_on__isnull=False, withdrawn_on__isnull=True)


def versions(rows: QuerySet[Policy], scope: Scope) -> QuerySet[Policy]:
    """Those of some documents that replace another or are replaced."""
    replaced = Policy.objects.within(scope).filter(replaces__isnull=False, withdrawn_on__isnull=True)
    of = Q(replaces__isnull=False) | Q(pk__in=replaced.values("replaces"))
    return rows.filter(of, withdrawn_on__isnull=True).defer("text")


def standing(scope: Scope) -> QuerySet[Policy]:
    """The documents that were issued and not entered in error."""
    rows: QuerySet[Policy] = Policy.objects.within(scope)
    return rows.filter(issued_on__isnull=False, withdrawn_on__isnull=True)


def in_force(day: date) -> Q:
    """Own documents in force on a day."""
    return (
        by("force_on", day)
        & not_by("replaced_on", day)
        & not_by("repealed_on", day)
        & (Q(until_on__isnull=True) | Q(until_on__gte=day))
    )


def waiting(scope: Scope) -> QuerySet[Received]:
    """Received documents that those above wait for, by the day of the answer."""
    rows: QuerySet[Received] = Received.objects.within(scope)
    return rows.filter(due_on__isnull=False, state__in=(REGISTERED, PASSED)).order_by("due_on", "pk")


def to_answer(actor: Actor, today: date) -> QuerySet[Received]:
    """What waits for an answer and is the actor's: all for who keeps documents, else what his posts are to see to."""
    rows = waiting(Scope.whole_town(actor.town))
    if actor.may(KEEPS):
        return rows
    handled = Delivery.objects.within(Scope.whole_town(actor.town)).filter(
        mine(held_by(actor, today), today), handles=True, received__isnull=False
    )
    return rows.filter(pk__in=handled.values("received"))


def with_readings(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Documents with how many posts they went to (`sent`) and how many have read (`read`)."""
    read = Count("deliveries", filter=Q(deliveries__read_on__isnull=False))
    found: QuerySet[Any] = rows.annotate(sent=Count("deliveries"), read=read)
    return found


def duties_of(posts: Sequence[Post], scope: Scope, day: date) -> QuerySet[PolicyDuty]:
    """The duties that the documents in force lay on some posts."""
    bound = Q(pk__in=())
    for post in posts:
        bound |= Q(post=post.kind) & (Q(department__isnull=True) | Q(department=post.department_id))
    rows = PolicyDuty.objects.within(Scope.whole_town(scope.town)).filter(
        bound, policy__in=standing(Scope.whole_town(scope.town)).filter(in_force(day)).values("pk")
    )
    found: QuerySet[PolicyDuty] = rows.select_related("policy", "department").order_by(
        "policy__force_on", "policy", "order"
    )
    return found


def departments(scope: Scope) -> dict[str, UUID]:
    """The town's departments: id by name."""
    rows = Department.objects.within(Scope.whole_town(scope.town)).order_by("name")
    return dict(rows.values_list("name", "pk"))


def next_numbers(scope: Scope, year: int) -> list[str]:
    """The numbers that come next in the town's series."""
    known = standing(Scope.whole_town(scope.town)).filter(issued_on__year=year)
    return rules.next_numbers(known.values_list("number", flat=True), year)


def sources(scope: Scope) -> list[str]:
    """Bodies that sent something lately, the most frequent first."""
    since = clock.today() - timedelta(days=730)
    rows = Received.objects.within(scope).filter(received_on__gte=since).order_by()
    counted = rows.values("source").annotate(n=Count("pk")).order_by("-n", "source")
    return [row["source"] for row in counted[:20]]


def organs(scope: Scope) -> list[str]:
    """In whose name the town issues documents."""
    town = Town.objects.of(scope)
    used = standing(scope).order_by().values("organ").annotate(n=Count("pk")).order_by("-n", "organ")
    usual = [
        f"{town.name}人民政府",
        f"中共{town.name}委员会",
        f"{town.name}安全生产委员会",
        f"{town.name}安全生产委员会办公室",
        f"{town.name}{town.office}",
    ]
    return list(dict.fromkeys([*(row["organ"] for row in used[:10]), *usual]))


def titled(scope: Scope, since: date, until: date) -> dict[str, Policy]:
    """The town's own documents issued in a period, by what stands for their titles, and for a title that they name in their own (关于印发《…》的
    通知); of two versions the later."""
    town = Town.objects.of(scope).name
    rows = standing(scope).filter(issued_on__gte=since, issued_on__lte=until).defer("text")
    found: dict[str, Policy] = {}
    for one in rows.order_by("issued_on", "pk"):
        for title in (one.title, *rules.named_titles(one.title)):
            found[rules.title_key(title, town)] = one
    return found


def search_received(
    scope: Scope, today: date, days: Days = (None, None), *, words: str = "", state: str = ""
) -> QuerySet[Received]:
    """Received documents by words in title, number, body and text, and by how they stand."""
    found: QuerySet[Received] = Received.objects.within(scope)
    if words.strip():
        found = found.filter(pk__in=matching(scope.town, "received", words))
    if state == "waiting":
        found = found.filter(due_on__isnull=False, state__in=(REGISTERED, PASSED))
    elif state == "late":
        late = Q(answered_on__gt=F("due_on")) | Q(due_on__lt=today, state__in=(REGISTERED, PASSED))
        found = found.filter(late)
    elif state:
        found = found.filter(state=state)
    else:
        found = found.filter(voided_on__isnull=True)
    return _between(found, "received_on", days)


def search_policies(
    scope: Scope, today: date, days: Days = (None, None), *, words: str = "", state: str = "", kind: str = ""
) -> QuerySet[Policy]:
    """Own documents by words in title, number and text, by kind and by how they stand; without a state all but those made void."""
    found: QuerySet[Policy] = Policy.objects.within(scope)
    if words.strip():
        found = found.filter(pk__in=matching(scope.town, "policy", words))
    if kind:
        found = found.filter(kind=kind)
    if state == "in_force":
        found = found.filter(in_force(today), issued_on__isnull=False, withdrawn_on__isnull=True)
    elif state:
        found = found.filter(state=state)
    else:
        found = found.exclude(state=WITHDRAWN)
    return _between(found, "issued_on", days)


def _between(rows: QuerySet[Any], field: str, days: Days) -> QuerySet[Any]:
    since, until = days
    if since:
        rows = rows.filter(**{f"{field}__gte": since})
    return rows.filter(**{f"{field}__lte": until}) if until else rows


def readers(row: Received | Policy) -> list[Delivery]:
    """Whom a document was passed on to, those who have not read it first."""
    found = row.deliveries.within(Scope.whole_town(row.town_id)).select_related(
        "post__person", "read_by", "by", "said_by"
    )
    return list(found.order_by(F("read_on").asc(nulls_first=True), "-handles", "pk"))


def handled_so_far(row: Received) -> str:
    """What those who have a document in hand said of it last, a line each: where the answer above begins. Who holds one post with others is told once."""
    told = {f"{one.whose}：{one.said}" if one.said else "": None for one in readers(row) if one.handles}
    return "\n".join(filter(None, told))


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file belongs to a document of the scope."""
    own, came = Policy.objects.within(scope), Received.objects.within(scope)
    of = Q(file=file_id) | Q(answer_file=file_id)
    return bool(own.filter(file=file_id).exists() or came.filter(of).exists())


def keeps_file(actor: Actor, file_id: UUID) -> bool:
    """Whether a file belongs to received documents alone of which the actor may not know."""
    if actor.may(KEEPS):
        return False
    whole = Scope.whole_town(actor.town)
    of = Q(file=file_id) | Q(answer_file=file_id)
    rows = Received.objects.within(whole).filter(of)
    if not rows.exists() or known_of(actor, rows).exists():
        return False
    return not bool(Policy.objects.within(whole).filter(file=file_id).exists())
