"""What can be said of a subscriber, in which order, and the SQL that says it.

The database makes every cell: it writes moments and joins lists far faster than we could. In SQL `s` is the subscriber,
`e` the event by which they last confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.models.site import Wording
from articles.models.topic import Topic
from newsletter.exporting.cells import FORMULA
from newsletter.models.consent import ConsentEvent
from newsletter.models.segment import Label, Labelling
from newsletter.models.subscriber import State, Subscriber

EVENTS, WORDINGS, CHOSEN = (model._meta.db_table for model in (ConsentEvent, Wording, Subscriber.topics.through))
STATE = (
    f"CASE WHEN s.left_at IS NOT NULL THEN '{State.LEFT.value}'"
    f" WHEN s.confirmed_at IS NOT NULL THEN '{State.ACTIVE.value}' ELSE '{State.PENDING.value}' END"
)
LAST = (
    f"SELECT c.* FROM {EVENTS} c WHERE c.subscriber_id = s.id AND c.kind = '{ConsentEvent.Kind.CONFIRMED.value}'"
    " ORDER BY c.happened_at DESC, c.id DESC LIMIT 1"
)
# Looked up for each as they come in order of key: nothing has to be sorted or held.
PROOF = {
    "sqlite": f" LEFT JOIN {EVENTS} e ON e.id = (SELECT id FROM ({LAST}))",
    "postgresql": f" LEFT JOIN LATERAL ({LAST}) e ON true",
}
WORDS = f"(SELECT NULLIF(w.text, '') FROM {WORDINGS} w WHERE w.purpose = 'consent' AND w.version = e.wording)"
SIGNS = ", ".join(f"'{sign}'" for sign in [*FORMULA.strip(), "''"])
BLANKS = {"sqlite": "char(9), char(13), char(10)", "postgresql": "chr(9), chr(13), chr(10)"}
NEUTRAL = "CASE WHEN substr({0}, 1, 1) IN (" + SIGNS + ", {1}) THEN '''' || {0} ELSE {0} END"
# SQLite holds what Django wrote, in UTC; PostgreSQL answers in the zone of the session, which is UTC here.
AS_TEXT = {"sqlite": "", "postgresql": "::timestamp::text"}
IN_ORDER = {"sqlite": "", "postgresql": ' COLLATE "C"'}
JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}
ESCAPED = r"replace(replace(part, '\', '\\'), ';', '\;')"
ARRAY = {
    "sqlite": "json((SELECT json_group_array(part) FROM {0}))",
    "postgresql": "(SELECT coalesce(json_agg(part), '[]') FROM {0})",
}


@dataclass(frozen=True)
class Column:
    """`told` says to staff what it is; `is_typed` that people typed it, so that it may start a formula."""

    name: str
    told: str
    sql: str
    is_typed: bool = False
    is_proof: bool = False

    def value(self, vendor: str) -> str:
        """As JSON has it; NULL where nothing is said."""
        return self.sql

    def cell(self, vendor: str, *, is_neutral: bool) -> str:
        """As text."""
        said = self.value(vendor)
        return NEUTRAL.format(said, BLANKS[vendor]) if is_neutral and self.is_typed else said


@dataclass(frozen=True)
class Moment(Column):
    """In UTC, ISO 8601, with fractions of a second where there are any."""

    def value(self, vendor: str) -> str:
        return f"replace({self.sql}{AS_TEXT[vendor]}, ' ', 'T') || 'Z'"


@dataclass(frozen=True)
class Listed(Column):
    """Several, in the order of their code points. `sql` finds them as `part`."""

    is_typed: bool = field(default=True)

    def value(self, vendor: str) -> str:
        return ARRAY[vendor].format(self._parts(vendor))

    def cell(self, vendor: str, *, is_neutral: bool) -> str:
        said = NEUTRAL.format("cell", BLANKS[vendor]) if is_neutral else "cell"
        joined = f"{JOINED[vendor]}({ESCAPED}, '; ')"
        return f"(SELECT {said} FROM (SELECT {joined} AS cell FROM {self._parts(vendor)}) l)"

    def _parts(self, vendor: str) -> str:
        return f"(SELECT part FROM ({self.sql}) q ORDER BY part{IN_ORDER[vendor]}) p"


def _listed(word: str, *, table: str, link: str, to: str, of: str) -> str:
    return f"SELECT t.{word} AS part FROM {link} k JOIN {table} t ON t.id = k.{to} WHERE k.{of} = s.id"


TOPICS = _listed("slug", table=Topic._meta.db_table, link=CHOSEN, to="topic_id", of="subscriber_id")
LABELS = _listed("name", table=Label._meta.db_table, link=Labelling._meta.db_table, to="tag_id", of="content_object_id")
COLUMNS = {
    column.name: column
    for column in [
        Column("address", "the e-mail address", "s.address", is_typed=True),
        Column("state", "pending, active or left", STATE),
        Moment("asked", "when they first asked", "s.created_at"),
        Moment("confirmed", "when they confirmed", "s.confirmed_at"),
        Moment("left", "when they left", "s.left_at"),
        Moment("paused_until", "until when they want nothing", "s.paused_until"),
        Listed("topics", "the topics they chose; none means everything", TOPICS),
        Listed("labels", "what staff noted", LABELS),
        Column("wording", "which version of the words they agreed to", "e.wording", is_proof=True),
        Column("words", "these words", WORDS, is_typed=True, is_proof=True),
        Column("page", "the page on which they asked", "NULLIF(e.page, '')", is_typed=True, is_proof=True),
        Column("revision", "the revision of that page", "e.revision", is_proof=True),
        Column("mechanism", "how they confirmed", "e.mechanism", is_proof=True),
        Column("proof", "proof that staff stated", "NULLIF(e.proof, '')", is_typed=True, is_proof=True),
    ]
}
USUAL = tuple(COLUMNS)[:5]


def chosen_columns(names: list[str]) -> list[Column]:
    """Those of these names, always in the same order; the usual ones where none is named."""
    return [column for column in COLUMNS.values() if column.name in (names or USUAL)]


def joins(columns: list[Column], vendor: str) -> str:
    return PROOF[vendor] if any(column.is_proof for column in columns) else ""
