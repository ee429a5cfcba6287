"""Addresses of training and drills."""

from django.urls import path

from bihuan.training.views import coming, drills, lacks, sessions

urlpatterns = [
    path("training/", sessions.training, name="training"),
    path("training/list/", sessions.session_list, name="session_list"),
    path("training/new/", sessions.session_new, name="session_new"),
    path("training/persons/", lacks.training_persons, name="training_persons"),
    path("training/units/", lacks.training_units, name="training_units"),
    path("training/hours/", lacks.training_hours, name="training_hours"),
    path("training/questions/", lacks.questions, name="questions"),
    path("training/questions/built-in/", lacks.questions_built_in, name="questions_built_in"),
    path("training/questions/new/", lacks.question_new, name="question_new"),
    path("training/questions/sheet/", lacks.question_sheet, name="question_sheet"),
    path("training/questions/<uuid:question_id>/end/", lacks.question_end, name="question_end"),
    path("training/plans/", drills.plans, name="contingencies"),
    path("training/plans/new/", drills.plan_new, name="contingency_new"),
    path("training/plans/<uuid:contingency_id>/", drills.plan_review, name="contingency_review"),
    path("training/plans/<uuid:contingency_id>/end/", drills.plan_end, name="contingency_end"),
    path("training/<uuid:session_id>/", sessions.session, name="session"),
    path("training/<uuid:session_id>/qr/", sessions.session_poster, name="session_poster"),
    path("training/<uuid:session_id>/sign/", coming.session_sign, name="session_sign"),
    path("training/<uuid:session_id>/exam/", coming.session_exam, name="session_exam"),
    path("training/<uuid:session_id>/tick/", sessions.session_tick, name="session_tick"),
    path("training/<uuid:session_id>/end/", sessions.session_end, name="session_end"),
    path("training/<uuid:session_id>/cancel/", sessions.session_cancel, name="session_cancel"),
    path("training/attendees/<uuid:attendee_id>/again/", sessions.exam_again, name="exam_again"),
    path("drills/", drills.drills, name="drills"),
    path("drills/new/", drills.drill_new, name="drill_new"),
    path("drills/<uuid:drill_id>/", drills.drill, name="drill"),
    path("drills/<uuid:drill_id>/finish/", drills.drill_finish, name="drill_finish"),
    path("drills/<uuid:drill_id>/cancel/", drills.drill_cancel, name="drill_cancel"),
    path("drills/lessons/<uuid:lesson_id>/", drills.lesson_settle, name="lesson_settle"),
    path("q/t/<slug:training_code>/", coming.training_code, name="training_code"),
    path("q/t/in/<slug:training_ticket>/", coming.training_ticket, name="training_ticket"),
]
