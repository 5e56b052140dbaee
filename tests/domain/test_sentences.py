import json
import pickle

from catalogue.domain.errors import Unreadable
from catalogue.domain.sentences import QUOTED, Sentence, from_json, quoted, to_json

FRENCH = {
    "%(url)s could not be fetched: %(reason)s": "%(url)s n’a pas pu être lu : %(reason)s",
    "it names no host": "elle ne nomme aucun hôte",
}
NO_HOST = Sentence(
    "%(url)s could not be fetched: %(reason)s", url="http://", reason=Sentence("it names no host")
)


def test_a_sentence_is_an_english_text() -> None:
    assert NO_HOST == "http:// could not be fetched: it names no host"


def test_a_sentence_is_said_in_another_language_with_the_sentences_in_it() -> None:
    said = NO_HOST.worded(lambda template: FRENCH[template])
    assert said == "http:// n’a pas pu être lu : elle ne nomme aucun hôte"


def test_what_a_field_says_is_never_taken_for_a_template() -> None:
    assert Sentence("it is %(name)s", name="%(name)s %s").worded(str) == "it is %(name)s %s"


def test_a_sentence_is_kept_with_its_fields() -> None:
    for back in (from_json(json.loads(json.dumps(to_json(NO_HOST)))), pickle.loads(pickle.dumps(NO_HOST))):
        assert isinstance(back, Sentence)
        assert (back, back.template, back.fields) == (NO_HOST, NO_HOST.template, NO_HOST.fields)
    assert from_json(to_json("plain")) == "plain"


def test_an_error_is_a_sentence() -> None:
    error = Unreadable(source="a", line=1, column=2, reason=Sentence("it names no host"))
    assert error.sentence == str(error) == "a, line 1, column 2: it names no host"


def test_what_others_wrote_is_quoted_in_part() -> None:
    assert quoted("a" * QUOTED) == "a" * QUOTED
    assert quoted("a" * 10_000) == "a" * QUOTED + "…"
