"""An instance with the descriptions that the questions are about, and its search as a judge asks it."""

from catalogue.bootstrap import Services
from catalogue.domain.languages import Reader
from catalogue.domain.record import Publish
from catalogue.services.records import Intake
from tests.relevance.corpus import Corpus, names
from tests.relevance.measure import Search


def fill(services: Services, corpus: Corpus) -> None:
    """Publish the descriptions, whatever they lack, and index them."""
    services.records.take_in(list(corpus.values()), Intake(Publish.ALWAYS), services.judge)
    services.indexing.catch_up()


def search(services: Services, corpus: Corpus) -> Search:
    """The search page of an instance: the names of its first results, as people see them."""
    known = names(corpus)

    def ask(text: str, language: str) -> list[str]:
        other = "fr" if language == "en" else "en"
        reader = Reader(language, (language, other))
        found = services.searching.search({"q": [text]}, reader)
        return [known[hit.iri] for hit in (*found.hits, *found.also)]

    return ask
