"""Dictionaries of variables as hospitals and registries hand them in, one for each format."""

import json
from io import BytesIO

from openpyxl import Workbook

DATA_CSV = (
    "patient_id;annee_naissance;sexe;poids_kg;date_entree;code_postal;fumeur;sortie_le\r\n"
    "P0001;1954;1;71,5;03/02/2021;01000;oui;2021-02-05 14:30\r\n"
    "P0002;1987;2;64;14/11/2020;75012;non;2020-11-20 09:10\r\n"
)
FRENCH_CSV = (
    "Nom de la variable;Libellé;Description;Type;Unité;Modalités\r\n"
    "annee_naissance;Année de naissance;Selon l’état civil.;Entier;;\r\n"
    "sexe;Sexe;;Liste;;1 = masculin\r\n"
    ";;;;;2 = féminin\r\n"
    "hba1c;Hémoglobine glyquée;Dernier dosage avant l’entrée.;Numérique;%;\r\n"
)
REDCAP_CSV = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number"\n'
    'record_id,demography,,text,"Record ID",,,\n'
    'smoking,demography,Habits,radio,"Do you <b>smoke</b>?","1, Never | 2, Former | 3, Current",,\n'
    'visit_date,visits,,text,"Date of visit",,"As in the letter",date_ymd\n'
)
OMOP_CSV = (
    "cdmTableName,cdmFieldName,isRequired,cdmDatatype,userGuidance,etlConventions,isPrimaryKey,isForeignKey\n"
    "person,person_id,Yes,integer,It is assumed that every person is unique.,NA,Yes,No\n"
    'person,birth_datetime,No,datetime,NA,"Compute it, if possible",No,No\n'
    "visit_occurrence,visit_source_value,No,varchar(50),The verbatim value.,NA,No,No\n"
)
CSVW = json.dumps(
    {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": "stays.csv",
        "dc:title": "Hospital stays",
        "tableSchema": {
            "columns": [
                {
                    "name": "birth_year",
                    "titles": {"en": "Year of birth", "fr": "Année de naissance"},
                    "dc:description": "As in the civil register.",
                    "datatype": "gYear",
                    "propertyUrl": "http://snomed.info/id/184099003",
                },
                {
                    "titles": "weight",
                    "datatype": {"base": "decimal", "minimum": "0"},
                    "propertyUrl": "schema:weight",
                },
                {"name": "row", "virtual": True},
            ]
        },
    }
)
FRICTIONLESS = json.dumps(
    {
        "name": "registry",
        "resources": [
            {
                "name": "stays",
                "title": "Stays",
                "schema": {
                    "fields": [
                        {
                            "name": "sex",
                            "type": "string",
                            "title": "Sex",
                            "constraints": {"enum": ["F", "M"]},
                        },
                        {"name": "entered", "type": "datetime", "description": "When the patient came."},
                    ]
                },
            },
            {"name": "deaths", "schema": {"fields": [{"name": "cause", "type": "string"}]}},
        ],
    }
)
FHIR = json.dumps(
    {
        "resourceType": "StructureDefinition",
        "url": "https://hospital.example.org/fhir/StructureDefinition/glucose",
        "name": "Glucose",
        "type": "Observation",
        "snapshot": {
            "element": [
                {"id": "Observation", "path": "Observation", "short": "Measurement"},
                {"id": "Observation.id", "path": "Observation.id", "type": [{"code": "id"}]},
                {
                    "id": "Observation.status",
                    "path": "Observation.status",
                    "short": "registered | final",
                    "definition": "The status of the result value.",
                    "type": [{"code": "code"}],
                    "base": {"path": "Observation.status"},
                    "binding": {
                        "strength": "required",
                        "valueSet": "http://hl7.org/fhir/ValueSet/observation-status|4.0.1",
                    },
                },
                {
                    "id": "Observation.effectiveDateTime",
                    "path": "Observation.effectiveDateTime",
                    "short": "When it was measured",
                    "_short": {
                        "extension": [
                            {
                                "url": "http://hl7.org/fhir/StructureDefinition/translation",
                                "extension": [
                                    {"url": "lang", "valueCode": "fr"},
                                    {"url": "content", "valueString": "Date de la mesure"},
                                ],
                            }
                        ]
                    },
                    "type": [{"code": "dateTime"}],
                },
                {
                    "id": "Observation.valueQuantity",
                    "path": "Observation.valueQuantity",
                    "short": "Glucose",
                    "type": [{"code": "Quantity"}],
                    "code": [{"system": "http://loinc.org", "code": "2339-0"}],
                    "patternQuantity": {"unit": "mg/dL"},
                },
                {
                    "id": "Observation.component",
                    "path": "Observation.component",
                    "type": [{"code": "BackboneElement"}],
                },
                {
                    "id": "Observation.component.value[x]",
                    "path": "Observation.component.value[x]",
                    "short": "Result of a part",
                    "type": [{"code": "Quantity"}, {"code": "string"}],
                },
                {
                    "id": "Observation.note",
                    "path": "Observation.note",
                    "max": "0",
                    "type": [{"code": "Annotation"}],
                },
            ]
        },
    }
)


def workbook(**sheets: list[list[object]]) -> bytes:
    """A spreadsheet with sheets of rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx_dictionary() -> bytes:
    """A data dictionary below a title, beside a sheet of notes."""
    return workbook(
        README=[["This dictionary belongs to the registry."], ["Ask the data manager."]],
        Variables=[
            ["Dictionary of the stroke registry, version 3"],
            [],
            ["Variable", "Label (en)", "Label (fr)", "Data type", "Units"],
            ["nihss", "Severity at admission", "Gravité à l’entrée", "int64", "points"],
            ["onset", "Onset of symptoms", "Début des symptômes", "datetime64[ns]", None],
        ],
    )
