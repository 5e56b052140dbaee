"""How a reader gets at the data: the route of an access level, who decides, and whom to ask."""

from dataclasses import dataclass

from rdflib import CSVW, DCAT, DCTERMS, Graph, URIRef
from rdflib.term import Node

from catalogue.domain import values
from catalogue.domain.languages import pick
from catalogue.domain.telling import HOLDERS, Teller, Value
from catalogue.domain.terms import CV, GEODCATAP, HEALTHDCATAP, VCARD

# The ways to reach somebody, in the two vocabularies that a description mixes: of agents, and of datasets.
_WAYS = (CV.contactPage, VCARD.hasURL, CV.email, VCARD.hasEmail, CV.telephone, VCARD.hasTelephone)
_POINTS = (CV.contactPoint, DCAT.contactPoint)


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation and the ways to reach it. `iri` is "" where it has none."""

    name: Value | None
    ways: tuple[Value, ...]
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """The access level by its name, the steps of its route, the body that decides, and where open data are.

    `level` is empty where the description tells none.
    """

    level: str
    label: str
    steps: tuple[str, ...]
    note: str
    body: Body | None
    open: tuple[Value, ...]


def access(teller: Teller, dataset: URIRef) -> Access:
    """The access box of a dataset. A level that is not told is never guessed: it would promise something."""
    found = teller.profile.stated_level(teller.graph, str(dataset))
    level = found.id if found else ""
    not_told = teller.reader.gettext("Access not reported")
    return Access(
        level=level,
        label=pick(found.label, (teller.reader.language,)) if found else not_told,
        steps=_steps(level, teller),
        note=_note(level, teller),
        body=next(iter(bodies(teller, dataset, HEALTHDCATAP.hdab)), None),
        open=_open(teller, dataset) if level == "PUBLIC" else (),
    )


def bodies(teller: Teller, subject: Node, path: URIRef) -> tuple[Body, ...]:
    """The organisations that a property names."""
    found = (body(teller, node) for node in teller.graph.objects(subject, path))
    return tuple(each for each in found if each.name or each.ways)


def contacts(teller: Teller, dataset: URIRef) -> tuple[Body, ...]:
    """Whom to ask about the dataset: its own contacts, else its holder, else its publisher."""
    for path in (DCAT.contactPoint, GEODCATAP.custodian, DCTERMS.publisher):
        found = tuple(each for each in bodies(teller, dataset, path) if each.ways)
        if found:
            return found
    return ()


def holder(teller: Teller, dataset: URIRef) -> Value | None:
    """Who holds the data."""
    for path in HOLDERS:
        found = bodies(teller, dataset, path)
        if found and found[0].name:
            return found[0].name
    return None


def body(teller: Teller, node: Node) -> Body:
    """An organisation or a contact point with its ways."""
    points = [node, *(point for path in _POINTS for point in teller.graph.objects(node, path))]
    ways = [
        _way(teller, way)
        for path in _WAYS
        for point in points
        for way in sorted(teller.graph.objects(point, path), key=str)
    ]
    iri = str(node) if isinstance(node, URIRef) else ""
    return Body(teller.name(node)[0] or teller.concept(node), tuple(dict.fromkeys(ways)), iri)


def _way(teller: Teller, way: Node) -> Value:
    """A way to reach somebody: an address as it is read, an e-mail address that can be clicked."""
    text = str(way)
    if values.is_email(text):
        return Value(text, href=f"mailto:{text}")
    return next(iter(teller.node(way)), Value(text)) if isinstance(way, URIRef) else Value(text)


def _open(teller: Teller, dataset: URIRef) -> tuple[Value, ...]:
    """Where open data are fetched, by the name of the distribution."""
    found = []
    for node in teller.ordered(teller.graph.objects(dataset, DCAT.distribution)):
        address = _download(teller.graph, node)
        if address:
            title = teller.name(node)[0] or next(iter(teller.node(address)))
            found.append(Value(title.text, title.language, str(address)))
    return tuple(found)


def _download(graph: Graph, node: Node) -> Node | None:
    for path in (DCAT.downloadURL, DCAT.accessURL, CSVW.url):
        for address in sorted(graph.objects(node, path), key=str):
            if values.is_address(URIRef(str(address))):
                return address
    return None


def _steps(level: str, teller: Teller) -> tuple[str, ...]:
    say = teller.reader.gettext
    routes = {
        "PUBLIC": (),
        "RESTRICTED": (
            say("Read under which conditions the data are given, in the sections on this page."),
            say("Ask the holder or the access body named below, and say what you need the data for."),
            say("Sign their agreement; they send the data or open an account for you."),
        ),
        "NON_PUBLIC": (
            say("Note the identifier of the dataset and the variables that you need."),
            say("Apply for a data permit to the access body named below."),
            say("Work with the data in a secure processing environment; only results leave it."),
        ),
    }
    return routes.get(level, ())


def _note(level: str, teller: Teller) -> str:
    say = teller.reader.gettext
    if level == "PUBLIC":
        return say("Open data: nobody has to be asked.")
    if not level:
        return say("The description does not tell how the data can be had. Ask its contact or its holder.")
    return say("Access is not asked for in this catalogue: the body named here decides.")
