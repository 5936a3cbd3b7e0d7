"""A snapshot, drawn: the HTML that readers get, and all that lists and machines are told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from articles.citations import Numbering
from articles.days import spoken
from articles.jsonld import describe
from articles.labels import AMOUNTS, BASIS, COLOURS, DIRECTION
from articles.markup import Anchors, draw, elsewhere, plain, steps
from articles.plate import plate
from articles.sharing import share_of
from articles.snapshot import FACTS, Block, Question, Snapshot

FROZEN = Path(__file__).resolve().parent.parent / "templates" / "articles" / "frozen"
ENGINE = Engine(dirs=[FROZEN], autoescape=True)  # of its own: no library, so nothing here can depend on the moment
URGENCIES = {"advice": "Advice", "caution": "Caution", "emergency": "Emergency"}
HEARSAY = {"user", "vendor"}
ASK = "Talk to a doctor or pharmacist"
BESIDE_AMOUNTS = (
    "They know your health and your medicines. Each row below is what one source says. None of it is advice, and "
    "figures of different sources are never merged. How strong a packet is differs from one to the next."
)
FAQ_HEADING = "Questions people ask"
WORDS_A_MINUTE = 220


@dataclass(frozen=True)
class Rendering:
    """`contents` lists {"id", "title"}; `card` is what lists show; `questions` and `facts` become rows of their own."""

    path: str
    kind: str
    title: str
    card: dict[str, Any]
    html: str
    contents: list[dict[str, str]]
    jsonld: dict[str, Any]
    text: str
    questions: list[dict[str, str]]
    facts: list[dict[str, str]]


def render(snapshot: Snapshot) -> Rendering:
    """Pure: the same snapshot in the same templates gives the same bytes."""
    drawing = Drawing(snapshot)
    html = drawing.html()
    text = drawing.text()
    questions = [{**q, "answer": elsewhere(q["answer"], snapshot.path)} for q in drawing.questions]
    card = card_of(snapshot, words=len(text.split())) | {"sources": len(drawing.references)}
    return Rendering(
        path=snapshot.path,
        kind=snapshot.kind,
        title=snapshot.title,
        card=card,
        html=html,
        contents=drawing.contents,
        jsonld=describe(snapshot, card, drawing.references, [(q.question, plain(q.answer)) for q in snapshot.faq]),
        text=text,
        questions=questions,
        facts=found_by(snapshot.says),
    )


def found_by(says: dict[str, Any]) -> list[dict[str, str]]:
    """The facts by which lists find a strain: what is reported of it, and each compound that was measured, once."""
    told = [
        {name: effect[name] for name in ("aspect", "text", "direction", "basis")} for effect in says.get("effects", ())
    ]
    compounds = dict.fromkeys(row["compound"] for row in says.get("alkaloids", ()))
    measured = {"aspect": "alkaloid", "direction": "", "basis": "laboratory"}
    return told + [measured | {"text": compound} for compound in compounds]


def words_of(says: dict[str, Any]) -> list[str]:
    """All that a strain says in plain words: names, origin, and each of its facts."""
    own = [says.get(name, "") for name in ("other_names", "origin", "processing")]
    rows = [row for name in FACTS for row in says.get(name, ())]
    return [
        *own,
        *(" ".join(row.get(name, "") for name in ("text", "compound", "method", "laboratory")) for row in rows),
    ]


def card_of(snapshot: Snapshot, *, words: int) -> dict[str, Any]:
    people = [
        snapshot.records[name] for name in snapshot.shows if name.startswith("person:") and name in snapshot.records
    ]
    card = {
        "title": snapshot.title,
        "standfirst": snapshot.standfirst,
        "description": snapshot.description or snapshot.standfirst,
        "minutes": max(1, round(words / WORDS_A_MINUTE)),
        "topics": [{"slug": topic.slug, "name": topic.name} for topic in snapshot.topics],
        "authors": [{name: person.get(name, "") for name in ("slug", "name", "role", "cited_as")} for person in people],
        "picture": snapshot.records.get(snapshot.picture),
        "pictures": figures_of(snapshot),
    }
    if share := share_of(snapshot):
        card["share"] = share.says()
    if snapshot.kind == "strain":
        names = ("type", "colour", "other_names", "origin", "effects")
        card |= {name: snapshot.says[name] for name in names} | {"vein": _vein(snapshot)}
        card |= {"caution": caution} if (caution := plain(snapshot.says["cautions"])) else {}
    return card


def figures_of(snapshot: Snapshot) -> list[str]:
    """The widest file of each figure in the text, for who looks for pictures."""
    named = [name for block in snapshot.blocks if block.type == "picturefigure" for name in block.shows]
    shown = [snapshot.records[name]["renditions"] for name in named if name in snapshot.records]
    return [files[-1]["name"] for files in shown if files]


def _vein(snapshot: Snapshot) -> dict[str, str] | None:
    vein = snapshot.records.get(snapshot.says["vein"])
    return {"path": vein["path"], "title": vein["title"]} if vein else None


@dataclass
class Drawing:
    """One pass over a snapshot, in the order of reading, so that numbers and anchors follow the page."""

    snapshot: Snapshot
    contents: list[dict[str, str]] = field(default_factory=list)
    questions: list[dict[str, str]] = field(default_factory=list)
    anchors: Anchors = field(default_factory=Anchors)

    def __post_init__(self) -> None:
        self.numbering = Numbering(self.snapshot.records)

    @property
    def references(self) -> list[dict[str, Any]]:
        return self.numbering.listed()

    def html(self) -> str:
        strain = self.strain() if self.snapshot.kind == "strain" else None
        blocks = [self.block(block) for block in self.snapshot.blocks]
        has_faq_block = any(block.type == "faqlist" for block in self.snapshot.blocks)
        closing = self.faqlist({"heading": ""}) if self.snapshot.faq and not has_faq_block else None
        if self.references:
            self.contents.append({"id": "references", "title": "References"})
        disclaimer = self.snapshot.records.get("disclaimer", {}).get("text", "")
        context = {"kind": self.snapshot.kind, "strain": strain, "blocks": blocks, "closing_faq": closing}
        context |= {"references": self.references, "disclaimer": disclaimer}
        return ENGINE.get_template("page.html").render(Context(context))

    def text(self) -> str:
        """All words on the page, for search."""
        headings = [str(block.says.get("heading", "")) for block in self.snapshot.blocks]
        questions = [question.question for question in self.snapshot.faq]
        words = [self.snapshot.title, self.snapshot.standfirst, *words_of(self.snapshot.says), *headings, *questions]
        words += map(plain, self.snapshot.texts)
        return "\n".join(word for word in words if word)

    def block(self, block: Block) -> dict[str, Any]:
        drawn = getattr(self, block.type)(
            block.says, *([block.shows] if block.type in ("picturefigure", "straintable") else [])
        )
        return {"template": f"blocks/{block.type}.html", "type": block.type, **drawn}

    def richtext(self, says: dict[str, Any]) -> dict[str, Any]:
        return {"html": self.prose(says["text"])}

    def keypoints(self, says: dict[str, Any]) -> dict[str, Any]:
        return {"id": self.section("Key points"), "html": self.prose(says["text"])}

    def callout(self, says: dict[str, Any]) -> dict[str, Any]:
        words = f"{URGENCIES[says['urgency']]} {says['heading']}"
        drawn = {"id": self.anchors.take(words), "word": URGENCIES[says["urgency"]], "html": self.prose(says["text"])}
        return {"urgency": says["urgency"], "heading": says["heading"], **drawn}

    def steps(self, says: dict[str, Any]) -> dict[str, Any]:
        introduction, found = steps(self.prose(says["text"]))
        return {
            "introduction": mark_safe(introduction),
            "steps": [{k: mark_safe(v) for k, v in step.items()} for step in found],
        }

    def picturefigure(self, says: dict[str, Any], shows: tuple[str, ...]) -> dict[str, Any]:
        picture = self.snapshot.records.get(shows[0]) if shows else None
        return {"picture": picture and plate(picture), "caption": self.prose(says["caption"])}

    def straintable(self, says: dict[str, Any], shows: tuple[str, ...]) -> dict[str, Any]:
        strains = [self.snapshot.records[name] for name in shows if name in self.snapshot.records]
        rows = [self.facts_of(strain) | _names(strain) | {"caution": strain.get("caution", "")} for strain in strains]
        return {"caption": says["caption"], "rows": rows, "is_cautious": any(row["caution"] for row in rows)}

    def faqlist(self, says: dict[str, Any]) -> dict[str, Any]:
        heading = says["heading"] or FAQ_HEADING
        id_ = self.section(heading)
        entries = [self.entry(question) for question in self.snapshot.faq]
        return {"id": id_, "heading": heading, "entries": entries}

    def entry(self, question: Question) -> dict[str, Any]:
        anchor, html = f"q-{question.anchor}", self.prose(question.answer)
        self.questions.append({"anchor": anchor, "question": question.question, "answer": html})
        return {"anchor": anchor, "question": question.question, "html": html}

    def strain(self) -> dict[str, Any]:
        """Cautions first; each fact with its basis in words, and those of two sources never made into one."""
        says = self.snapshot.says
        drawn = {name: says[name] for name in ("type", "other_names", "origin", "processing")}
        drawn |= _names(says) | {"vein": _vein(self.snapshot)}
        if says["cautions"]:
            drawn |= {"cautions_id": self.section("Cautions"), "cautions": self.prose(says["cautions"])}
        reports = [*says["effects"], *says["amounts"]]
        drawn["is_only_hearsay"] = bool(reports) and all(report["basis"] in HEARSAY for report in reports)
        drawn |= {"reports_id": self.section("What is reported")} | self.facts_of(says)
        if says["alkaloids"]:
            drawn["alkaloids_id"] = self.section("What laboratories measured")
            drawn["alkaloids"] = [self.measured(row) for row in says["alkaloids"]]
        if says["amounts"]:
            drawn |= {"amounts_id": self.section("Amounts, as sources name them"), "advice": self.advice()}
            drawn["amounts"] = [self.fact(row) | {"about": AMOUNTS.get(row["what"], "")} for row in says["amounts"]]
        if says["other_names"] or says["origin"] or says["processing"]:
            drawn["names_id"] = self.section("Name and origin")
        return drawn

    def advice(self) -> dict[str, str]:
        """What stands beside every amount."""
        drawn = {"id": self.anchors.take(ASK), "urgency": "advice", "word": URGENCIES["advice"], "heading": ASK}
        return drawn | {"html": mark_safe(f"<p>{BESIDE_AMOUNTS}</p>")}

    def facts_of(self, strain: dict[str, Any]) -> dict[str, Any]:
        """Its reported effects and uses, each with the word of its basis and links to its sources."""
        drawn: dict[str, list[dict[str, Any]]] = {"effect": [], "use": []}
        for effect in strain["effects"]:
            drawn[effect["aspect"]].append(self.fact(effect))
        directed = {f"{name}s_directed": any(row["direction"] for row in rows) for name, rows in drawn.items()}
        return {"effects": drawn["effect"], "uses": drawn["use"]} | directed

    def fact(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row of a strain; one that was frozen before there were directions and days has none."""
        words = {"direction": DIRECTION.get(row.get("direction", ""), ""), "as_of": spoken(row.get("as_of", ""))}
        basis = {"basis": row["basis"], "word": BASIS.get(row["basis"], "No basis named")}
        return words | basis | {"text": row["text"], "cites": self.numbering.cite(row["references"])}

    def measured(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {"date": spoken(row["date"]), "cites": self.numbering.cite(row["references"])}

    def section(self, title: str) -> str:
        """A new second-level heading: its id, noted for the contents list."""
        id_ = self.anchors.take(title)
        self.contents.append({"id": id_, "title": title})
        return id_

    def prose(self, text: str) -> SafeString:
        drawn = draw(text, anchors=self.anchors, cite=self.numbering.cite)
        self.contents += [{"id": id_, "title": title} for id_, title in drawn.sections]
        return mark_safe(drawn.html)  # clean since it was frozen


def _names(strain: dict[str, Any]) -> dict[str, Any]:
    colour = {"colour": strain["colour"], "colour_word": COLOURS.get(strain["colour"], "")}
    return colour | {name: strain[name] for name in ("path", "title") if name in strain}
