"""A post is handed over with what lies open at it, signed by both."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader

from bihuan import paper
from bihuan.accounts.actions.life import close_account
from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.grid.actions import appoint, end_post
from bihuan.grid.handover_actions import Signed, hand_over
from bihuan.grid.handover_paper import paper_of
from bihuan.grid.holdings import held_at, seal
from bihuan.grid.models import Handover, Post
from bihuan.grid.queries import actor_of, handovers
from tests.accounts.three import hire
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import found
from tests.grid.deeds import handed, newcomer, post_of
from tests.measures.deeds import decide
from tests.referrals.deeds import referred
from tests.web.pages import error_at
from tests.web.visits import SIGNED, SignIn

EVE = TODAY - timedelta(days=1)


def test_what_lies_open_goes_with_the_post_and_the_taker_stands_in_the_givers_place(cast: Cast) -> None:
    hazard, taker = found(cast, cast.chen), newcomer(cast)
    before = cast.li
    made = handed(cast, "li", taker)
    told = {section["label"]: [row["text"] for row in section["rows"]] for section in made.held}
    assert told == {
        "监管对象": ["石桥小学", "永安烟花店"],
        "未销号隐患": [f"{hazard.number} 库房电线老化裸露"],
    }
    assert (post_of(cast, "li").to_on, made.begun.from_on) == (EVE, TODAY)
    after = actor_of(taker, TODAY)
    assert (after.scope, after.rights) == (before.scope, before.rights)
    assert not actor_of(cast.people["li"], TODAY).rights
    event = events.trail(cast.chen.scope, made.pk).get()
    assert event.action == "hand_over" and str(hazard.pk) in event.given["held"]


def test_the_figure_of_keepers_is_the_same_on_the_eve_and_on_the_day(cast: Cast) -> None:
    asks = [Ask("grid.members", day, day, day) for day in (EVE, TODAY)]
    before = [evaluate(cast.chen.scope, asks)[ask].value for ask in asks]
    handed(cast)
    assert [evaluate(cast.chen.scope, asks)[ask].value for ask in asks] == before


def test_referrals_and_places_to_look_at_again_are_on_the_list(cast: Cast) -> None:
    referred(cast)
    decide(cast, "ban")
    labels = [section.label for section in held_at(post_of(cast, "li"), TODAY)]
    assert labels == ["监管对象", "未销号隐患", "停业、取缔回访", "移送、吹哨在办"]


def test_an_inspector_hands_over_what_he_has_found_and_an_administrator_nothing(cast: Cast) -> None:
    cast = hire(hire(cast, "an", "安宁", "security_admin"), "shn", "申明", "audit_admin")
    found(cast, cast.chen)  # with 赵 as the second officer
    sections = held_at(post_of(cast, "zhao"), TODAY)
    assert [(section.label, len(section.rows)) for section in sections] == [("未销号隐患", 1)]
    assert [held_at(post_of(cast, key), TODAY) for key in ("xu", "an", "shn")] == [[], [], []]


def test_where_the_giver_is_gone_the_leader_signs_instead(cast: Cast) -> None:
    post, chen = post_of(cast, "li"), cast.chen
    end_post(chen, post.pk, to_on=EVE - timedelta(days=3))
    signed = {"giver": cast.photo(chen, "white"), "taker": cast.photo(chen, "black")}
    with pytest.raises(Incomplete) as refused:
        handed(cast, signed=Signed(**signed))
    assert list(refused.value.fields) == ["absence"]
    with pytest.raises(Incomplete) as refused:
        handed(cast, taker=newcomer(cast, "韩一"), signed=Signed(taker=signed["taker"], absence="已调离"))
    assert list(refused.value.fields) == ["witness_signature"]
    taken = Signed(taker=signed["taker"], witness=signed["giver"], absence="已调离")
    made = handed(cast, taker=newcomer(cast, "韩二"), signed=taken)
    assert (made.witness_id, made.giver_signature_id) == (chen.person, None)
    assert (made.ended.to_on, made.begun.from_on) == (EVE - timedelta(days=3), TODAY)


def test_a_day_ahead_or_before_the_tenure_is_refused(cast: Cast) -> None:
    for day in (TODAY + timedelta(days=1), FOUNDED):
        with pytest.raises(Incomplete) as refused:
            handed(cast, taker=newcomer(cast, f"韩{day:%d}"), on=day)
        assert list(refused.value.fields) == ["on"]


def test_nobody_takes_over_from_himself_after_leaving_or_from_another_town(cast: Cast) -> None:
    gone = newcomer(cast, "走了")
    close_account(cast.xu, gone.pk, reason="调离", left_on=TODAY)
    for taker in (cast.people["li"], gone):
        with pytest.raises(Incomplete) as refused:
            handed(cast, taker=taker)
        assert list(refused.value.fields) == ["taker"]
    with pytest.raises(NotFound):
        handed(cast, taker=cast.people["sun"])
    assert not Handover.objects.within(cast.chen.scope).exists()


def test_a_person_has_no_posts_in_two_towns(cast: Cast) -> None:
    """孙 is of the next town: this one neither finds nor appoints her."""
    with pytest.raises(NotFound):
        appoint(
            Actor.founder(cast.town.pk),
            cast.people["sun"].pk,
            kind="village_head",
            cell_id=cast.cells["石桥村"].pk,
            from_on=TODAY,
        )


def test_who_holds_the_post_already_does_not_take_it_over(cast: Cast) -> None:
    second = newcomer(cast)
    cell = cast.cells["石桥村"].pk
    appoint(cast.chen, second.pk, kind="village_head", cell_id=cell, from_on=TODAY)
    with pytest.raises(Incomplete) as refused:
        handed(cast, taker=second)
    assert "已经在任" in refused.value.fields["taker"]


def test_a_list_that_changed_before_the_signature_is_signed_anew(cast: Cast) -> None:
    seen = seal(held_at(post_of(cast, "li"), TODAY))
    found(cast, cast.chen)
    with pytest.raises(Stale):
        handed(cast, seen=seen)


def test_a_post_is_handed_over_once(cast: Cast) -> None:
    handed(cast)
    with pytest.raises(NotAllowed):
        handed(cast, taker=newcomer(cast, "韩二"))
    assert Post.objects.within(cast.chen.scope).filter(kind="village_head").count() == 2


def test_who_keeps_the_grid_fills_its_posts_and_the_administrator_all(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        handed(cast, "zhao")
    with pytest.raises(Forbidden):
        hand_over(cast.zhao, post_of(cast, "li").pk, taker_id=None, on=TODAY, seen="", signed=Signed())
    made = _by(cast.xu, cast, "zhao")
    assert made.begun.kind == "inspector"


def _by(actor: Actor, cast: Cast, key: str) -> Handover:
    post = post_of(cast, key)
    return hand_over(
        actor,
        post.pk,
        taker_id=newcomer(cast).pk,
        on=TODAY,
        seen=seal(held_at(post, TODAY)),
        signed=Signed(giver=cast.photo(actor, "white"), taker=cast.photo(actor, "black")),
    )


def test_the_paper_says_who_and_what(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    made = handovers(cast.chen.scope).get(pk=handed(cast).pk)
    town = Town.objects.within(Scope.whole_town(cast.town.pk)).get()
    document = paper_of(made, town)
    told = "".join(
        cell
        for block in document.blocks
        if isinstance(block, paper.Table)
        for row in block.rows
        for cell in row
    )
    assert hazard.number in told and "李桂兰" in told and "宋新" in told and "石桥小学" in told
    assert told.count("2026年6月2日 09:00签字") == 2
    shown = [image.image for page in PdfReader(BytesIO(paper.pdf(document))).pages for image in page.images]
    colours = [image.convert("RGB").getpixel((9, 9)) for image in shown if image]
    assert colours == [(255, 255, 255), (0, 0, 0)]  # of both, in their order
    (Path(settings.FILES) / files.name_of(made.giver_signature.sha256)).unlink()
    lost = paper_of(made, town)
    assert (
        len([one for block in lost.blocks if isinstance(block, paper.Table) for one in block.pictures]) == 1
    )
    assert "签字图样在服务器上缺失" in str(lost.blocks) and paper.pdf(lost).startswith(b"%PDF")


def test_the_page_lists_what_is_open_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    found(cast, cast.chen)
    client, page = sign_in("chen"), reverse("post_handover", args=[post_of(cast, "li").pk])
    text = client.get(page).content.decode()
    assert "库房电线老化裸露" in text and "孙越" not in text
    given = {
        "taker": str(newcomer(cast).pk),
        "on": TODAY.isoformat(),
        "presence": "both",
        "note": "钥匙两把",
        "seen": seal(held_at(post_of(cast, "li"), TODAY)),
        "taker_signature": SIGNED,
    }
    answer = client.post(page, given)
    assert answer.status_code == 422
    assert "请移交人签字" in error_at(answer.content.decode(), "giver_signature")
    assert "钥匙两把" in answer.content.decode() and SIGNED in answer.content.decode()
    absent = client.post(page, given | {"presence": "absent"}).content.decode()
    assert "请填写原因" in error_at(absent, "absence")
    done = client.post(page, given | {"giver_signature": SIGNED}, follow=True)
    shown = done.content.decode()
    assert "岗位交接清单" in shown and "钥匙两把" in shown and "库房电线老化裸露" in shown
    made = Handover.objects.within(cast.chen.scope).get()
    made_pdf = client.get(reverse("handover_paper", args=[made.pk]))
    assert made_pdf["Content-Type"] == "application/pdf"
    # Who took over sees the list and its signatures; another village does not.
    assert sign_in("wu").get(reverse("handover", args=[made.pk])).status_code == 200
    assert sign_in("sun").get(reverse("handover", args=[made.pk])).status_code == 404


def test_a_department_hands_over_its_units_and_its_new_head_sees_the_list(cast: Cast) -> None:
    taker = newcomer(cast)
    post = post_of(cast, "zheng")
    made = hand_over(
        cast.xu,
        post.pk,
        taker_id=taker.pk,
        on=TODAY,
        seen=seal(held_at(post, TODAY)),
        signed=Signed(giver=cast.photo(cast.xu, "white"), taker=cast.photo(cast.xu, "black")),
    )
    assert [row["text"] for row in made.held[0]["rows"]] == ["柳林村便民中心工地"]
    assert made.begun.department_id == post.department_id
    assert handovers(actor_of(taker, TODAY).scope).get().pk == made.pk
    assert not handovers(cast.wu.scope).exists()


def test_a_hand_over_entered_some_days_later_holds_from_its_day(cast: Cast) -> None:
    with clock.moved(clock.at(TODAY + timedelta(days=4), 9)):
        made = handed(cast, on=TODAY)
    assert (made.on, made.begun.from_on, made.ended.to_on) == (TODAY, TODAY, EVE)
