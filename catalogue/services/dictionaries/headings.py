"""What the headings of a data dictionary stand for: names that people and programs give them, in English and French.

They are guesses, shown in a preview in which each can be changed. REDCap's data dictionary, the field level CSV of the
OMOP Common Data Model (cdmTableName, cdmFieldName, cdmDatatype, userGuidance) and what SAS, SPSS and Stata write of
their variables are tables of this kind, and need nothing of their own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rdflib import CSVW, DCTERMS

from catalogue.domain.columns import Layout, Slot
from catalogue.domain.dictionaries import CODES, LEFT_OUT, NAME, TABLE, UNIT
from catalogue.domain.languages import Text
from catalogue.services.dictionaries.words import plain

TITLE: Final = "title"
DESCRIPTION: Final = "description"
DATATYPE: Final = "datatype"
MEANING: Final = "propertyUrl"
# What names a variable for sure; other headings for a name stand in data too.
_SURE: Final = frozenset(
    "variable,variable name,variable field name,var name,varname,field name,fieldname,column name,columnname,"
    "cdmfieldname,cdm field name,attribute name,data element,data element name,nom de la variable,nom variable,"
    "nom du champ,nom du champ variable,nom de la colonne,nom colonne,nom de variable,nom de champ".split(",")
)
_ROLES: Final[Mapping[str, str]] = {
    NAME: "name,var,field,column,col name,attribute,element,item,item name,variable id,short name,nom,champ,colonne,"
    "nom technique,nom court,mnemonique,identifiant de la variable,code variable,code de la variable,"
    + ",".join(sorted(_SURE)),
    TITLE: "label,title,titles,variable label,field label,display name,long name,question,question text,short,"
    "column title,heading",
    DESCRIPTION: "description,definition,variable description,field description,column description,meaning,comment,"
    "comments,remarks,note,notes,userguidance,user guidance,field note,field notes,details,explanation",
    DATATYPE: "type,data type,datatype,variable type,field type,column type,cdmdatatype,cdm datatype,storage type,"
    "class,value type,type de donnee,type de donnees,type donnees,type de la variable,type de variable,nature,"
    "type du champ,format",
    UNIT: "unit,units,unit of measure,unit of measurement,measurement unit,unite,unites,unite de mesure",
    CODES: "codes,code list,codelist,values,value labels,categories,levels,enum,allowed values,permissible values,"
    "possible values,choices,choices calculations or slider labels,coding,value set,valueset,modalites,valeurs,"
    "valeurs possibles,valeurs autorisees,nomenclature,codage,codification,liste de valeurs,codes possibles",
    MEANING: "propertyurl,property url,property,concept,concept iri,concept uri,iri,uri,rdf type,rdftype,term,"
    "concept url,signification uri,adresse du concept",
    TABLE: "table,table name,cdmtablename,cdm table name,form,form name,file,dataset,entity,questionnaire,sheet,"
    "nom de la table,nom table,table source,fichier,formulaire,nom du formulaire,jeu de donnees",
}
_FRENCH: Final[Mapping[str, str]] = {
    TITLE: "libelle,libelle de la variable,libelle variable,libelle long,libelle du champ,intitule,titre,etiquette,"
    "libelle court",
    DESCRIPTION: "commentaire,commentaires,remarque,remarques,signification,explication,description de la variable,"
    "definition de la variable,precisions,description du champ",
}
_KNOWN: Final = {words: role for role, all_words in _ROLES.items() for words in all_words.split(",")}
_KNOWN_FRENCH: Final = {words: role for role, all_words in _FRENCH.items() for words in all_words.split(",")}
_LANGUAGES: Final[Mapping[str, str]] = {
    "english": "en", "anglais": "en", "french": "fr", "francais": "fr", "dutch": "nl", "neerlandais": "nl",
    "german": "de", "allemand": "de", "spanish": "es", "espagnol": "es", "italian": "it", "italien": "it",
    "deutsch": "de", "nederlands": "nl", "espanol": "es", "italiano": "it",
}  # fmt: skip
_TAG: Final = re.compile(r"^(?P<words>.*?)[\s@_\-.(\[:/]+(?P<tag>[A-Za-z]{2})[)\]]?$")
_TAGS: Final = frozenset(
    "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl no pl pt ro sk sl sv is uk".split()
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading stands for, and the language that it says; `sure` where nothing but a dictionary has it."""

    role: str
    language: str = ""
    sure: bool = False


@lru_cache(maxsize=2048)
def recognise(text: str) -> Heading | None:
    """What a heading stands for; None where that is not known."""
    words = plain(text)
    if words in _KNOWN:
        return Heading(_KNOWN[words], sure=words in _SURE)
    if words in _KNOWN_FRENCH:
        return Heading(_KNOWN_FRENCH[words], "fr")
    rest, language = _split(text)
    known = {**_KNOWN, **_KNOWN_FRENCH}.get(plain(rest)) if language else None
    return Heading(known, language, sure=plain(rest) in _SURE) if known else None


def language(headings: Sequence[str]) -> str:
    """The language that headings are in, as far as they tell; empty where they tell none, or several."""
    said = {found.language for text in headings if (found := recognise(text)) and found.language}
    return said.pop() if len(said) == 1 else ""


def _split(text: str) -> tuple[str, str]:
    """A heading and the language at its end, if there is one: `label_fr`, `Title (en)`, `Libellé anglais`."""
    found = _TAG.match(text.strip())
    if found and found["tag"].lower() in _TAGS:
        return found["words"], found["tag"].lower()
    first, _, last = plain(text).rpartition(" ")
    return first, _LANGUAGES.get(last, "")


def targets(headings: Sequence[str], layout: Layout, language: str) -> list[str]:
    """What each heading stands for, as `Telling` takes it; texts of no stated language are in `language`."""
    found: list[str] = []
    for text in headings:
        exact = layout.slot(text) if "@" in text else None
        target = layout.heading(exact) if exact else _target(text, layout, language)
        # Only what says its very key can say several values of one cell.
        found.append(LEFT_OUT if target in found and exact is None else target)
    return found


def _target(text: str, layout: Layout, language: str) -> str:
    known = recognise(text)
    if known is None:
        return _labelled(text, layout, language)
    if known.role in (TABLE, UNIT, CODES):
        return known.role
    path = _paths(layout).get(known.role)
    return key(layout, path, known.language or language) if path else LEFT_OUT


def key(layout: Layout, path: str, language: str) -> str:
    """The key of a cell for a property, in a language where its texts have one."""
    return layout.heading(Slot(path, language if layout.speaks(path) else ""))


def _paths(layout: Layout) -> dict[str, str]:
    """The properties of this profile for what headings stand for."""
    wanted = {
        NAME: str(CSVW.name),
        TITLE: layout.title or "",
        DESCRIPTION: str(DCTERMS.description),
        DATATYPE: str(CSVW.datatype),
        MEANING: str(CSVW.propertyUrl),
    }
    return {role: path for role, path in wanted.items() if layout.known(path)}


def _labelled(text: str, layout: Layout, language: str) -> str:
    """What the profile itself calls so, in one of its languages."""
    words = plain(text)
    for path, field in layout.fields.items():
        tag = _says(field.label, words)
        if tag:
            return key(layout, path, tag if tag != "en" else language)
    return LEFT_OUT


def _says(label: Text, words: str) -> str:
    return next((tag for tag, said in label.items() if words and plain(said) == words), "")
