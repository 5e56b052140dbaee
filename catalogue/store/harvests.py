"""Harvest sources and runs in SQL: each a document, since they are read and written whole."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select

from catalogue.domain.harvest import PageState, Run, RunState, Source
from catalogue.domain.record import Outcome, OutcomeKind, Publish, Summary
from catalogue.store.schema import runs, sources
from catalogue.store.tables import Tables


class HarvestTables(Tables):
    """SourceStore (see `base`)."""

    def sources(self) -> Sequence[Source]:
        with self._reading() as connection:
            rows = connection.execute(select(sources).order_by(sources.c.id))
            return [_source(json.loads(row.data)) for row in rows]

    def save_source(self, source: Source) -> None:
        self._replace(sources, {"id": source.id, "data": json.dumps(asdict(source), default=_plain)})

    def save_run(self, run: Run) -> None:
        told = [asdict(outcome) for outcome in run.summary.told]
        summary = {"counts": run.summary.counts, "told": told, "notes": run.summary.notes}
        data = {name: getattr(run, name) for name in ("state", "finished", "message")} | {"summary": summary}
        row = {"id": run.id, "source": run.source, "started": run.started}
        self._replace(runs, row | {"data": json.dumps(data, default=_plain)})

    def runs(self, source: str, limit: int) -> Sequence[Run]:
        query = select(runs).where(runs.c.source == source).order_by(runs.c.started.desc()).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query)
            return [_run(row.id, row.source, row.started, json.loads(row.data)) for row in rows]

    def _replace(self, table: Table, row: dict[str, Any]) -> None:
        with self._writing() as connection:
            connection.execute(delete(table).where(table.c.id == row["id"]))
            connection.execute(insert(table), row)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is no part of a source or run")


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _source(data: dict[str, Any]) -> Source:
    pages = {
        url: PageState(**{**page, "members": tuple(page["members"])}) for url, page in data["pages"].items()
    }
    return Source(
        **{**data, "publish": Publish(data["publish"]), "added": _moment(data["added"]), "pages": pages}
    )


def _run(identity: str, source: str, started: datetime, data: dict[str, Any]) -> Run:
    told = [Outcome(**{**row, "kind": OutcomeKind(row["kind"])}) for row in data["summary"]["told"]]
    counts = {OutcomeKind(name): count for name, count in data["summary"]["counts"].items()}
    summary = Summary(dict.fromkeys(OutcomeKind, 0) | counts, told, data["summary"]["notes"])
    state, finished = RunState(data["state"]), _moment(data["finished"])
    return Run(identity, source, started, state, finished, summary, data["message"])
