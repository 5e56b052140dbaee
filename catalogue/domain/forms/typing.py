"""Between the term that a description has and the text that people type for it."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from rdflib import SH, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain import values
from catalogue.domain.addresses import is_address, is_web
from catalogue.domain.characters import forbidden_character, is_link, is_run, scheme
from catalogue.domain.datatypes import COUNTS, FORMS, may_be, written_as
from catalogue.domain.forms.cures import cure
from catalogue.domain.forms.durations import duration
from catalogue.domain.forms.numbers import number
from catalogue.domain.profile import Field
from catalogue.domain.sentences import Sentence, quoted

NAMED: Final = frozenset({"link", "choice", "agent", "entry", "parts"})  # their values are addresses
_SCHEMES: Final[Mapping[str, str]] = {"email": "mailto:", "phone": "tel:"}
_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})
_HOST: Final = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#].*)?")
_TAG: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_DAY: Final = re.compile(r"(?:(?:(\d{1,2})[./-])?(\d{1,2})[./-])?(\d{4})")

_CALENDAR: Final = (str(XSD.date), str(XSD.gYearMonth))
_LIKE_A_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_LIKE_A_MONTH: Final = re.compile(r"\d{4}-\d\d|\d{1,2}[./-]\d{4}")


class Mistake(Exception):
    """A text that cannot be what is asked for: what is wrong, and how to mend it."""

    def __init__(self, problem: Sentence, mend: Sentence) -> None:
        self.problem, self.mend = problem, mend
        super().__init__(problem)


def shown(term: Node) -> str:
    """What an input shows of a term: an address of mail or telephone without its scheme."""
    if isinstance(term, BNode):
        return ""
    text = str(term)
    if isinstance(term, URIRef):
        scheme = next((each for each in _SCHEMES.values() if text.startswith(each)), "")
        return text.removeprefix(scheme)
    if isinstance(term, Literal) and term.datatype == XSD.boolean:
        return "true" if text in _TRUE else "false" if text in _FALSE else text
    return text


def is_same(typed: str, term: Node) -> bool:
    """Whether a text comes back as it was shown; a browser writes line breaks in its own way."""
    return plain(typed) == plain(shown(term))


def plain(text: str) -> str:
    """A text without what a browser does to its line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n")


def is_named(field: Field) -> bool:
    """Whether the values of a property are addresses, not texts."""
    return field.editor in NAMED or field.node_kind in _NODES


_NODES: Final = frozenset(map(str, (SH.IRI, SH.BlankNode, SH.BlankNodeOrIRI)))


def has_languages(field: Field) -> bool:
    """Whether the texts of a property are in a language."""
    return field.editor in ("line", "text") and not field.datatypes and not is_named(field)


def term(text: str, language: str, field: Field, reader: str) -> Node:
    """The term for a text that was typed; `reader` is the language of who typed it, which numbers depend on.

    Raises Mistake; what cannot be the term is then to be kept as `kept` has it.
    """
    _check_characters(text)
    if is_named(field):
        return _address(text.strip(), field)
    if field.datatypes:
        return _datum(text.strip(), field, reader)
    if field.editor == "email" and not values.is_email(text.strip()):
        raise _no_email(text)
    return _text(text, language, field)


def _check_characters(text: str) -> None:
    found = forbidden_character(text)
    if found:
        raise Mistake(
            Sentence("It holds the character %(character)s, which XML cannot say.", character=found),
            Sentence("Delete it; it cannot be seen. If you do not find it, type the text anew."),
        )


def kept(text: str) -> Literal:
    """What stands in the description until a mistake is mended: the text, and nothing claimed of it."""
    return Literal(text.strip())


def _text(text: str, language: str, field: Field) -> Literal:
    said = plain(text).strip()
    if not language:
        return Literal(said)
    if not _TAG.fullmatch(language) or not has_languages(field):
        raise Mistake(
            Sentence("“%(text)s” is no language.", text=quoted(language)),
            Sentence("Write its code, such as “en” or “fr”."),
        )
    return Literal(said, lang=language)


def _address(text: str, field: Field) -> URIRef:
    begin = _SCHEMES.get(field.editor, "")
    if begin and not text.startswith(begin) and not is_web(text):
        return _reached(text, begin)
    if not is_address(text):
        raise _no_address(text)
    if is_run(text) or (field.editor == "link" and not is_link(text)):
        raise Mistake(
            Sentence("“%(scheme)s:” does not begin an address that people can go to.", scheme=scheme(text)),
            Sentence("Write the whole address, such as “https://www.example.org/page”."),
        )
    return URIRef(text)


def _reached(text: str, scheme: str) -> URIRef:
    """The address of a mailbox or a telephone."""
    if scheme == "mailto:" and not values.is_email(text):
        raise _no_email(text)
    plain = re.sub(r"[\s().]", "", text) if scheme == "tel:" else text
    address = scheme + plain
    if not is_address(address) or (scheme == "tel:" and not re.fullmatch(r"\+?[\d-]{3,}", plain)):
        raise Mistake(
            Sentence("“%(text)s” is no telephone number.", text=quoted(text)),
            Sentence("Write it with the code of the country, such as “+33 1 23 45 67 89”."),
        )
    return URIRef(address)


def _no_address(text: str) -> Mistake:
    if _HOST.fullmatch(text):
        mend = Sentence("Write it in full: “%(text)s”.", text=quoted(f"https://{text}"))
    else:
        mend = Sentence(
            "Write the whole address, such as “https://www.example.org/page”, without spaces or quotation marks."
        )
    return Mistake(Sentence("“%(text)s” is no web address.", text=quoted(text)), mend)


def _no_email(text: str) -> Mistake:
    return Mistake(
        Sentence("“%(text)s” is no e-mail address.", text=quoted(text)),
        Sentence("Write it like “data@hospital.example.org”."),
    )


def _datum(text: str, field: Field, reader: str) -> Literal:
    """A value of one of the datatypes of a property: the first that the text suits."""
    read = _READERS.get(field.editor)
    lexical = read(text, field, reader) if read else text
    datatype = written_as(lexical, field.datatypes)
    if not datatype:
        unknown = [each for each in field.datatypes if each not in FORMS and may_be(lexical, each)]
        if not unknown:
            raise _mistaken(text, field)
        datatype = unknown[0]
    return Literal(lexical, datatype=URIRef(datatype), normalize=False)


def _yes_or_no(text: str, _field: Field, _reader: str) -> str:
    return {"yes": "true", "oui": "true", "no": "false", "non": "false"}.get(text.casefold(), text)


def _date(text: str, _field: Field, _reader: str) -> str:
    """A date as XML Schema has it, also of one that is written with the day before the month."""
    found = _DAY.fullmatch(text)
    if not found or text == found[3]:
        return text
    parts = [found[3], *(f"{int(part):02}" for part in (found[2], found[1]) if part)]
    return "-".join(parts)


def _number(text: str, field: Field, reader: str) -> str:
    return number(text, reader, whole=set(field.datatypes) <= COUNTS)


def _duration(text: str, _field: Field, _reader: str) -> str:
    return duration(text)


_READERS: Final[Mapping[str, Callable[[str, Field, str], str]]] = {
    "yes-no": _yes_or_no,
    "date": _date,
    "number": _number,
    "duration": _duration,
}


def _mistaken(text: str, field: Field) -> Mistake:
    return Mistake(_misfit(text, field), cure(field))


def _misfit(text: str, field: Field) -> Sentence:
    is_no_date = field.editor == "date" and not written_as(_date(text, field, ""), _CALENDAR)
    if is_no_date and _LIKE_A_DAY.fullmatch(text):
        return Sentence("The day “%(text)s” does not exist.", text=quoted(text))
    if is_no_date and _LIKE_A_MONTH.fullmatch(text):
        return Sentence("The month “%(text)s” does not exist.", text=quoted(text))
    return Sentence("“%(text)s” does not fit here.", text=quoted(text))
