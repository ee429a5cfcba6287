"""Verbs of training and drills."""

from bihuan.training.actions.attending import add_attendee, sign_guest, sign_in, tick
from bihuan.training.actions.bank import add_question, add_questions, end_question
from bihuan.training.actions.drills import (
    LessonGiven,
    cancel_drill,
    finish_drill,
    plan_drill,
    settle_lesson,
)
from bihuan.training.actions.exams import allow_again, send_exam
from bihuan.training.actions.hours import ask_hours
from bihuan.training.actions.plans import end_plan, review_plan, set_plan
from bihuan.training.actions.sessions import cancel_session, end_session, open_session

__all__ = [
    "LessonGiven",
    "add_attendee",
    "add_question",
    "add_questions",
    "allow_again",
    "ask_hours",
    "cancel_drill",
    "cancel_session",
    "end_plan",
    "end_question",
    "end_session",
    "finish_drill",
    "open_session",
    "plan_drill",
    "review_plan",
    "send_exam",
    "set_plan",
    "settle_lesson",
    "sign_guest",
    "sign_in",
    "tick",
]
