"""What people read in a spreadsheet besides what is in the description: headings, help, and how to fill it in."""

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from catalogue.domain.languages import Reader, pick
from catalogue.domain.profile import Field, Obligation, Profile
from catalogue.domain.sheets.layout import Column


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a file for a reader, with the obligations of an access level."""

    reader: Reader
    profile: Profile
    level: str

    def of_class(self, class_iri: str) -> str:
        """The title of a sheet."""
        return self.profile.name(class_iri, self.reader.language)

    @property
    def first(self) -> list[str]:
        """The headings of the columns that every sheet begins with."""
        say = self.reader.gettext
        return [say("Name of the row"), say("Web address"), say("Type")]

    @property
    def first_help(self) -> list[str]:
        """What these columns are for."""
        say = self.reader.gettext
        return [
            say("Any name; other sheets refer to it. Further rows with the same name hold further values."),
            say("Only if it has one already; otherwise leave it empty."),
            say("Leave it empty, unless it says something already."),
        ]

    def label(self, column: Column) -> str:
        """The heading of a column: the property, and the language of its texts."""
        label = pick(column.field.label, (self.reader.language,))
        if column.language is None:
            return label
        tongue = self.tongue(column.language) if column.language else self.reader.gettext("no language")
        return f"{label} ({tongue})"

    def tongue(self, tag: str) -> str:
        """A language in the reader's own words."""
        try:
            name = Locale.parse(tag, sep="-").get_display_name(self.reader.language.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            name = None
        return name or tag

    def duty(self, field: Field) -> str:
        """Whether a property must be given at the access level."""
        say = self.reader.gettext
        words = {
            Obligation.MANDATORY: say("mandatory"),
            Obligation.RECOMMENDED: say("recommended"),
            Obligation.OPTIONAL: say("optional"),
        }
        return words[field.obligations.get(self.level, Obligation.OPTIONAL)]

    def help(self, field: Field) -> str:
        return pick(field.help, (self.reader.language,))

    def example(self, column: Column) -> str:
        """An example in the language of the column's texts, where there is one."""
        example = column.field.example
        return pick(example, (column.language or self.reader.language, self.reader.language))

    @property
    def guide(self) -> str:
        return self.reader.gettext("How to fill this in")

    @property
    def others(self) -> str:
        return self.reader.gettext("Other statements")

    @property
    def guidance(self) -> list[str]:
        """How the file is filled in, a sentence a row."""
        say, level = self.reader.gettext, self.profile.level_label(self.level, self.reader.language)
        return [
            say(
                "Each sheet holds things of one kind; each column holds one property, texts in one language each."
            ),
            say("Write below the grey rows: these tell what each column is for, with an example."),
            say("The obligations are those of the access level “%(level)s”.") % {"level": level},
            say(
                "If a thing has several values of a property, add a row with the same name for each further value."
            ),
            say("Where a column leads to another sheet, write there the name of the row that you mean."),
            say("Where a list is offered, choose from it; a code or an address is taken too."),
            say("Formulas are not read: put their results there as values."),
            say("Columns and sheets that you do not need can stay empty, or be removed."),
        ]

    @property
    def others_head(self) -> list[str]:
        say = self.reader.gettext
        return [say("Thing"), say("Property"), say("Value, as RDF writes it")]
