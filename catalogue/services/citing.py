"""A citation as people read it, and in the three formats that reference managers take.

Written here and not by a library: each format is a list of names and values, and the libraries for BibTeX and RIS read
well but escape nothing that they write. The tests read with them what is written here.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from catalogue.domain.citation import Author, Citation
from catalogue.domain.languages import Reader

# An escaped brace would count for BibTeX, which looks for the end of a value; these names do not.
_LATEX: Final = str.maketrans(
    {
        **{each: f"\\{each}" for each in "$&#_%"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# Addresses are taken as they are: there a backslash would be part of them.
_VERBATIM: Final = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"})
_NO_KEY: Final = re.compile(r"[^A-Za-z0-9.:-]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A format of citations: its extension in addresses, media type, name, and what writes it."""

    extension: str
    media_type: str
    label: str
    write: Callable[[Citation], str]


def text(cited: Citation, reader: Reader) -> str:
    """A citation in one line, in the manner of APA: who (year). Title (version) [kind]. Publisher. Address."""
    who, year = (
        _and([author.name for author in cited.authors], reader),
        f"({cited.year})" if cited.year else "",
    )
    version = reader.gettext("(version %(version)s)") % {"version": cited.version} if cited.version else ""
    what = " ".join(filter(None, (cited.title, version, f"[{cited.kind}]")))
    begin = (f"{who} {year}", what) if who else (f"{what} {year}",)
    publisher = cited.publisher if cited.publisher != who else ""
    sentences = (part.strip() for part in (*begin, publisher) if part.strip())
    return " ".join((*(part if part.endswith(".") else f"{part}." for part in sentences), cited.url))


def bibtex(cited: Citation) -> str:
    """BibTeX and BibLaTeX in UTF-8: `@misc`, which every style has."""
    names = " and ".join(map(_bibtex_name, cited.authors))
    said = {
        "author": names,
        "title": f"{{{cited.title.translate(_LATEX)}}}",
        "year": cited.year,
        "version": cited.version.translate(_LATEX),
        "publisher": cited.publisher.translate(_LATEX),
        "howpublished": cited.kind.translate(_LATEX),
        "language": cited.language,
        "doi": cited.doi.translate(_VERBATIM),
        "url": cited.url.translate(_VERBATIM),
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in said.items() if value)
    return f"@misc{{{_key(cited)},\n{fields}\n}}\n"


def ris(cited: Citation) -> str:
    """RIS, as reference managers import it: lines that end in CR LF."""
    lines = "".join(f"{tag}  - {_plain(value)}\r\n" for tag, value in _ris_lines(cited) if value)
    return f"{lines}ER  - \r\n"


def csl_json(cited: Citation) -> str:
    """CSL-JSON (Citation Style Language 1.0.2): a list of one item."""
    item = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "author": list(map(_csl_name, cited.authors)),
        "issued": {"date-parts": [[int(cited.year)]]} if cited.year else None,
        "version": cited.version,
        "publisher": cited.publisher,
        "genre": cited.kind,
        "source": cited.catalogue,
        "language": cited.language,
        "DOI": cited.doi,
        "URL": cited.url,
    }
    return (
        json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2)
        + "\n"
    )


FORMS: Final = (
    Form("bib", "application/x-bibtex", "BibTeX", bibtex),
    Form("ris", "application/x-research-info-systems", "RIS", ris),
    Form("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl_json),
)


def _and(names: list[str], reader: Reader) -> str:
    if len(names) < 2:
        return "".join(names)
    told = {"names": ", ".join(names[:-1]), "last": names[-1]}
    return reader.gettext("%(names)s and %(last)s") % told


def _bibtex_name(author: Author) -> str:
    """An institution in braces of its own, so that nothing looks for its first name."""
    if author.family:
        return ", ".join(part.translate(_LATEX) for part in (author.family, author.given) if part)
    return f"{{{author.name.translate(_LATEX)}}}"


def _key(cited: Citation) -> str:
    return _NO_KEY.sub("-", cited.key).strip("-") or "dataset"


def _ris_lines(cited: Citation) -> Iterator[tuple[str, str]]:
    yield from (("TY", "DATA"), ("ID", cited.key))
    yield from (("AU", _ris_name(author)) for author in cited.authors)
    yield from (("TI", cited.title), ("PY", cited.year), ("ET", cited.version), ("PB", cited.publisher))
    yield from (("DB", cited.catalogue), ("M3", cited.kind), ("LA", cited.language))
    yield from (("DO", cited.doi), ("UR", cited.url))


def _ris_name(author: Author) -> str:
    """A comma parts a family name from the first name, so that an institution must have none."""
    if author.family:
        return _commas((author.family, author.given))
    return author.name.replace(", ", " \N{EN DASH} ").replace(",", " ")


def _commas(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def _plain(value: str) -> str:
    return " ".join(value.split())


def _csl_name(author: Author) -> dict[str, str]:
    if not author.family:
        return {"literal": author.name}
    return {"family": author.family, **({"given": author.given} if author.given else {})}
