"""How a kind of writ is declared: its fields in order, its layout, who signs, how many copies, what it needs and what it starts.
Pure. The kinds themselves stand in `kinds`, one file a family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.documents.facts import Facts
from bihuan.paper.document import Style

Values = dict[str, Any]

# How a field is typed in, and what its value is: one string (a date as 2018-03-05, a moment as 2018-03-05T14:05), or rows of strings.
LINE, TEXT, DATE, MOMENT, NUMBER, MONEY, CHOICE, IDENTITY = (
    "line", "text", "date", "moment", "number", "money", "choice", "identity",
)  # fmt: skip
OFFICERS, FINDINGS, GOODS, TALK, PAPERS_LIST, ROWS = "officers", "findings", "goods", "talk", "papers", "rows"
ROWED = {
    OFFICERS: (("name", "姓名"), ("card", "执法证号")),
    FINDINGS: (
        ("text", "问题"),
        ("place", "部位"),
        ("basis", "违反的规定"),
        ("demand", "整改要求"),
        ("deadline", "整改期限"),
        ("outcome", "处理"),
        ("note", "复查情况"),
        ("number", "隐患编号"),
    ),
    GOODS: (
        ("name", "名称"),
        ("spec", "规格型号"),
        ("quantity", "数量"),
        ("unit", "单位"),
        ("condition", "成色（品级）"),
        ("place", "存放地点"),
    ),
    TALK: (("q", "问"), ("a", "答")),
    PAPERS_LIST: (("label", "文书名称"), ("number", "文号"), ("pages", "份数")),
}


@dataclass(frozen=True)
class Field:
    """One field. `need`: a writ without it cannot be issued. `locked`: taken from the record, corrected there. `choices` of a
    choice: pairs. `columns` of rows: pairs (key, label), where `kind` does not give them; `most` characters of a string. `cites`: what it cites
    must be in the table of law on the writ's day."""

    key: str
    label: str
    kind: str = LINE
    need: bool = False
    locked: bool = False
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    most: int = 200
    cites: bool = False

    @property
    def shown_columns(self) -> tuple[tuple[str, str], ...]:
        return self.columns or ROWED.get(self.kind, ())

    @property
    def is_rows(self) -> bool:
        return self.kind in ROWED or self.kind == ROWS


# The layout, block by block. Texts may hold {field} of the writ, {law:topic} (the citation in force on its day) and the names of
# `texts.EXTRAS` ({organ}, {number}, {dated}, {town}, {district}, {bureau}, {hours}: from began_at to ended_at); what stands in [square brackets] is left out where a name in
# it is empty. `when` of a piece: it stands only where that holds ("field" filled, "!field" empty, "field=value").


@dataclass(frozen=True)
class Say:
    """A sentence, or more of them divided by line ends. `key`: by which a town words it in its own way."""

    key: str
    text: str
    style: Style = "body"
    when: str = ""


@dataclass(frozen=True)
class Boxed:
    """Fields in ruled boxes: rows of field keys, or of pairs (label, text with placeholders)."""

    rows: tuple[tuple[str | tuple[str, str], ...], ...]
    when: str = ""


@dataclass(frozen=True)
class Numbered:
    """The rows of a field as numbered paragraphs, each by a pattern over its columns; `none` is said where there are no rows."""

    field: str
    pattern: str = "{text}"
    none: str = ""
    when: str = ""


@dataclass(frozen=True)
class Tabled:
    """The rows of a field as a table: (column key, heading) pairs; "#" is the running number. Ends with 以下空白,
    save in an official writ. `short_days`: 2018.3.5 instead of 2018年3月5日, where columns are narrow."""

    field: str
    columns: tuple[tuple[str, str], ...]
    caption: str = ""
    when: str = ""
    short_days: bool = False


@dataclass(frozen=True)
class Spoken:
    """Question and answer."""

    field: str


@dataclass(frozen=True)
class Signed:
    """Places for signing by role: officers (one a row of the field `officers`), party, recorder, witness, approver, receiver.
    Pairs (role, label)."""

    roles: tuple[tuple[str, str], ...]
    when: str = ""


@dataclass(frozen=True)
class SealedOff:
    """The issuing body, the day and the seal."""


Piece = Say | Boxed | Numbered | Tabled | Spoken | Signed | SealedOff


@dataclass(frozen=True)
class Start:
    """A term that a writ starts when it is served: `days` (calendar, or `workdays`), what it is for; `by` is the field that says how many,
    where the writ does. `upon`: "service" or "issue".
    `when`: only where that field is filled; `since`, `until`: only of writs dated from, before that day, where the law changed. `moves`:
    an end on a day off moves to the next working day, which serves the party; a limit on the office's own power does not."""

    key: str
    label: str
    days: int
    workdays: bool = False
    upon: str = "service"
    when: str = ""
    since: date = date.min
    until: date = date.max
    by: str = ""
    moves: bool = True

    def days_of(self, values: Mapping[str, Any]) -> int:
        """How many days it takes by a writ's values."""
        said = str(values.get(self.by) or "") if self.by else ""
        return int(said) if said.isdecimal() else self.days

    def applies(self, values: Mapping[str, Any], dated: date) -> bool:
        """Whether a writ of these values and that day starts it."""
        return self.since <= dated < self.until and (not self.when or bool(values.get(self.when)))


def nothing(_facts: Facts) -> Values:
    """No value of its own."""
    return {}


def no_check(_values: Mapping[str, Any], _on: date) -> dict[str, str]:
    """Nothing further to check."""
    return {}


def nothing_against(_values: Mapping[str, Any], _before: Mapping[str, Any], _on: date) -> dict[str, str]:
    """Nothing to hold against the writ before it."""
    return {}


@dataclass(frozen=True)
class Declaration:
    """A kind of writ in one edition of its form. An edition that documents were issued in is never altered: a new one is added.

    `about`: the records it may be drafted from ("inspection", "hazard", "unit", "decision", "referral", "campaign", "answers": another writ).
    `follows`: kinds of writ that must stand before it, or, where not `follows_always`, that it is linked to where one stands. `fill` gives the first values from what is known. `check` says of further
    values why they cannot stand on the writ's day, by field. `against` says it of values that go beyond those of the writ that it follows; what it says by "" is
    only told. `copies`: words at the foot. `page_sign`: words at every page's foot. `official`: laid out
    as an official writ (GB/T 9704) instead. `family`: the line over the name. `confidential`: what it says is kept from who only reads along, the
    unit itself among them, even where it names no identity number.
    """

    kind: str
    edition: int
    fields: tuple[Field, ...]
    layout: tuple[Piece, ...]
    about: tuple[str, ...]
    fill: Callable[[Facts], Values] = nothing
    check: Callable[[Mapping[str, Any], date], dict[str, str]] = no_check
    against: Callable[[Mapping[str, Any], Mapping[str, Any], date], dict[str, str]] = nothing_against
    follows: tuple[str, ...] = ()
    follows_always: bool = True
    starts: tuple[Start, ...] = ()
    copies: str = ""
    page_sign: str = ""
    family: str = "安全生产行政执法文书"
    across: bool = False
    sealed: bool = False
    served: bool = False
    official: bool = False
    source: str = ""  # where the form comes from
    confidential: bool = False
    by_action: bool = False  # issued by what is done on site (finishing a check), never drafted by hand

    def field(self, key: str) -> Field | None:
        """One of its fields."""
        return next((one for one in self.fields if one.key == key), None)

    @property
    def sentences(self) -> dict[str, str]:
        """What a town may word in its own way: key to the text as declared."""
        return {piece.key: piece.text for piece in self.layout if isinstance(piece, Say)}


DECLARATIONS: dict[tuple[str, int], Declaration] = {}


def declare(declaration: Declaration) -> None:
    """Add a kind's edition."""
    key = (declaration.kind, declaration.edition)
    if key in DECLARATIONS:
        raise ValueError(f"writ {key} declared twice")
    DECLARATIONS[key] = declaration


def declaration(kind: str, edition: int | None = None) -> Declaration:
    """A kind's declaration, the newest edition where none is named. Raises KeyError."""
    if edition is None:
        edition = max(number for code, number in DECLARATIONS if code == kind)
    return DECLARATIONS[kind, edition]


def current() -> dict[str, Declaration]:
    """The newest edition of each kind."""
    return {kind: declaration(kind) for kind, _edition in sorted(DECLARATIONS)}
