"""Addresses of responsibility letters."""

from django.urls import path

from bihuan.letters.views import letters, lists, signing, texts, town

urlpatterns = [
    path("letters/", town.letters_home, name="letters"),
    path("letters/list/", lists.letters_list, name="letters_list"),
    path("letters/plan/", town.letters_plan, name="letters_plan"),
    path("letters/make/", town.letters_make, name="letters_make"),
    path("letters/plans/<uuid:letter_plan_id>/stop/", town.letters_stop, name="letters_stop"),
    path("letters/sign/", signing.letters_sign, name="letters_sign"),
    path("letters/print/", lists.letters_print, name="letters_print"),
    path("letters/scans/", signing.letters_scans, name="letters_scans"),
    path("letters/texts/", texts.letter_texts, name="letter_texts"),
    path("letters/texts/<slug:letter_kind>/", texts.letter_text, name="letter_text"),
    path("letters/texts/<slug:letter_kind>/reset/", texts.letter_text_reset, name="letter_text_reset"),
    path("letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path("letters/<uuid:letter_id>/file/", letters.letter_file, name="letter_file"),
    path("letters/<uuid:letter_id>/sign/", signing.letter_sign, name="letter_sign"),
    path("letters/<uuid:letter_id>/return/", signing.letter_return, name="letter_return"),
    path("letters/<uuid:letter_id>/withdraw/", letters.letter_withdraw, name="letter_withdraw"),
    path("letters/<uuid:letter_id>/remake/", letters.letter_remake, name="letter_remake"),
    path("units/<uuid:unit_id>/letters/", letters.unit_letters, name="unit_letters"),
    path("l/<slug:letter_code>/<int:letter_page>/", letters.letter_code, name="letter_code"),
]
