"""What programs were answered, in SQL: by their key and the idempotency key that they sent."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from catalogue.store.holder_base import KeptAnswer
from catalogue.store.holder_schema import answers
from catalogue.store.tables import Tables


class AnswerTables(Tables):
    """AnswerStore (see `holder_base`)."""

    def claim_answer(self, claim: KeptAnswer, now: datetime) -> KeptAnswer | None:
        ours = (answers.c.key == claim.key) & (answers.c.idempotency == claim.idempotency)
        with self._writing() as connection:
            connection.execute(delete(answers).where(ours, answers.c.until <= now))
            known = connection.execute(select(answers).where(ours)).one_or_none()
            if known is None:
                connection.execute(insert(answers), _row(claim))
        return None if known is None else _answer(known)

    def keep_answer(self, answer: KeptAnswer) -> None:
        ours = (answers.c.key == answer.key) & (answers.c.idempotency == answer.idempotency)
        with self._writing() as connection:
            connection.execute(update(answers).where(ours).values(_row(answer)))

    def release_answer(self, key: str, idempotency: str) -> None:
        with self._writing() as connection:
            connection.execute(
                delete(answers).where(answers.c.key == key, answers.c.idempotency == idempotency)
            )

    def purge_answers(self, now: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(delete(answers).where(answers.c.until <= now)).rowcount


def _row(answer: KeptAnswer) -> dict[str, Any]:
    return {
        "key": answer.key,
        "idempotency": answer.idempotency,
        "request": answer.request,
        "status": answer.status,
        "headers": json.dumps(answer.headers),
        "body": answer.body,
        "until": answer.until,
    }


def _answer(row: Row[Any]) -> KeptAnswer:
    headers = tuple((str(name), str(value)) for name, value in json.loads(row.headers))
    return KeptAnswer(row.key, row.idempotency, row.request, row.until, row.status, headers, row.body)
