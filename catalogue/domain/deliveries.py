"""What can be wrong with what a program hands in; see `errors` for the rest of the tree.

    BadInput
    ├── SeveralDescriptions     more than one where one is taken
    ├── OtherDescription        another thing than the address is about
    ├── NoPlaceForIt            an IRI below our base address that is no dataset's
    ├── NoPrecondition          a change that does not say of which version
    ├── MalformedPrecondition   one that is no list of ETags
    ├── TooMany                 descriptions in one batch (a TooLarge)
    ├── RepeatedDifferently     an idempotency key that another request had
    └── UnknownPatch            changes in a form that is not read (an UnknownFormat)
    NotSignedIn
    ├── NoKey                   a program that does not say its key
    ├── UnknownKey              a key that nobody has (a WrongCredentials)
    └── KeyOver                 one that was revoked or has ended (a WrongCredentials)
    Conflict
    ├── ThereAlready            the description is in the catalogue
    ├── DoesNotApply            a patch of something else than what is stored
    └── BeingAnswered           the same request is being answered at this moment

Each is told to programs with a type of its own, beside its status.
"""

from catalogue.domain.errors import (
    BadInput,
    Conflict,
    NotSignedIn,
    TooLarge,
    UnknownFormat,
    WrongCredentials,
)


class NoKey(NotSignedIn):
    message = "Programs need a key here: send yours in the header X-API-Key, or as “Authorization: Bearer”."


class UnknownKey(WrongCredentials):
    message = "This key is not known here. Look whether it is whole; an administrator of your organisation makes keys."


class KeyOver(WrongCredentials):
    message = "This key was revoked or has ended on %(date)s. An administrator of your organisation makes another one."


class SeveralDescriptions(BadInput):
    message = (
        "The body describes %(count)s things (%(found)s), and one is taken here. Send several to %(batch)s."
    )


class OtherDescription(BadInput):
    message = "The body describes %(found)s, and not %(wanted)s."


class NoPlaceForIt(BadInput):
    message = (
        "<%(iri)s> lies below the address of this catalogue, and is no address of a description. Leave the "
        "description without an IRI (as a blank node) to get one, or use one of your own."
    )


class TooMany(TooLarge):
    message = "A batch has at most %(most)s descriptions here. Send them in several."


class NoPrecondition(BadInput):
    message = "Say which version you change: the header If-Match with the ETag of the one that you have read."


class MalformedPrecondition(BadInput):
    message = "“%(given)s” is no list of ETags. Say If-Match as the ETag was given, with its quotation marks."


class RepeatedDifferently(BadInput):
    message = (
        "The idempotency key “%(name)s” was used for another request. Use a new one for each new request, and "
        "the same one only to repeat a request as it was."
    )


class UnknownPatch(UnknownFormat):
    message = "%(source)s is no form in which changes are read here. Send an RDF Patch (%(known)s)."


class ThereAlready(Conflict):
    message = "<%(iri)s> is described in this catalogue already, as “%(id)s”. Replace that description."


class DoesNotApply(Conflict):
    message = "Line %(line)s of the patch does not fit what is stored: %(reason)s"


class BeingAnswered(Conflict):
    message = "The same request is being answered at this moment. Ask again in %(seconds)s second(s)."
