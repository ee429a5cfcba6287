"""The town's own wording of a sentence of a document."""

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotFound
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.documents.declarations import current
from bihuan.documents.models import Wording
from bihuan.documents.naming import in_names
from bihuan.documents.texts import wrong_wording


@transaction.atomic
def set_wording(actor: Actor, kind: str, key: str, *, text: str) -> Wording | None:
    """改用语: word a sentence of a kind in the town's own way from today on; as declared again where `text` is that, or empty. What has
    been issued keeps the words it was issued with. Names stand in braces, in Chinese or as declared. Incomplete says why a sentence cannot be used."""
    actor.need("grid")
    made = current().get(kind)
    if made is None or key not in made.sentences:
        raise NotFound("没有找到这句用语，请从列表中选择。")
    said = in_names(made, text.replace("\r\n", "\n").strip())
    is_own = said not in ("", made.sentences[key])
    if is_own and (why := wrong_wording(made, key, said, clock.today())):
        raise Incomplete(why, {"text": why})
    hold_town(actor)
    today = clock.today()
    running = Wording.objects.within(Scope.whole_town(actor.town)).filter(
        kind=kind, key=key, ended_on__isnull=True
    )
    before = running.first()
    running.update(ended_on=today)
    row = None
    if is_own:
        row = Wording(town_id=actor.town, kind=kind, key=key, text=said, from_on=today)
        row.save(force_insert=True)
    if subject := row or before:
        events.record(actor, "set_wording", subject, given={"kind": kind, "key": key, "text": said})
    return row
