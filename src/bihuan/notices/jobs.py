"""Sending letters as a job: a step a letter, outside of any transaction. A letter that does not go out is tried again later by itself,
and holds up no other."""

from django.conf import settings

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Step, Task, declare_kind
from bihuan.core.scope import Scope
from bihuan.notices.actions import LEASE, SENDING, note_sent, note_unsent, take
from bihuan.notices.models import Letter, Wishes
from bihuan.notices.queries import open_letters, told_in
from bihuan.notices.rules import EMAIL
from bihuan.notices.sealing import unseal
from bihuan.notices.ways import NotSent, send_mail, send_to_robot
from bihuan.notices.wording import trial_words, words_of


def _send_next(actor: Actor, task: Task) -> Step:
    waiting = open_letters(actor.scope, clock.now())
    letter = waiting.first()
    sent, unsent = task.at or (0, 0)
    if letter is not None and take(letter):
        try:
            _send(letter)
        except NotSent as error:
            note_unsent(letter, str(error))
            unsent += 1
        else:
            note_sent(letter)
            sent += 1
    left = waiting.count()
    said = f"已发出{sent}条" + (f"，{unsent}条没有发出，稍后自动再试" if unsent else "")
    return Step(
        at=[sent, unsent], done=sent + unsent, total=sent + unsent + left, message=said, ended=not left
    )


def _send(letter: Letter) -> None:
    """Raises NotSent. A letter of which nothing waits any more, or whose address was taken back, needs no sending."""
    whole = Scope.whole_town(letter.town_id)
    wishes = Wishes.objects.within(whole).filter(person=letter.person_id).first()
    if wishes is None or letter.way not in wishes.ways:
        return
    notices = told_in(letter)
    if not notices and not letter.is_test:
        return
    town, by_mail = letter.town.name, letter.way == EMAIL
    said = trial_words(town) if letter.is_test else words_of(town, notices, settings.SITE, in_full=by_mail)
    if by_mail:
        send_mail(letter.pk, wishes.email, said.subject, said.body)
    else:
        send_to_robot(unseal(wishes.robot), said.subject, said.body)


SEND = declare_kind(Kind(SENDING, "发送通知", "maintain", _send_next, writes=False, long=True, lease=LEASE))
