"""The page that searches variables at 200,000 of them in 2,000 datasets, beside what bare Tantivy takes.

Ours is the whole answer of the application: parameters, question with its translations, the datasets that have all
that is asked for, the best variables of each with what matches marked, HTML. Bare is the engine alone on the same
index: its own query parser, a count of the datasets of each variable that is asked for, and the twenty best variables
read. No question is asked twice.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import tantivy

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.search import Card, SearchDocument, VariableText
from catalogue.search.tantivy.fields import ANALYSERS, CARD, NUMBER
from catalogue.search.tantivy.variable_fields import VariableFields
from catalogue.settings import Settings
from tests.benchmarks.bench_search import beside, row
from tests.benchmarks.table import Row

DATASETS: Final = 2_000
OF_EACH: Final = 100  # variables of a dataset
QUESTIONS: Final = 300
# What is measured, in both languages, and when or how: a name is one of each, with a number where there are several.
_WHAT: Final = (
    "age:âge sex:sexe weight:poids height:taille hba1c:hba1c glucose:glycémie cholesterol:cholestérol pulse:pouls "
    "smoking:tabac alcohol:alcool diagnosis:diagnostic treatment:traitement dose:dose hospital:hôpital stay:séjour "
    "birth:naissance death:décès income:revenu education:éducation insulin:insuline pressure:tension vaccine:vaccin "
    "tumour:tumeur stage:stade surgery:chirurgie fracture:fracture pain:douleur sleep:sommeil diet:alimentation "
    "kidney:rein heart:cœur stroke:avc asthma:asthme pregnancy:grossesse delivery:accouchement infection:infection"
).split()
_WHEN: Final = (
    "year:année date:date month:mois first:premier last:dernier mean:moyen baseline:inclusion followup:suivi "
    "type:type code:code count:nombre result:résultat method:méthode unit:unité category:catégorie mother:mère"
).split()

Question = dict[str, list[str]]


def measure(datasets: int = DATASETS, of_each: int = OF_EACH, questions: int = QUESTIONS) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        services = Services(Settings(data=Path(folder)))
        begin = time.perf_counter()
        services.index.rebuild(_documents(datasets, of_each), 0)
        built = datasets * of_each / (time.perf_counter() - begin)
        services.understanding.warm()
        client = create_app(services=services).test_client()
        bare = _bare(Path(folder) / "index", VariableFields(services.search_documents.layout))
        asked = list(_questions(questions))
        whole, engine = beside(asked, lambda question: _page(client, question), bare)
    size = f"{datasets * of_each:,} variables in {datasets:,} datasets"
    return [
        row(f"Page of {size}, p50", whole, engine, 0.50, ""),
        row(f"Page of {size}, p95", whole, engine, 0.95, "ours under 200 ms"),
        Row("Variables written to the index, a second", built, 0, "", 0, ""),
    ]


def _documents(datasets: int, of_each: int) -> Iterator[SearchDocument]:
    pick = random.Random(3)
    for number in range(1, datasets + 1):
        title = f"Dataset {number} on {pick.choice(_WHAT).partition(':')[0]}"
        yield SearchDocument(
            number=number,
            iri=f"http://example.org/{number}",
            names=(),
            passages=(),
            facets={"country": (pick.choice(("FRA", "BEL", "DEU", "ESP")),)},
            ranges={},
            titles={"en": title},
            updated=float(number),
            people=None,
            card=_card(number, title),
            variables=tuple(_variable(pick, place) for place in range(of_each)),
        )


def _variable(pick: random.Random, place: int) -> VariableText:
    (what, quoi), (when, quand) = (pick.choice(words).split(":") for words in (_WHAT, _WHEN))
    texts = (("en", f"{what}, {when}".capitalize()), ("fr", f"{quoi}, {quand}".capitalize()))
    meaning = (
        ("en", f"The {when} of {what} as {pick.choice(_WHAT).partition(':')[0]} was recorded at a visit."),
    )
    code = f"{pick.randrange(1000, 9999)}-{pick.randrange(9)}"
    return VariableText(f"{what}_{when}_{place}", texts + meaning, pick.choice(("integer", "date")), (code,))


def _questions(count: int) -> Iterator[Question]:
    """One to three variables of one or two words, in either language, a third of them within a country."""
    pick = random.Random(11)
    seen: set[str] = set()
    while len(seen) < count:
        side = pick.choice((0, 1))
        texts = [
            " ".join(
                words.split(":")[side]
                for words in (pick.choice(_WHAT), pick.choice(_WHEN))[: pick.choice((1, 2))]
            )
            for _ in range(pick.choice((1, 1, 2, 3)))
        ]
        question = {"q": list(dict.fromkeys(texts))}
        if pick.random() < 0.3:
            question["country"] = [pick.choice(("FRA", "BEL"))]
        if repr(question) not in seen:
            seen.add(repr(question))
            yield question


def _page(client: Any, question: Question) -> None:
    answer = client.get(f"/en/variables?{urlencode(question, doseq=True)}")
    assert answer.status_code == 200, answer.text


def _bare(folder: Path, fields: VariableFields) -> Callable[[Question], None]:
    """The engine alone, asked for what a page needs."""
    [generation] = folder.glob("generation-*")
    index = fields.register(tantivy.Index.open(str(generation / "variables")))
    searcher = index.searcher()
    texts = [fields.text(weight, way) for weight in fields.weights for way in ANALYSERS]

    def ask(question: Question) -> None:
        for text in question["q"]:
            query = index.parse_query(text, texts, conjunction_by_default=True)
            searcher.aggregate(query, {"datasets": {"terms": {"field": NUMBER, "size": 10_000}}})
            for _, address in searcher.search(query, 20).hits:
                bytes(searcher.doc(address)[CARD][0])

    return ask


def _card(number: int, title: str) -> Card:
    return {
        "id": f"d{number}",
        "kind": "dataset",
        "titles": {"en": title},
        "descriptions": {"en": "What the data are about, and how they came about."},
        "holder": {"en": "A holder of data"},
        "access": "NON_PUBLIC",
        "level": "NON_PUBLIC",
        "conforms": True,
        "places": [],
        "people": None,
        "years": None,
        "ages": None,
        "variables": OF_EACH,
        "changed": "2026-01-01T00:00:00+00:00",
        "checked": None,
        "modified": "",
    }
