"""Addresses of the grid and of its persons."""

from django.urls import path

from bihuan.grid.views import boundaries, cells, coverage, handovers, notices, people

urlpatterns = [
    path("grid/", cells.grid, name="grid"),
    path("grid/<uuid:cell_id>/", cells.cell, name="cell"),
    path("grid/<uuid:cell_id>/new/", cells.cell_new, name="cell_new"),
    path("grid/<uuid:cell_id>/code/", cells.cell_code, name="cell_code"),
    path("grid/<uuid:cell_id>/move/", boundaries.cell_move, name="cell_move"),
    path("grid/<uuid:cell_id>/merge/", boundaries.cell_merge, name="cell_merge"),
    path("grid/<uuid:cell_id>/split/", boundaries.cell_split, name="cell_split"),
    path("grid/coverage/", coverage.coverage, name="coverage"),
    path("grid/notices/", notices.notices, name="boards"),
    path("grid/notices/all.pdf", notices.notices_file, name="boards_file"),
    path("grid/<uuid:cell_id>/notice.pdf", notices.cell_notice, name="cell_board"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/edit/", people.person_edit, name="person_edit"),
    path("posts/new/", people.post_new, name="post_new"),
    path("posts/<uuid:post_id>/end/", people.post_end, name="post_end"),
    path("posts/<uuid:post_id>/handover/", handovers.post_handover, name="post_handover"),
    path("handovers/<uuid:handover_id>/", handovers.handover, name="handover"),
    path("handovers/<uuid:handover_id>/paper/", handovers.handover_paper, name="handover_paper"),
]
