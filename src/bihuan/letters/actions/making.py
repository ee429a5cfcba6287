"""Letters are asked for in a year, and made out to whoever is a party and has none."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.moving import hold_town
from bihuan.core.numbering import next_numbers
from bihuan.core.scope import Scope
from bihuan.documents.texts import BrokenWording, signing_body
from bihuan.letters import rules
from bihuan.letters.lifecycle import MADE, OPEN, WITHDRAWN
from bihuan.letters.models import LetterPlan, ResponsibilityLetter
from bihuan.letters.queries import Party, as_parties, missing, plans, wordings
from bihuan.letters.rules import KINDS, UNIT, LetterKind, Wording
from bihuan.units.actions import hold_units
from bihuan.units.actions.plates import new_code
from bihuan.units.rules import CATEGORIES

SERIES = "letters"
NOT_ASKED = "不再要求签订"


@transaction.atomic
def plan_letters(
    actor: Actor, *, year: int | None, kinds: Sequence[str], sign_by: date | None
) -> list[LetterPlan]:
    """布置责任书: these kinds are signed in a year, by a day. What is asked for already gets the new day; letters that are made keep theirs."""
    actor.need("supervise")
    today = clock.today()
    if wrong := rules.check_plan(year, kinds, sign_by, today):
        raise Incomplete("".join(wrong.values()), wrong)
    assert year is not None and sign_by is not None
    hold_town(actor)
    whole = Scope.whole_town(actor.town)
    known = {one.kind: one for one in LetterPlan.objects.within(whole).filter(year=year)}
    entries, found = [], []
    for code in (one for one in KINDS if one in kinds):
        plan = known.get(code)
        if plan is None:
            plan = LetterPlan(town_id=actor.town, year=year, kind=code, asked_by_id=actor.person)
            plan.sign_by, plan.asked_on = sign_by, today
            plan.save(force_insert=True)
        elif plan.ended_on is None and plan.sign_by == sign_by:
            found.append(plan)
            continue
        else:
            LetterPlan.objects.within(whole).filter(pk=plan.pk).update(sign_by=sign_by, ended_on=None)
            plan.sign_by, plan.ended_on = sign_by, None
        found.append(plan)
        entries.append(Entry("plan_letters", plan, {"says": str(plan), "sign_by": sign_by}))
    if entries:
        events.record_all(actor, entries)
    return found


@transaction.atomic
def stop_plan(actor: Actor, plan_id: UUID) -> int:
    """停止布置: nobody is asked for it any more; what is not signed is withdrawn with it. Returns how many letters that are."""
    actor.need("supervise")
    hold_town(actor)
    plan = actor.hold(LetterPlan, plan_id, what="项布置")
    if plan.ended_on:
        raise NotAllowed(f"{plan}已经停止布置。")
    whole, today = Scope.whole_town(actor.town), clock.today()
    LetterPlan.objects.within(whole).filter(pk=plan.pk).update(ended_on=today)
    rows = list(
        ResponsibilityLetter.objects.within(whole).filter(plan=plan, state__in=OPEN).order_by("pk").held()
    )
    mine = ResponsibilityLetter.objects.within(whole).filter(pk__in=[one.pk for one in rows])
    mine.update(state=WITHDRAWN, ended_on=today, ended_for=NOT_ASKED, is_void=True)
    told = [Entry("withdraw_letter", one, {"reason": NOT_ASKED}, one.state, WITHDRAWN) for one in rows]
    events.record_all(actor, [Entry("stop_plan", plan, {"says": str(plan), "letters": len(rows)}), *told])
    return len(rows)


@transaction.atomic
def make_missing(actor: Actor, year: int, most: int) -> int:
    """生成责任书: for parties that have none of what is asked for in a year, at most so many at a time. Returns how many were made; 0 when all
    have theirs, so that a second press makes only what is missing. The clock does it too, for who becomes a party later."""
    if actor.person is not None:
        actor.need("supervise")
    today = clock.today()
    asked = {one.kind: one for one in plans(Scope.whole_town(actor.town), year)}
    if not any(missing(KINDS[code], year, actor.town, today).exists() for code in asked):
        return 0
    hold_town(actor)  # or two who press at once would each find the same ones missing
    chosen: list[tuple[LetterPlan, list[Any]]] = []
    for code in (one for one in KINDS if one in asked):
        room = most - sum(len(rows) for _, rows in chosen)
        chosen.append((asked[code], list(missing(KINDS[code], year, actor.town, today)[:room])))
    hold_units(actor, [row.pk for plan, rows in chosen for row in rows if KINDS[plan.kind].party == UNIT])
    made = make(
        actor, [(plan, as_parties(KINDS[plan.kind], actor.town, rows, today)) for plan, rows in chosen]
    )
    if made:
        events.record_all(actor, made)
    return len(made)


def make(
    actor: Actor,
    wanted: Sequence[tuple[LetterPlan, Sequence[Party]]],
    replaces: Mapping[UUID, ResponsibilityLetter] | None = None,
) -> list[Entry]:
    """Write the letters of some plans to some parties, whose units are held, and say what the log is to keep. `replaces`: the letter that each
    party's takes the place of."""
    whole, today = Scope.whole_town(actor.town), clock.today()
    town = Town.objects.of(whole)
    words = wordings(whole)
    rows: list[ResponsibilityLetter] = []
    for plan, parties in wanted:
        number, wording = words[plan.kind]
        for party in parties:
            rows.append(_letter(town, plan, KINDS[plan.kind], number, wording, party, today))
            if replaces and party.id in replaces:
                rows[-1].replaces = replaces[party.id]
    if not rows:
        return []
    _number(town, rows)
    ResponsibilityLetter.objects.bulk_create(rows, batch_size=200)
    return [
        Entry(
            "make_letter", one, {"says": one.label, "party": one.party_name, "sign_by": one.sign_by}, "", MADE
        )
        for one in rows
    ]


def _number(town: Town, rows: Sequence[ResponsibilityLetter]) -> None:
    """Running numbers of each year, in the order of the rows."""
    for year in sorted({one.year for one in rows}):
        mine = [one for one in rows if one.year == year]
        for one, number in zip(mine, next_numbers(town.pk, SERIES, year, len(mine)), strict=True):
            one.number = f"{town.number_word}责书〔{year}〕{number}号"


def _letter(
    town: Town,
    plan: LetterPlan,
    kind: LetterKind,
    text_number: int,
    wording: Wording,
    party: Party,
    today: date,
) -> ResponsibilityLetter:
    from_on, to_on = rules.term(plan.year, today)
    place = "" if party.cell.kind == "town" else party.cell.name
    given = {
        "party": party.name,
        "head": party.head or rules.BLANK,
        "category": CATEGORIES[party.category].label if party.category else rules.PARTIES[kind.party],
        "town": signing_body(town.name),
        "cell": place,
        "year": str(plan.year),
        "label": kind.label,
        "from": in_words(from_on),
        "to": in_words(to_on),
    }
    try:
        said = rules.content(kind, wording, given, today)
    except BrokenWording as error:
        raise NotAllowed(f"{kind.label}责任书的文本有问题：{error}请到“文本”改正。") from error
    return ResponsibilityLetter(
        id=new_id(),
        town_id=town.pk,
        plan=plan,
        year=plan.year,
        kind=kind.code,
        code=new_code(),
        party_kind=kind.party,
        party=party.id,
        party_name=party.name,
        cell=party.cell,
        department=party.department
        or (party.unit.department if party.unit and party.unit.department_id else None),
        unit=party.unit,
        recorded_cell=party.unit.cell_path if party.unit else party.cell.path,
        recorded_category=party.category,
        head=party.head,
        text_number=text_number,
        content=said,
        digest=hashlib.sha256(events.canonical(said)).hexdigest(),
        made_on=today,
        made_at=clock.now(),
        from_on=from_on,
        to_on=to_on,
        sign_by=min(rules.due_by(today, plan.sign_by), to_on),
    )
