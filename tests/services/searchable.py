"""Descriptions that are stored without being judged: tests of search ask nothing of a validator."""

from catalogue.bootstrap import Services
from catalogue.domain.record import ChangeKind, Record, State, Write
from catalogue.domain.report import Report
from tests.conftest import described

PREFIXES = """
@prefix access: <http://publications.europa.eu/resource/authority/access-right/> .
@prefix country: <http://publications.europa.eu/resource/authority/country/> .
@prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geodcatap: <http://data.europa.eu/930/> .
@prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .
@prefix theme: <https://hdeu-dcat.data.health.europa.eu/resource/authority/health-theme/> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def publish(services: Services, number: int, body: str = "", title: str = "A dataset") -> Record:
    """Publish the dataset `http://example.org/<number>`, or its next revision; `body` is Turtle about it."""
    iri = f"http://example.org/{number}"
    [description] = described(
        f'{PREFIXES} <{iri}> a dcat:Dataset ; dct:title "{title}"@en {"; " + body if body else ""} .'
    )
    known = services.store.find("iri", [iri]).get(iri)
    write = Write(
        iri=iri,
        expected=known.head.number if known else None,
        change=ChangeKind.PUBLISHED,
        state=State.PUBLISHED,
        description=description,
        report=Report("healthdcat-ap/8", "PUBLIC"),
        id=f"n{number}",
    )
    return services.store.put([write])[0]


def change(services: Services, record: Record, kind: ChangeKind, state: State) -> Record:
    """Withdraw, check or remove a record."""
    number = services.store.find("iri", [record.iri])[record.iri].head.number
    done = services.store.put([Write(record.iri, number, kind, state, reason="a reason")])
    return done[0] if done else record


def withdraw(services: Services, record: Record) -> Record:
    return change(services, record, ChangeKind.WITHDRAWN, State.WITHDRAWN)
