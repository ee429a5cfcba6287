"""How far a town's log has been told of, notices, who was told, what persons and towns wish, and what goes out of the house."""

from datetime import time

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person, Post
from bihuan.notices.kinds import KEY_MAX_CHARS, KINDS, TEXT_MAX_CHARS, URL_MAX_CHARS, WHERE_MAX_CHARS
from bihuan.notices.rules import EMAIL, ROBOT, WAYS, Rhythm


class Reading(models.Model):
    """How far a town's log has been told of, and the last day whose due things and new posts were. Locked by whoever tells."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField()
    on = models.DateField()

    objects = ScopedManager()


class Notice(models.Model):
    """One thing that some persons are to know. Of a kind and key there is one. `whom` is the `kinds.Whom` by which they were found, and
    by which who takes a post over is."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=KEY_MAX_CHARS)
    about = models.UUIDField()
    text = models.CharField(max_length=TEXT_MAX_CHARS)
    where = models.CharField(max_length=WHERE_MAX_CHARS)
    url = models.CharField(max_length=URL_MAX_CHARS)
    whom = models.JSONField()
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "kind", "key"], name="notice_once")]
        indexes = [models.Index(fields=["town", "at"], name="notice_at")]

    @property
    def label(self) -> str:
        kind = KINDS.get(self.kind)
        return kind.label if kind else self.kind

    @property
    def level(self) -> str:
        kind = KINDS.get(self.kind)
        return kind.level if kind else ""


class Told(models.Model):
    """A notice as a person has it: by a post, which opens it while it is held, or for themselves. `over_at`: it waits for nobody any
    more."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="told")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="told_person"),
            models.Index(
                fields=["town", "person"],
                condition=models.Q(read_at__isnull=True, over_at__isnull=True),
                name="told_unread",
            ),
        ]


class _WithRhythm(models.Model):
    """Quiet hours, and the time of the digest, in the town's time."""

    since = models.TimeField("免打扰起", default=time(20))
    until = models.TimeField("免打扰止", default=time(7, 30))
    days_off = models.BooleanField("节假日免打扰", default=True)
    digest_at = models.TimeField("每日汇总时间", default=time(8, 30))

    class Meta:
        abstract = True

    @property
    def own(self) -> Rhythm:
        return Rhythm(self.since, self.until, self.days_off, self.digest_at)

    def take(self, rhythm: Rhythm) -> None:
        """Take the times over; not yet written."""
        self.since, self.until = rhythm.since, rhythm.until
        self.days_off, self.digest_at = rhythm.days_off, rhythm.digest_at


class TownRhythm(_WithRhythm):
    """The times that hold for whoever wishes no others."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")

    objects = ScopedManager()


class Wishes(_WithRhythm):
    """What a person wishes: by which ways, of which kinds at what pace, in which hours. `robot` is the sealed address of a group's
    robot; `paces` by way and kind what is not as usual."""

    scope_fields = {"town": "town_id"}

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    email = models.CharField(max_length=254, blank=True)
    robot = models.TextField(blank=True)
    robot_label = models.CharField(max_length=20, blank=True)
    paces = models.JSONField(default=dict)
    follows_town = models.BooleanField(default=True)

    objects = ScopedManager()

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways for which there is an address."""
        given = {EMAIL: self.email, ROBOT: self.robot}
        return tuple(way for way in WAYS if given[way])

    def rhythm(self, of_town: Rhythm) -> Rhythm:
        return of_town if self.follows_town else self.own


class Letter(models.Model):
    """One message to a person by a way, with all that was due. It is open until `sent_at` or `given_up_at`."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=list(WAYS.items()))
    is_test = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["town", "try_at"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="letter_open",
            )
        ]


class Sending(models.Model):
    """That a person is sent what they were told of, by a way, from `due_at` on: in a letter, or dropped because it waited for nobody
    any more."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    told = models.ForeignKey(Told, models.PROTECT, related_name="sendings")
    way = models.CharField(max_length=8, choices=list(WAYS.items()))
    due_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="sendings")
    dropped_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["told", "way"], name="sending_once")]
        indexes = [
            models.Index(
                fields=["town", "due_at"],
                condition=models.Q(letter__isnull=True, dropped_at__isnull=True),
                name="sending_due",
            )
        ]
