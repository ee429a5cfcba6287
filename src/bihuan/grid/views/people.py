"""Persons and their posts."""

from uuid import UUID

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.parts import links_of, parts_of
from bihuan.core.scope import Scope
from bihuan.grid import actions, queries
from bihuan.grid.forms import EndPostForm, PersonForm, PostForm
from bihuan.grid.models import Department, Person, Post


@route("people|authorize", scope="town")
def person(request: PageRequest, person_id: UUID) -> HttpResponse:
    """A person: the account, and the posts held now and before."""
    found = request.actor.find(Person, person_id, what="个人员")
    posts = (
        Post.objects.within(request.actor.scope)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), person=found)  # not what was taken back
        .select_related("cell", "department", "unit", "given")
        .order_by("-from_on", "pk")
    )
    context = {
        "row": found,
        "posts": [(post, queries.post_title(post)) for post in posts],
        "parts": parts_of("person", request.actor, found),
        "links": links_of("person", request.actor, found),
    }
    return render(request, "grid/person.html", context)


@route("people", scope="town")
def person_new(request: PageRequest) -> HttpResponse:
    """登记人员."""
    form = PersonForm(request.POST or None)
    if form.is_bound:
        made = form.carry_out(lambda given: actions.register_person(request.actor, **given))
        if made is not None:
            messages.success(request, f"已登记{made.name}，请任命岗位、邀请登录。", extra_tags="good")
            return HttpResponseRedirect(reverse("person", args=[made.pk]))
    return render(request, "grid/person_form.html", {"form": form}, status=form.status)


@route("people", scope="town")
def person_edit(request: PageRequest, person_id: UUID) -> HttpResponse:
    """修改资料."""
    row = request.actor.find(Person, person_id, what="个人员")
    shown = {name: getattr(row, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=shown)
    if form.is_bound:
        changed = form.carry_out(lambda given: actions.revise_person(request.actor, row.pk, **given))
        if changed is not None:
            messages.success(request, f"{changed.name}的资料已保存。", extra_tags="good")
            return HttpResponseRedirect(reverse("person", args=[row.pk]))
    return render(request, "grid/person_form.html", {"form": form, "row": row}, status=form.status)


@route("grid|authorize", scope="town")
def post_new(request: PageRequest) -> HttpResponse:
    """任命; the address may name the person and the cell."""
    initial = {"from_on": clock.today()} | {name: request.GET.get(name) for name in ("person", "cell")}
    form = PostForm(request.POST or None, initial=initial)
    if form.is_bound:
        made = form.carry_out(
            lambda given: actions.appoint(request.actor, given["person"], **form.given()),
        )
        if made is not None:
            text = f"{made.person.name}自{made.from_on:%Y-%m-%d}起任{queries.post_title(made)}。"
            messages.success(request, text, extra_tags="good")
            return HttpResponseRedirect(_after(request.actor, made))
    return render(request, "grid/post_form.html", _choices(request.actor, form), status=form.status)


@route("grid|authorize", scope="town")
def post_end(request: PageRequest, post_id: UUID) -> HttpResponse:
    """离任."""
    post = request.actor.find(Post, post_id, what="个岗位")
    form = EndPostForm(request.POST or None, initial={"to_on": clock.today()})
    if form.is_bound:
        ended = form.carry_out(lambda given: actions.end_post(request.actor, post.pk, **given))
        if ended is not None:
            messages.success(
                request, f"{post.person.name}已离任{queries.post_title(post)}。", extra_tags="good"
            )
            return HttpResponseRedirect(_after(request.actor, post))
    context = {
        "form": form,
        "post": post,
        "title": queries.post_title(post),
        "back": _after(request.actor, post),
    }
    return render(request, "grid/post_end.html", context, status=form.status)


def _choices(actor: Actor, form: PostForm) -> dict[str, object]:
    """What a post's form offers: the whole town's persons, cells and departments, whatever the actor's own place."""
    whole, today = Scope.whole_town(actor.town), clock.today()
    return {
        "form": form,
        "persons": [
            (str(one.pk), f"{one.name}（{one.phone[-4:]}）" if one.phone else one.name)
            for one in Person.objects.within(whole).filter(is_active=True)
        ],
        "cells": queries.cell_choices(whole, today),
        "departments": [(str(one.pk), one.name) for one in Department.objects.within(whole)],
        "kinds": PostForm.base_fields["kind"].choices,  # type: ignore[attr-defined]
    }


def _after(actor: Actor, post: Post) -> str:
    """Where to go on: the person's page for who keeps the persons, else the cell's."""
    if actor.may("people|authorize"):
        return reverse("person", args=[post.person_id])
    return reverse("cell", args=[post.cell_id])
