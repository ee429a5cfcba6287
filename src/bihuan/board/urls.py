"""Addresses of the board."""

from django.urls import path

from bihuan.board import views

urlpatterns = [
    path("board/", views.big_board, name="board"),
    path("board/now/", views.big_board_now, name="board_now"),
]
