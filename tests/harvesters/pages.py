"""Pages of a small catalogue, as sources write them."""

from collections.abc import Iterable

PREFIXES = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
"""


def iri(name: str) -> str:
    return f"https://source.example/dataset/{name}"


def dataset(name: str, title: str = "") -> str:
    """A dataset with a distribution and a contact without a name."""
    return f"""
<{iri(name)}> a dcat:Dataset ; dct:identifier "{name}" ; dct:title "{title or name}"@en ;
  dct:publisher [ a foaf:Agent ; foaf:name "The holder of {name}" ] ;
  dcat:distribution <{iri(name)}/file> .
<{iri(name)}/file> a dcat:Distribution ; dcat:accessURL <{iri(name)}/get> .
"""


def tombstone(name: str, reason: str = "", status: str = "http://purl.org/adms/status/Withdrawn") -> str:
    """A catalogue record that says that a dataset was withdrawn."""
    return f"""
<https://source.example/record/{name}> a dcat:CatalogRecord ; adms:status <{status}> ;
  dct:description "{reason}" ; foaf:primaryTopic <{iri(name)}> .
"""


def page(names: Iterable[str], url: str = "", following: str = "", more: str = "") -> str:
    """A page of a catalogue in Turtle; with `url`, it says of itself what follows."""
    listed = "".join(f"; dcat:dataset <{iri(name)}> " for name in names)
    catalog = f'<https://source.example/catalog> a dcat:Catalog ; dct:title "A source"@en {listed}.\n'
    view = f"<{url}> a hydra:PartialCollectionView " if url else ""
    view += f"; hydra:next <{following}> " if url and following else ""
    return PREFIXES + catalog + (view and view + ".\n") + "".join(map(dataset, names)) + more
