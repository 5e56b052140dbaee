"""The bare thing: a Flask route that returns the bytes of the file named by BARE_BODY, and nothing else."""

import os
from pathlib import Path

from flask import Flask, Response

BODY = Path(os.environ["BARE_BODY"]).read_bytes()

app = Flask(__name__, static_folder=None)


@app.get("/body.ttl")
def body() -> Response:
    return Response(BODY, content_type="text/turtle; charset=utf-8")
