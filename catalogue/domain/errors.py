"""Everything that can go wrong for a person or a program, as one tree.

    CatalogueError
    ├── WrongSetting            a setting, profile or theme that cannot work; stops the start
    ├── BadInput                what was given cannot be used
    │   ├── Unreadable          not RDF, broken, truncated: with source, line and column
    │   ├── NotAbsolute         an IRI that is relative or malformed
    │   ├── TooLarge            over a bound that is told
    │   │   ├── FileTooLarge    a file that somebody hands in, with its size
    │   │   ├── FormTooLarge    all that a form brings at once
    │   │   ├── ResultTooLarge  what a check of much found
    │   │   └── TooLong         a description of more statements than are checked for anybody
    │   ├── TooAlike            blank nodes that cannot be told apart in reasonable time
    │   ├── UnknownFormat       a serialisation that we do not read
    │   │   ├── WebPage         HTML, which people take for the data
    │   │   └── NoText          an archive, a spreadsheet, a picture
    │   ├── NoDescription       RDF without anything to describe
    │   │   └── OtherThings     RDF about something else
    │   ├── NotThere            a file or folder that does not exist
    │   ├── NothingToRead       a folder without RDF
    │   ├── NoInput             a standard input that is closed
    │   ├── NotAskable          an address that may not or cannot be asked, and so was not
    │   ├── BadParameter        a parameter of a page or feed
    │   ├── UnknownParameter    a parameter that is not read there
    │   ├── RepeatedParameter   a parameter that says two things
    │   ├── WrongField          what one input of a form was filled in with; `field` names it
    │   └── Undeliverable       an address that no mail can be written to
    ├── NotSignedIn             somebody must sign in first
    │   ├── WrongCredentials    an address, password or key that is not known, or not any more
    │   └── NotVouchedFor       an OpenID provider does not say who it is, or not so that it can be believed
    ├── Forbidden               it is known who asks, and they may not
    │   └── OwnVersion          nobody approves what they wrote
    ├── TooManyAttempts         of signing in, or of asking at all, in a short time
    ├── NotPublishable          it has violations, or the way to publication was not gone
    ├── NotFound                no such thing here
    │   └── NotKept             the result of a check that is over or was removed
    ├── Gone                    it was here and was withdrawn
    │   └── LinkOver            a link sent by mail that was used, or is too old
    ├── Conflict                it clashes with what is stored
    │   ├── Stale               it was changed since it was read
    │   │   └── OtherWindow     by the same person, in another window
    │   ├── UnderWay            somebody is doing it already
    │   ├── LastAdministrator   nobody would be left who may do everything
    │   └── HeldElsewhere       the IRI or identifier belongs to another record or source
    ├── NotRepresentable        the serialisation cannot say this graph
    ├── NotAcceptable           no type that the request takes
    ├── Unreachable             a source that cannot be fetched safely
    │   └── Endless             a source with more pages than are followed
    └── Unavailable             a part that is down for now
        ├── Busy                another process writes it
        └── Crowded             as many as may do it at one time are doing it

What one part alone raises has its home beside it, below one of these: `deliveries`, `characters`, `selection`,
`sheets.errors`, and modules of `services`.

A message is a template with named fields in English, which is also its key in the translation files;
`web` translates the template, then fills in `fields`. A reason among them is a `Sentence` where it is ours, and a
plain text where another program said it.
"""

from typing import ClassVar

from catalogue.domain.sentences import Sentence


class CatalogueError(Exception):
    """Base of the tree. `str(error)` is the English sentence."""

    message: ClassVar[str] = "Something went wrong."

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.message % fields)

    @property
    def sentence(self) -> Sentence:
        """What it says, to be kept and said in other languages."""
        return Sentence(self.message, **self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.fields)


def _rebuild(kind: type[CatalogueError], fields: dict[str, object]) -> CatalogueError:
    return kind(**fields)


class WrongSetting(CatalogueError):
    message = "%(name)s: %(reason)s"


class BadInput(CatalogueError):
    message = "%(reason)s"


class Unreadable(BadInput):
    message = "%(source)s, line %(line)s, column %(column)s: %(reason)s"


class NotAbsolute(BadInput):
    message = "%(source)s: the IRI <%(iri)s> is not absolute; give the file a base, or write it in full."


class TooLarge(BadInput):
    message = "%(source)s is larger than the limit of %(limit)s."


class FileTooLarge(TooLarge):
    message = "The file “%(source)s” has %(size)s; a file may have %(limit)s. Nothing of it was taken."


class FormTooLarge(TooLarge):
    message = "What was sent has %(size)s, and a form takes %(limit)s at once. Nothing of it was kept."


class ResultTooLarge(TooLarge):
    message = "The result of this check is larger than what can be kept; check fewer descriptions at once."


class TooLong(TooLarge):
    message = (
        "%(iri)s has %(count)s statements; what has more than %(most)s is not checked here. Check it on a "
        "computer of your own, by the command “catalogue validate”."
    )


class TooAlike(BadInput):
    message = "It has %(count)s blank nodes that look too much alike to be told apart; give them IRIs."


class UnknownFormat(BadInput):
    message = "%(source)s is in no serialisation that is read here (%(known)s)."


class WebPage(UnknownFormat):
    message = "%(source)s is a web page (HTML), where RDF is expected (%(known)s)."


class NoText(UnknownFormat):
    message = (
        "%(source)s is no text: an archive, a spreadsheet or a picture, where RDF is expected (%(known)s)."
    )


class NoDescription(BadInput):
    message = (
        "%(source)s describes no dataset, and no series, data service or catalogue either "
        "(dcat:Dataset, dcat:DatasetSeries, dcat:DataService, dcat:Catalog)."
    )


class OtherThings(NoDescription):
    message = (
        "%(source)s describes no dataset, series, data service or catalogue (dcat:Dataset, dcat:DatasetSeries, "
        "dcat:DataService, dcat:Catalog). What is in it: %(found)s."
    )


class NotThere(BadInput):
    message = "There is no file or folder %(name)s."


class NothingToRead(BadInput):
    message = "No file in the folder %(name)s is in a serialisation that is read here (%(known)s)."


class NoInput(BadInput):
    message = "The standard input cannot be read: %(reason)s."


class NotAskable(BadInput):
    message = "%(url)s is not fetched: %(reason)s"


class BadParameter(BadInput):
    message = "“%(value)s” is not a value for “%(name)s”: %(expected)s."


class UnknownParameter(BadInput):
    message = "There is no parameter “%(name)s” here. Those that there are: %(known)s."


class RepeatedParameter(BadInput):
    message = "The parameter “%(name)s” is given more than once; give it once."


class WrongField(BadInput):
    pass


class Undeliverable(BadInput):
    message = "No mail can be sent to “%(email)s”."


class NotSignedIn(CatalogueError):
    message = "Sign in first."


class WrongCredentials(NotSignedIn):
    message = "These details are not known here. Check the address and the password, or the key."


class NotVouchedFor(NotSignedIn):
    message = "Signing in did not work: %(reason)s"


class Forbidden(CatalogueError):
    message = "You may not do this. Ask an administrator of your organisation."


class OwnVersion(Forbidden):
    message = "You wrote a part of this version, so somebody else has to approve it. %(who)s"


class TooManyAttempts(CatalogueError):
    message = "Too many attempts. Wait %(seconds)s seconds, then try again."


class NotPublishable(CatalogueError):
    message = "It cannot be published yet: %(reason)s"


class NotFound(CatalogueError):
    message = "There is no “%(name)s” in this catalogue."


class NotKept(NotFound):
    message = (
        "This result is not kept. Results stay for a day, unless somebody removes them sooner; "
        "or the address has a slip in it."
    )


class Gone(CatalogueError):
    message = "“%(name)s” was withdrawn on %(date)s: %(reason)s"


class LinkOver(Gone):
    message = "This link was used already, or is too old. Ask for another one."


class Conflict(CatalogueError):
    message = "%(reason)s"


class Stale(Conflict):
    message = "“%(name)s” was changed since it was read: it is at revision %(current)s, not %(expected)s."


class OtherWindow(Stale):
    message = (
        "“%(name)s” was changed in another window since this page was opened. Reload the page to go on from there; "
        "what you typed is still in this one."
    )


class HeldElsewhere(Conflict):
    message = "“%(name)s” is already held by %(holder)s."


class LastAdministrator(Conflict):
    message = "“%(name)s” is the last administrator; make somebody else one first."


class UnderWay(Conflict):
    message = "The source “%(name)s” is being harvested already."


class NotRepresentable(CatalogueError):
    message = "%(format)s cannot say this description: %(reason)s. It can be had as %(others)s."


class NotAcceptable(CatalogueError):
    message = "There is nothing here in a type that was asked for. It can be had as %(available)s."


class Unreachable(CatalogueError):
    message = "%(url)s could not be fetched: %(reason)s"


class Endless(Unreachable):
    pass


class Unavailable(CatalogueError):
    message = "%(part)s is not available for now."


class Busy(Unavailable):
    message = "%(part)s is being written by another process."


class Crowded(Unavailable):
    message = "Others are having descriptions checked at this moment. Try again in %(seconds)s seconds."
