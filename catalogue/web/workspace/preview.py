"""What would be public, before it is: the page in each language, the data, the check, and what the EU would receive."""

from typing import Any, Final

from flask import Response, request, url_for

from catalogue.rdf.formats import SERVED, TURTLE, Format
from catalogue.services.previewing import Preview
from catalogue.services.verdicts import Words
from catalogue.web import languages, verdicts
from catalogue.web.actors import actor
from catalogue.web.answers import EXTENSION, content_type, served
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import mending, shown
from catalogue.web.workspace.blueprint import workspace
from catalogue.web.workspace.subjects import Subject

LONGEST: Final = 60_000  # characters of data that the page shows


@workspace.get("/descriptions/<id>/preview")
def preview(id: str) -> Response:
    """What there is to look at before a description is published."""
    subject, seen = Subject.of(id), _seen(id)
    verdict = services().previewing.verdict(seen)
    words = Words(services().profile, services().vocabularies, languages.current())
    return subject.page(
        "preview.html",
        seen=seen,
        asked=_asked(),
        tongues=[(tag, languages.own_name(tag)) for tag in services().settings.languages],
        formats=SERVED,
        mend=mending.of(subject.record, verdict),
        look=mending.hints_of(subject.record, seen.excerpt, (each.finding for each in verdict.findings)),
        **verdicts.context(verdict, words),
    )


@workspace.get("/descriptions/<id>/preview/page")
def preview_page(id: str) -> Response:
    """The page as readers would have it."""
    seen = _seen(id)
    asked: dict[str, Any] = _asked()
    frame = shown.Frame(
        url_for("workspace.preview_page", id=id, **asked),
        url_for("workspace.preview_variables", id=id, **asked),
        lambda extension: url_for("workspace.preview_data", id=id, extension=extension, **asked),
        url_for("workspace.preview", id=id, **asked),
        gettext("This is a preview of the page. Nobody else sees it.")
        if not seen.unsaved
        else gettext(
            "This is a preview of the page with your changes that are not saved. Nobody else sees it."
        ),
    )
    return shown.page(seen.record, seen.graph, frame)


@workspace.get("/descriptions/<id>/preview/variables.csv")
def preview_variables(id: str) -> Response:
    """The variables as they would be."""
    seen = _seen(id)
    return shown.variables(seen.record, seen.graph)


@workspace.get(f"/descriptions/<id>/preview/description.{EXTENSION}")
def preview_data(id: str, extension: str) -> Response:
    """The description as data."""
    form = served(extension)
    return _data(services().previewing.body(_seen(id), form), form)


@workspace.get(f"/descriptions/<id>/preview/catalog.{EXTENSION}")
def preview_feed(id: str, extension: str) -> Response:
    """What the EU catalogue would receive of it."""
    form = served(extension)
    return _data(services().previewing.feed(_seen(id), form), form)


@workspace.get("/descriptions/<id>/preview/read")
def preview_read(id: str) -> Response:
    """The data to be read in the page: the description, or what the EU catalogue would receive."""
    subject, seen = Subject.of(id), _seen(id)
    form = served(request.args.get("format", TURTLE.extension))
    is_feed = request.args.get("what") == "feed"
    given = services().previewing
    text = (given.feed(seen, form) if is_feed else given.body(seen, form)).decode("utf-8", "replace")
    endpoint = "workspace.preview_feed" if is_feed else "workspace.preview_data"
    return subject.page(
        "preview_data.html",
        text=text[:LONGEST],
        is_cut=len(text) > LONGEST,
        is_feed=is_feed,
        form=form,
        formats=SERVED,
        asked=_asked(),
        download=url_for(endpoint, id=id, extension=form.extension, **_asked()),  # type: ignore[arg-type]
    )


def _seen(id: str) -> Preview:
    return services().previewing.of(actor(), id, saved="saved" in _asked())


def _asked() -> dict[str, str]:
    """Which version: what is being edited, or what is saved."""
    return {"saved": "1"} if "saved" in request.args else {}


def _data(body: bytes, form: Format) -> Response:
    return Response(body, content_type=content_type(form))
