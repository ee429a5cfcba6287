"""Verbs of notices: telling, reading, sending, and what persons and towns wish. The only writer."""

from bihuan.notices.actions.reading import mark_all_read, mark_read
from bihuan.notices.actions.sending import (
    LEASE,
    SENDING,
    ask_sending,
    note_sent,
    note_unsent,
    take,
    write_letters,
)
from bihuan.notices.actions.telling import tell_news
from bihuan.notices.actions.wishing import ask_test, set_rhythm_of_town, set_wishes

__all__ = [
    "LEASE",
    "SENDING",
    "ask_sending",
    "ask_test",
    "mark_all_read",
    "mark_read",
    "note_sent",
    "note_unsent",
    "set_rhythm_of_town",
    "set_wishes",
    "take",
    "tell_news",
    "write_letters",
]
