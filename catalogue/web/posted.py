"""What was posted when the session had ended: it is kept in the page itself, through signing in, and sent again.

Nothing of it is stored here. The pages to sign in and to send it again carry it as hidden inputs, and only when the
browser says that a page of ours sent it: another site cannot slip in what somebody would then send.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import NotSignedIn
from catalogue.web import crossing, languages
from catalogue.web.context import services
from catalogue.web.uploads import CarefulRequest

FIELD: Final = "kept"
MOST: Final = 2 * 2**20  # bytes of a form that go through signing in
_FRAME: Final = 2**20
_MOST_INPUTS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The inputs of a form, in their order, and the path to which it was sent."""

    to: str
    inputs: tuple[tuple[str, str], ...]
    had_files: bool = False

    def packed(self) -> str:
        """It as the value of one hidden input."""
        return json.dumps([self.to, self.inputs, self.had_files])

    @classmethod
    def unpacked(cls, text: str) -> "Kept | None":
        """What was packed; None for anything else."""
        try:
            to, inputs, had_files = json.loads(text)
            pairs = tuple((str(name), str(value)) for name, value in inputs)
        except (ValueError, TypeError, RecursionError):
            return None
        return cls(to, pairs, bool(had_files)) if is_own(to) else None


def lead_to_sign_in() -> AnyResponse:
    """To the page to sign in, and from there back; what was posted comes along."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("pages.sign_in", next=request.full_path.rstrip("?")))
    kept = _of_request() if crossing.is_surely_from_here() else None
    if kept is None or _is_of_script():
        raise NotSignedIn
    return make_response(sign_in_page(kept=kept), 401)


def sign_in_page(next: str = "", email: str = "", kept: Kept | None = None, error: str = "") -> str:
    """The page to sign in. `error` is a sentence; `next` the path to go on to."""
    return render_template("sign-in.html", next=own(next), email=email, kept=kept, error=error, **_ways())


def offer_again() -> Response:
    """A form that is of an earlier session: shown with a button that sends it again, now of this session."""
    kept = _of_request()
    if kept is None or _is_of_script():
        raise NotSignedIn
    return make_response(again(kept), 403)


def again(kept: Kept) -> str:
    """The page that sends again what was kept."""
    return render_template("again.html", kept=kept)


def take_in() -> None:
    """Take in a form of who is signed in: it may be as large as a description. Raises FormTooLarge."""
    cast(CarefulRequest, request).take_form(most(), _MOST_INPUTS)


def most() -> int:
    """The bytes of such a form."""
    return services().settings.description_limit * 2**20 + _FRAME


def own(path: str) -> str:
    """A path if it is one of ours, else nothing: nobody is led elsewhere by a link to sign in."""
    return path if is_own(path) else ""


def is_own(path: object) -> bool:
    """Whether it is a path below our own pages. Browsers read `//` and `/\\` as the beginning of another host."""
    return (
        isinstance(path, str)
        and path.startswith(tuple(f"/{language}/" for language in services().settings.languages))
        and "//" not in path.partition("?")[0]
        and not any(sign in path for sign in "\\\r\n\t")
    )


def _of_request() -> Kept | None:
    """What was posted; None when that is too much to be taken along."""
    if (request.content_length or 0) > MOST:
        return None
    request.max_content_length = request.max_form_memory_size = MOST
    request.max_form_parts = _MOST_INPUTS
    try:
        pairs = request.form.items(multi=True)
        inputs = tuple((name, value) for name, value in pairs if name not in (crossing.FIELD, FIELD))
        files = any(file.filename for file in request.files.values())
    except RequestEntityTooLarge:
        return None
    return Kept(request.full_path.rstrip("?"), inputs, files)


def _is_of_script() -> bool:
    """Whether a script sent it, which shows no page: it is told by the status."""
    return request.headers.get("Sec-Fetch-Dest", "document") == "empty"


def _ways() -> Mapping[str, Any]:
    given = services()
    provider = languages.text(given.settings.oidc_name) if given.provider.is_set else ""
    return {"local": given.settings.local_sign_in, "provider": provider}
