"""The way to another server: to the OpenID provider, to sign in and out there."""

from flask import Response, make_response, redirect, render_template, request

from catalogue.web import crossing


def lead(url: str, title: str) -> Response:
    """Lead a browser there: by a page with this title after a form was sent, when it lets no redirect do that.

    That is by `form-action` of our policy. The address is for this browser alone, and no server is told of the page.
    """
    if request.method in crossing.SAFE:
        response = make_response(redirect(url))
    else:
        response = make_response(render_template("leaving.html", url=url, heading=title))
        response.headers["Refresh"] = f"0; url={url}"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
