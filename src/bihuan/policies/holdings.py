"""What documents leave at a post: those to read and to see to, and the duties that the documents in force lay on it."""

from django.db.models import Q, QuerySet

from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.grid.models import Post, held_on
from bihuan.grid.rules import POST_KINDS, UNIT_POSTS
from bihuan.policies.models import Delivery
from bihuan.policies.queries import deliveries, duties_of, mine


def _posts(station: Station) -> QuerySet[Post]:
    """The posts of the station's kind that its holder has."""
    rows: QuerySet[Post] = Post.objects.within(Scope.whole_town(station.scope.town)).filter(
        held_on(station.on), person=station.holder, kind=station.kind
    )
    return rows


def _documents(station: Station) -> list[Held]:
    """What was passed on to the post and is not read, or is the post's to see to and not answered."""
    if station.kind in UNIT_POSTS:
        return []
    open_ones = Q(read_on__isnull=True) | Q(
        handles=True, received__due_on__isnull=False, received__state__in=("registered", "passed")
    )
    rows = deliveries(Scope.whole_town(station.scope.town)).filter(
        mine(_posts(station), station.on), open_ones
    )
    return [
        Held(
            one.pk,
            one.title,
            one.sender,
            _state(one),
        )
        for one in rows.select_related("received", "policy").order_by("passed_on", "pk")
    ]


def _state(one: Delivery) -> str:
    read = "已阅" if one.read_on else "未阅"
    due = one.received.due_on if one.received else None
    return f"{read}，承办，{in_words(due)}前答复" if one.handles and due else read


def _duties(station: Station) -> list[Held]:
    """What the documents in force ask of the post."""
    if station.kind in UNIT_POSTS:
        return []
    found = duties_of(list(_posts(station)), station.scope, station.on)
    label = POST_KINDS[station.kind].label
    return [Held(one.pk, one.text, f"{one.policy.title}（{one.policy.number}）", label) for one in found]


declare_holding("待阅、承办的文件", _documents)
declare_holding("文件规定的职责", _duties)
