"""What can be chosen, for scripts that list it while somebody types."""

from dataclasses import asdict
from typing import Final

from flask import Response, jsonify, request

from catalogue.domain.languages import order
from catalogue.domain.people import Permission
from catalogue.services.choosing import Wish
from catalogue.web import languages
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.workspace.blueprint import workspace

LONGEST: Final = 200
MOST: Final = 10  # vocabularies asked for at once


@workspace.get("/choices")
def choices() -> Response:
    """The options that suit `q`: of vocabularies (`scheme`), of a register (`class`), of the catalogue (`entries`)."""
    given, who = request.args, actor()
    organisation = given.get("organisation", "")
    if organisation:
        who.demand(Permission.READ, organisation)
    wish = Wish(
        organisation,
        tuple(given.getlist("scheme")[:MOST]),
        given.get("class", ""),
        "entries" in given,
    )
    wished = order([languages.current()], services().settings.languages)
    found = services().choosing.search(wish, given.get("q", "")[:LONGEST], wished, who)
    return jsonify({"options": [asdict(option) for option in found]})
