"""The blueprint below which the workspace's pages stand: `/{language}/workspace/…`."""

from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template

from catalogue.web import languages
from catalogue.web.workspace import navigation, stages

workspace = Blueprint("workspace", __name__)


def register(app: Flask) -> None:
    """Give the application the workspace's pages, below each of its languages."""
    app.register_blueprint(workspace, url_prefix="/<language:language>/workspace")


def page(template: str, status: int = 200, /, **context: Any) -> Response:
    """A page of the workspace. `told` in the context is said in a note at its top."""
    context.setdefault("told", "")
    return make_response(render_template(f"workspace/{template}", **context), status)


@workspace.url_value_preprocessor
def _take_language(_endpoint: str | None, arguments: dict[str, Any] | None) -> None:
    if arguments is not None:
        languages.speak(arguments.pop("language"))


@workspace.after_request
def _keep_to_one(response: Response) -> Response:
    """What somebody sees who is signed in is for nobody else, a cache least of all."""
    response.headers["Cache-Control"] = "no-store"
    return response


@workspace.context_processor
def _add_navigation() -> dict[str, Any]:
    return {"workspace_navigation": navigation.entries, "stage_words": stages.words}
