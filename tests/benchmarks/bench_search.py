"""The search page at 100,000 datasets, beside what bare Tantivy takes for such a question.

Ours is the whole answer of the application: parameters, question, 11 multi-select facets, highlights, HTML. Bare is
the engine alone on the same index: its own query parser, the same filters, one count of the facets and another for
each facet that has a choice, twenty documents and snippets of two fields. No question is asked twice.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import tantivy

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.languages import Reader
from catalogue.domain.organisations import Named
from catalogue.domain.profile import Profile
from catalogue.domain.search import Card, Passage, SearchDocument
from catalogue.domain.vocabulary import Vocabularies
from catalogue.search.tantivy.fields import ANALYSERS, CARD, PASSAGES, Fields
from catalogue.services.suggesting import MOST
from catalogue.settings import Settings
from tests.benchmarks.table import Row

DOCUMENTS = 100_000
QUESTIONS = 300
BASE = "https://bench.example.org"
DCT = "http://purl.org/dc/terms/"
VARIABLES = "http://healthdataportal.eu/ns/health#hasVariables"
KEYWORD = "http://www.w3.org/ns/dcat#keyword"
_FRENCH = "Établissement"
WORDS = {
    "en": "cohort registry patients hospital diabetes cancer heart stroke children women imaging genome asthma vaccine "
    "pregnancy dementia kidney claims laboratory survey mortality infection surgery medicines ageing".split(),
    "fr": "cohorte registre patients hôpital diabète cancer cœur accident enfants femmes imagerie génome asthme vaccin "
    "grossesse démence rein remboursements laboratoire enquête mortalité infection chirurgie médicaments".split(),
}

Question = dict[str, list[str]]


def measure(documents: int = DOCUMENTS, questions: int = QUESTIONS) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        options = Settings(data=Path(folder))
        services = Services(options)
        begin = time.perf_counter()
        services.index.rebuild(generated(services.profile, services.vocabularies, documents), 0)
        built = documents / (time.perf_counter() - begin)
        client = create_app(services=services).test_client()
        asked = list(questions_about(services.profile, services.vocabularies, questions))
        bare = _bare(Path(folder) / "index", Fields(services.search_documents.layout))
        whole, engine = beside(asked, lambda question: page(client, question), bare)
        suggested, completed = _suggested(services, questions)
    return [
        row(f"Search page, {documents:,} datasets, p50", whole, engine, 0.50, ""),
        row(f"Search page, {documents:,} datasets, p95", whole, engine, 0.95, "at most 1.5"),
        row(f"Autocomplete, {documents:,} datasets, p95", suggested, completed, 0.95, "at most 1.2"),
        Row("Documents written to the index, a second", built, 0, "", 0, ""),
    ]


def _suggested(services: Services, questions: int) -> tuple[list[float], list[float]]:
    """Beginnings of one or two words, as the service answers them and as the index completes them."""
    reader = Reader("en", ("en", "fr"))
    return beside(
        beginnings(questions),
        lambda question: _all(services.suggesting.suggest(question["q"][0], reader)),
        lambda question: _all(services.index.complete(question["q"][0], "en", MOST)),
    )


def beginnings(count: int) -> list[Question]:
    """What is typed until now, of one or two words."""
    pick = random.Random(8)
    words = [word for some in WORDS.values() for word in some]
    typed = (
        f"{pick.choice(words)} " * pick.randint(0, 1) + pick.choice(words)[: pick.randint(2, 6)]
        for _ in range(count)
    )
    return [{"q": [each]} for each in typed]


def _all(found: Iterable[object]) -> None:
    list(found)


def beside(
    questions: list[Question], ours: Callable[[Question], None], bare: Callable[[Question], None]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each question, both ways in turn, after a few that warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for place, question in enumerate(questions):
        for each, way in zip(times, (ours, bare), strict=True):
            begin = time.perf_counter()
            way(question)
            if place >= 20:
                each.append((time.perf_counter() - begin) * 1000)
    return times


def row(name: str, whole: list[float], engine: list[float], share: float, aim: str) -> Row:
    ours, bare = (sorted(times)[int(len(times) * share)] for times in (whole, engine))
    return Row(name, ours, bare, "ms", ours / bare, aim)


def page(client: Any, question: Question) -> None:
    answer = client.get(f"/en/datasets?{urlencode(question, doseq=True)}")
    assert answer.status_code == 200, answer.text


def _bare(folder: Path, fields: Fields) -> Callable[[Question], None]:
    """The engine alone, asked for what a page of results needs."""
    [generation] = folder.glob("generation-*")
    index = fields.register(tantivy.Index.open(str(generation)))
    searcher = index.searcher()
    texts = [fields.text(weight, way) for weight in fields.weights for way in ANALYSERS]
    shown = [fields.text(max(fields.weights), "en"), fields.text(2.0, "en")]

    def ask(question: Question) -> None:
        chosen = {name: values for name, values in question.items() if name in fields.facets}
        text = index.parse_query(question["q"][0], texts, conjunction_by_default=True)
        whole = _narrowed(fields, text, chosen)
        _count(searcher, fields, whole, [name for name in fields.facets if name not in chosen])
        for name in chosen:
            without = {other: values for other, values in chosen.items() if other != name}
            _count(searcher, fields, _narrowed(fields, text, without), [name])
        documents = [searcher.doc(address) for _, address in searcher.search(whole, 20).hits]
        makers = [tantivy.SnippetGenerator.create(searcher, text, index.schema, name) for name in shown]
        for document in documents:
            for name, maker in zip(shown, makers, strict=True):
                again = tantivy.Document()
                again.add_text(name, bytes(document[PASSAGES][0]).decode()[:400])
                maker.snippet_from_doc(again).highlighted()
            bytes(document[CARD][0])

    return ask


def _narrowed(fields: Fields, text: Any, chosen: Question) -> Any:
    must = tantivy.Occur.Must
    parts = [
        (must, tantivy.Query.term_set_query(fields.schema, fields.facets[name], values))
        for name, values in chosen.items()
    ]
    return tantivy.Query.boolean_query([(must, text), *parts])


def _count(searcher: Any, fields: Fields, query: Any, names: list[str]) -> None:
    searcher.aggregate(
        query, {name: {"terms": {"field": fields.facets[name], "size": 100}} for name in names}
    )


def questions_about(profile: Profile, vocabularies: Vocabularies, count: int) -> Iterator[Question]:
    """One to three words in either language, none to three facets with one or two choices each."""
    pick = random.Random(7)
    values = _values(profile, vocabularies)
    seen = set()
    while len(seen) < count:
        words = pick.sample(WORDS[pick.choice(("en", "fr"))], pick.choice((1, 1, 2, 2, 3)))
        if pick.random() < 0.3:
            words.append(_rare(pick))
        facets = pick.sample(sorted(values), pick.choice((0, 0, 1, 2, 3)))
        question = {"q": [" ".join(words)]} | {
            name: sorted({_skewed(pick, values[name]) for _ in range(pick.choice((1, 2)))}) for name in facets
        }
        if repr(question) not in seen:
            seen.add(repr(question))
            yield question


def generated(profile: Profile, vocabularies: Vocabularies, count: int) -> Iterator[SearchDocument]:
    """Documents as they are made of descriptions of some hundred triples in two languages."""
    values = _values(profile, vocabularies)
    for number in range(count):
        yield _document(random.Random(number), number, values)


def _document(pick: random.Random, number: int, values: dict[str, list[str]]) -> SearchDocument:
    titles = {language: _text(pick, language, 7).capitalize() for language in WORDS}
    descriptions = {language: _text(pick, language, 60).capitalize() + "." for language in WORDS}
    first = pick.randint(1980, 2020)
    people = int(10 ** pick.uniform(2, 7))
    facets = {
        name: tuple(sorted({_skewed(pick, some) for _ in range(pick.choice((1, 1, 2, 3)))}))
        for name, some in values.items()
    }
    return SearchDocument(
        number=number,
        iri=f"{BASE}/dataset/{number}",
        names=(f"{BASE}/dataset/{number}", f"B-{number}"),
        passages=tuple(_passages(pick, titles, descriptions)),
        facets=facets,
        ranges={"years": (first, first + pick.randint(0, 20)), "people": (people, people), "ages": (0, 100)},
        titles=titles,
        updated=float(number),
        people=people,
        card=_card(number, titles, descriptions, facets, (first, people)),
        organisations=tuple(_named(value) for name in ("holder", "hdab") for value in facets[name]),
    )


def _named(value: str) -> Named:
    """An organisation with its names in both languages, and its IRI."""
    return Named(
        value, f"{BASE}/agent/{value.rsplit(' ', 1)[1]}", (("en", value), ("fr", f"{_FRENCH}{value[11:]}"))
    )


def _passages(pick: random.Random, titles: dict[str, str], descriptions: dict[str, str]) -> Iterator[Passage]:
    for language in WORDS:
        yield Passage(f"{DCT}title", language, 8.0, (titles[language],))
        yield Passage(KEYWORD, language, 5.0, tuple(_text(pick, language, 2) for _ in range(5)))
        yield Passage(f"{DCT}description", language, 2.0, (descriptions[language],))
        yield Passage(f"{DCT}provenance", language, 1.0, (_text(pick, language, 15),))
        variables = tuple(f"{_rare(pick)}: {_text(pick, language, 4)}" for _ in range(12))
        yield Passage(VARIABLES, language, 2.0, variables)


def _card(
    number: int,
    titles: dict[str, str],
    descriptions: dict[str, str],
    facets: dict[str, tuple[str, ...]],
    figures: tuple[int, int],
) -> Card:
    return Card(
        id=f"n{number}",
        kind="dataset",
        titles=titles,
        descriptions=descriptions,
        holder=dict(_named(facets["holder"][0]).names),
        access=facets["access"][0],
        level=facets["access"][0],
        conforms=True,
        places=[
            f"http://publications.europa.eu/resource/authority/country/{code}" for code in facets["country"]
        ],
        people=figures[1],
        years=[figures[0], None],
        ages=[0, 100],
        variables=12,
        changed="2026-10-12T08:00:00+00:00",
        checked="2026-10-12T08:00:00+00:00",
        modified="2026-01-01",
    )


def _values(profile: Profile, vocabularies: Vocabularies) -> dict[str, list[str]]:
    """Values of each facet of the profile: codes, or three hundred organisations."""
    organisations = [f"Institution number {number}" for number in range(300)]
    return {
        facet.id: [level.id for level in profile.levels.values()]
        if facet.id == "access"
        else [concept.code for scheme in facet.vocabularies for concept in vocabularies.concepts(scheme)][:60]
        or organisations
        for facet in profile.facets
    }


def _skewed(pick: random.Random, values: list[str]) -> str:
    """Few values are frequent and many are rare, as in life."""
    return values[int(len(values) * pick.random() ** 2)]


def _rare(pick: random.Random) -> str:
    return f"var{pick.randint(0, 5000)}"


def _text(pick: random.Random, language: str, words: int) -> str:
    common = pick.choices(WORDS[language], k=words // 2)
    return " ".join(
        pick.sample(
            [*common, *(f"{language}{int(4000 * pick.random() ** 2)}" for _ in range(words - len(common)))],
            words,
        )
    )
