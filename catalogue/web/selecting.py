"""A visitor's list of datasets: who has to be asked for which, and the list as files and as a link.

A list in an address (`?d=…`) is the same for everybody. A visitor's own is in a cookie, which is set when something is
first added and read by its own page alone (docs/decisions/lists-of-visitors.md).
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import Forbidden, NotFound
from catalogue.domain.selection import MOST, Group, NothingPicked, groups
from catalogue.domain.side_by_side import MOST as TOGETHER
from catalogue.services.selecting import added
from catalogue.web import crossing, frame, parameters, posted, selection_files
from catalogue.web.comparing import address as comparison
from catalogue.web.context import services
from catalogue.web.dataset import published
from catalogue.web.languages import gettext, ngettext
from catalogue.web.picked import PARAMETER, Missing, Picked, ids, members, picked

COOKIE: Final = "catalogue_list"
ADD: Final = "add"
REMOVE: Final = "remove"
CLEAR: Final = "clear"
_TOLD: Final = 10  # that could not be added, and are told by name


@dataclass(frozen=True, slots=True)
class Place:
    """Where datasets are asked for; `portal` is the address of a portal that takes them over, or ""."""

    group: Group
    portal: str


def register(pages: Blueprint) -> None:
    """Give the blueprint of pages the list."""
    pages.add_url_rule("/list", "list", show)
    pages.add_url_rule("/list", "change_list", change, methods=["POST"])
    selection_files.register(pages)


def show() -> Response:
    """A list of datasets by whom to ask: that of the address, else the visitor's own."""
    if PARAMETER in request.args:
        return make_response(_rendered(picked(request.args.getlist(PARAMETER), MOST)))
    kept = _numbers()
    records = services().selecting.records(kept)
    found = picked([record.id for record in records], MOST)
    absent = picked(ids(request.args.getlist("absent"))[:_TOLD], MOST).missing
    response = make_response(_rendered(found, own=True, absent=absent, lost=len(kept) - len(records)))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _rendered(found: Picked, *, own: bool = False, absent: tuple[Missing, ...] = (), lost: int = 0) -> str:
    pairs = found.pairs
    link = frame.absolute(f"{url_for('pages.list')}?{urlencode(pairs)}") if pairs else ""
    context: dict[str, Any] = {
        "places": [Place(group, _portal(group, link)) for group in groups(members(found.records))],
        "missing": found.missing,
        "absent": absent,
        "lost": lost,
        "own": own,
        "total": len(found.records),
        "kept": pairs,
        "link": link,
        "files": selection_files.links(pairs),
        "comparison": comparison(pairs) if 1 < len(pairs) <= TOGETHER else "",
        "done": _done() if own else "",
        "back": posted.own(request.args.get("back", "")) if own else "",
    }
    return render_template("list.html", **context)


def _done() -> str:
    said = parameters.choice("done", (ADD, REMOVE, CLEAR))
    return {
        ADD: gettext("It is in your list now."),
        REMOVE: gettext("It is no longer in your list."),
        CLEAR: gettext("Your list is empty now."),
    }.get(said or "", "")


def _portal(group: Group, link: str) -> str:
    """Where the body's portal takes the datasets of a group over, if the instance knows it."""
    template = services().settings.access_portals.get(group.body.iri, "") if group.body else ""
    named = quote(" ".join(member.record.iri for member in group.members), safe="")
    return template.replace("{datasets}", named).replace("{list}", quote(link, safe=""))


def change() -> AnyResponse:
    """Add datasets to the visitor's list, remove some, or empty it. Raises Forbidden, NothingPicked, SelectionFull."""
    if crossing.is_from_elsewhere():
        raise Forbidden
    action = request.form.get("action", ADD)
    numbers, missing = _changed(action, ids(request.form.getlist(PARAMETER)))
    return _held(_answer(action, numbers, missing), numbers)


def _changed(action: str, named: list[str]) -> tuple[tuple[int, ...], tuple[Missing, ...]]:
    """The list as it is then, and what could not be added."""
    kept = _numbers()
    if action == CLEAR:
        return (), ()
    if not named:
        raise NothingPicked
    if action == REMOVE:
        leave = set(named)
        return tuple(each.number for each in services().selecting.records(kept) if each.id not in leave), ()
    found = _to_add(named)
    return added(kept, (record.number for record in found.records)), found.missing


def _to_add(named: list[str]) -> Picked:
    """The datasets; of several, those that are here. Raises NotFound, or Gone, where none is."""
    if len(named) == 1:
        return Picked((published(named[0]),))
    found = picked(named, MOST)
    if not found.records:
        raise NotFound(name=", ".join(each.id for each in found.missing))
    return found


def _answer(action: str, numbers: tuple[int, ...], missing: tuple[Missing, ...]) -> AnyResponse:
    if parameters.wants_json():
        many = ngettext("%(num)s dataset in my list", "%(num)s datasets in my list", len(numbers))
        told = [many % {"num": len(numbers)}, *(each.reason for each in missing)]
        return jsonify(datasets=numbers, told=" – ".join(told))
    back = posted.own(request.form.get("back", ""))
    done = action if action in (REMOVE, CLEAR) else ADD
    absent = [each.id for each in missing][:_TOLD]
    return redirect(url_for("pages.list", done=done, absent=absent, back=back or None), 303)


def _held(response: AnyResponse, numbers: tuple[int, ...]) -> AnyResponse:
    """Let the browser hold the list until it is closed; scripts of ours read the numbers in it, and nobody else's."""
    base = urlsplit(services().settings.base_url)
    where: dict[str, Any] = {"path": f"{base.path}/", "secure": base.scheme == "https", "samesite": "Lax"}
    if numbers:
        response.set_cookie(COOKIE, services().selecting.written(numbers), **where)
    else:
        response.delete_cookie(COOKIE, **where)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _numbers() -> tuple[int, ...]:
    return services().selecting.read(request.cookies.get(COOKIE, ""))
