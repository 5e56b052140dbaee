"""The pages of review: where a version stands, its comments, its history, its preview, the checks and the notices."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask
from rdflib import DCTERMS, Literal, URIRef

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.record import Record, State
from catalogue.domain.yearly import Calendar
from catalogue.web.actors import COOKIE
from tests.conftest import dataset
from tests.services.review import Hospital
from tests.services.test_yearly_checks import after
from tests.web.markup import Html, text
from tests.web.visitors import Visitor

POOR = dataset("http://127.0.0.1:8000/dataset/poor", "A title and little else")


class Desk:
    """An organisation, and the browsers of its people."""

    def __init__(self, services: Services) -> None:
        self.hospital = Hospital(services)
        self.app: Flask = create_app(services=services)

    def __call__(self, name: str) -> Visitor:
        services = self.hospital.services
        person = services.store.person("id", name.lower())
        assert person is not None
        client = self.app.test_client()
        client.set_cookie(COOKIE, services.sessions.begin(person, "A test"), domain="localhost")
        return Visitor(client, self.hospital.actor(name), services)

    def published(self) -> Record:
        draft = self.hospital.draft()
        self.hospital.services.workflow.submit(self.hospital.actor("Ada"), draft.id)
        return self.hospital.services.workflow.publish(self.hospital.actor("Rosa"), draft.id)


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


@pytest.fixture
def draft(desk: Desk) -> Record:
    return desk.hospital.draft()


def of(record: Record, page: str, language: str = "en") -> str:
    return f"/{language}/workspace/descriptions/{record.id}/{page}"


def test_a_version_goes_its_way_by_buttons(desk: Desk, draft: Record) -> None:
    ada, rosa = desk("Ada"), desk("Rosa")
    page = ada.get(of(draft, "review"))
    assert "It is a draft" in page.read
    sent = ada.post(of(draft, "submit"), {"revision": "1", "assignee": "rosa", "text": "The years are new"})
    assert sent.status_code == 303
    assert "It was sent in for review" in ada.get(sent.location).read
    notices = rosa.get("/en/workspace/notices")
    assert "Ada asks you to review" in notices.read
    page = rosa.get(of(draft, "review"))
    assert "The years are new" in page.read
    assert "Approve and publish" in page.read
    done = rosa.post(of(draft, "publish"), {"revision": "1"})
    assert "It is published" in rosa.get(done.location).read
    assert desk.hospital.now(draft).state is State.PUBLISHED
    again = rosa.post(of(draft, "publish"), {"revision": "1"})
    assert again.status_code == 303
    assert [action for _, action in desk.hospital.noted()].count("published") == 1


def test_what_is_refused_is_told_with_links_to_the_fields(desk: Desk) -> None:
    poor = desk.hospital.draft("Ada", POOR)
    desk("Ada").post(of(poor, "submit"), {"revision": "1"})
    answer = desk("Rosa").post(of(poor, "publish"), {"revision": "1"})
    assert answer.status_code == 422
    page = Html(answer)
    assert page.title.startswith("Error:")
    alert = page.by_id("refusal")
    assert "does not conform to the profile" in text(alert)
    links = [link.get("href") or "" for link in alert.iter("{http://www.w3.org/1999/xhtml}a")]
    assert links
    for link in links[:5]:
        path, _, anchor = link.partition("#")
        assert anchor
        assert desk("Rosa").get(path).by_id(anchor) is not None


def test_nobody_approves_their_own_and_the_page_says_who_may(desk: Desk) -> None:
    draft = desk.hospital.draft("Rosa")
    rosa = desk("Rosa")
    rosa.post(of(draft, "submit"), {"revision": "1"})
    page = rosa.get(of(draft, "review"))
    assert "You wrote a part of this version" in page.read
    assert "Grace" in page.read
    assert "Approve" not in [text(button) for button in page.all("button")]
    answer = rosa.post(of(draft, "approve"), {"revision": "1"})
    assert answer.status_code == 403
    assert "somebody else has to approve it" in Html(answer).read


def test_sending_back_keeps_what_was_typed_when_it_cannot_be_done(desk: Desk, draft: Record) -> None:
    desk("Ada").post(of(draft, "submit"), {"revision": "1"})
    rosa = desk("Rosa")
    changed = desk.hospital.edited(draft)
    answer = rosa.post(of(draft, "send-back"), {"revision": "1", "text": "Which <script> years?"})
    assert answer.status_code == 412
    assert "changed in the meantime" in Html(answer).read
    desk("Ada").post(of(draft, "submit"), {"revision": str(changed.head.number)})
    empty = rosa.post(of(draft, "send-back"), {"revision": "2", "text": " "})
    assert empty.status_code == 400
    assert Html(empty).by_id("text").get("aria-invalid") == "true"
    done = rosa.post(of(draft, "send-back"), {"revision": "2", "text": "Which <script> years?"})
    page = desk("Ada").get(done.location)
    assert "Which <script> years?" in page.read
    assert "It was sent back" in page.read


def test_comments_are_about_fields_answered_and_settled(desk: Desk, draft: Record) -> None:
    ada, rosa = desk("Ada"), desk("Rosa")
    page = rosa.get(of(draft, "review"))
    option = next(each for each in page.all("option") if text(each).endswith("File format"))
    rosa.post(of(draft, "comments"), {"place": option.get("value"), "text": "Is it still CSV?"})
    page = ada.get(of(draft, "review"))
    [thread] = page.all("article")
    assert "File format" in text(thread)
    number = (thread.get("id") or "").removeprefix("comment-")
    ada.post(of(draft, "comments"), {"answers": number, "text": "It is"})
    settled = rosa.post(of(draft, f"comments/{number}"), {"settled": "yes"})
    page = rosa.get(settled.location.partition("#")[0])
    assert "1 settled comment" in page.read
    assert "It is" in page.read
    assert rosa.post(of(draft, "comments/999"), {"settled": "yes"}).status_code == 404
    assert rosa.post(of(draft, "comments"), {"place": "[{]", "text": "About the whole"}).status_code == 303


@pytest.mark.parametrize(
    "place",
    [
        '[{"owner": ["x"], "path": "y"}]',
        '[{"owner": "x", "path": "y", "position": "1"}]',
        '[{"owner": "x", "path": "y", "position": true}]',
        '[{"owner": "x", "path": "y", "position": -1}]',
        '[{"owner": "x", "path": "y", "name": "\\ud800"}]',
        "[" + ",".join(['{"owner": "x", "path": "y"}'] * 13) + "]",
        '[{"owner": "x", "path": "' + "y" * 70_000 + '"}]',
        "[" * 40_000,
    ],
)
def test_a_comment_on_a_field_that_cannot_be_is_about_the_whole(
    desk: Desk, draft: Record, place: str
) -> None:
    rosa = desk("Rosa")
    assert rosa.post(of(draft, "comments"), {"place": place, "text": "Is it so?"}).status_code == 303
    [comment] = desk.hospital.services.store.comments(draft.number)
    assert comment.place == ()
    assert "Is it so?" in rosa.get(of(draft, "review")).read


def test_withdrawing_leaves_a_tombstone_and_is_undone(desk: Desk) -> None:
    record, rosa = desk.published(), desk("Rosa")
    assert rosa.post(of(record, "withdrawal"), {"reason": " "}).status_code == 422
    rosa.post(of(record, "withdrawal"), {"reason": "The consent was revoked"})
    gone = rosa.ask(f"/en/dataset/{record.id}")
    assert gone.status_code == 410
    assert "The consent was revoked" in gone.text
    page = rosa.get(of(record, "review"))
    assert "Bring it back to readers" in page.read
    rosa.post(of(record, "bring-back"))
    assert rosa.ask(f"/en/dataset/{record.id}").status_code == 200


def test_every_revision_is_read_compared_and_restored(desk: Desk) -> None:
    record, ada = desk.published(), desk("Ada")
    changed = desk.hospital.edited(record)
    page = ada.get(of(record, "history"))
    assert len([each for each in page.all("h3") if text(each).startswith("Revision")]) == 2
    compared = ada.get(of(record, "compare?before=1&after=2"))
    assert "Another title" in compared.read
    assert "2 fields differ" in compared.read or "1 field differs" in compared.read
    assert "nothing differs" in ada.get(of(record, "compare?before=1&after=1")).read
    old = ada.get(of(record, "history/1"))
    assert "This is revision 1" in old.read
    turtle = ada.ask(of(record, "history/2.ttl"))
    assert turtle.mimetype == "text/turtle"
    assert "Another title" in turtle.text
    restored = ada.post(of(record, "history/1/restore"), {"revision": str(changed.head.number)})
    assert "restored as a new revision" in ada.get(restored.location).read
    now = desk.hospital.now(record)
    assert (now.head.number, now.head.hash, now.head.reason) == (
        3,
        record.head.hash,
        "Restored from revision 1",
    )
    stale = ada.post(of(record, "history/2/restore"), {"revision": "2"})
    assert stale.status_code == 412
    for wrong in ("compare?before=1", "compare?before=1&after=x"):
        assert ada.ask(of(record, wrong)).status_code == 400
    assert ada.ask(of(record, "history/99")).status_code == 404


def test_a_preview_is_the_page_the_data_the_check_and_what_the_eu_receives(desk: Desk, draft: Record) -> None:
    ada = desk("Ada")
    page = ada.get(of(draft, "preview"))
    assert "What the EU catalogue would receive" in page.read
    assert "Conforms" in page.read
    for language, told in (("en", "This is a preview"), ("fr", "Ceci est un aperçu")):
        shown = ada.get(of(draft, "preview/page", language))
        assert told in shown.read
        assert shown.one("meta", name="robots").get("content") == "noindex, nofollow"
    for extension in ("ttl", "rdf", "jsonld", "nt"):
        body = ada.ask(of(draft, f"preview/description.{extension}"))
        feed = ada.ask(of(draft, f"preview/catalog.{extension}"))
        assert body.status_code == feed.status_code == 200
        assert "CatalogRecord" in feed.text
        assert draft.iri in feed.text
        assert ada.get(of(draft, f"preview/read?format={extension}&what=feed"))
        for answer in (body, feed):
            assert answer.headers["Cache-Control"] == "no-store"
    variables = ada.ask(of(draft, "preview/variables.csv"))
    assert variables.mimetype == "text/csv"
    assert ada.ask(f"/en/dataset/{draft.id}").status_code == 404


def test_a_preview_shows_what_is_being_edited_to_who_edits_it_alone(desk: Desk, draft: Record) -> None:
    services, ada = desk.hospital.services, desk("Ada")
    title = Literal("Only in my working copy", lang="en")
    services.editing.change(
        ada.actor, draft.id, 0, lambda graph: graph.add((URIRef(draft.iri), DCTERMS.title, title))
    )
    assert "changes that are kept and not saved" in ada.get(of(draft, "preview")).read
    assert "Only in my working copy" in ada.ask(of(draft, "preview/description.ttl")).text
    assert "Only in my working copy" not in ada.ask(of(draft, "preview/description.ttl?saved=1")).text
    assert "Only in my working copy" not in desk("Rosa").ask(of(draft, "preview/description.ttl")).text


def test_a_check_is_done_with_one_click_and_its_day_is_public(desk: Desk) -> None:
    record, ada = desk.published(), desk("Ada")
    assert "Nothing is due" in ada.get("/en/workspace/checks").read
    checks = desk.hospital.services.yearly_checks
    day = after(record, 3)
    checks._calendar = Calendar(12, lambda: datetime(day.year, day.month, day.day, tzinfo=UTC))
    page = ada.get("/en/workspace/checks")
    assert "Checked, nothing changed" in page.read
    done = ada.post(f"/en/workspace/checks/{record.id}")
    assert "the day of the check is public" in ada.get(done.location).read
    assert desk.hospital.now(record).checked is not None
    draft = desk.hospital.draft("Ada", POOR)
    assert ada.post(f"/en/workspace/checks/{draft.id}").status_code == 409


def test_notices_are_counted_until_they_are_read(desk: Desk, draft: Record) -> None:
    desk("Ada").post(of(draft, "submit"), {"revision": "1"})
    rosa = desk("Rosa")
    page = rosa.get("/en/workspace/notices")
    assert "Notices 1" in page.read
    newest = page.one("input", name="newest").get("value")
    rosa.post("/en/workspace/notices", {"newest": newest})
    assert "Notices 1" not in rosa.get("/en/workspace/notices").read
    assert "Ada sent" in rosa.get("/en/workspace/notices").read
    assert "Ada a envoyé" in rosa.get("/fr/workspace/notices").read


def test_a_draft_is_deleted_after_a_question(desk: Desk) -> None:
    draft, ada = desk.hospital.draft("Ada", POOR), desk("Ada")
    assert "cannot be brought back" in ada.get(of(draft, "deletion")).read
    assert ada.post(of(draft, "deletion"), {"revision": "1"}).status_code == 303
    assert ada.ask(of(draft, "review")).status_code == 404


PAGES = (
    "review history history/1 history/1.ttl history/1/variables.csv compare?before=1&after=1 preview preview/page "
    "preview/variables.csv preview/description.ttl preview/catalog.ttl preview/read withdrawal deletion"
)


@pytest.mark.parametrize("page", PAGES.split())
def test_nobody_of_another_organisation_learns_that_there_is_a_description(
    desk: Desk, draft: Record, page: str
) -> None:
    assert desk("Eve").ask(of(draft, page)).status_code == 404
    own = desk("Rosa").ask(of(draft, page))
    assert own.status_code == 200
    assert own.headers["Cache-Control"] == "no-store"


def test_every_page_speaks_french(desk: Desk, draft: Record) -> None:
    desk("Ada").post(of(draft, "submit"), {"revision": "1", "text": "Voilà"})
    for page in ("review", "history", "preview", "preview/page"):
        source = desk("Rosa").ask(of(draft, page, "fr")).text
        shown = re.sub(r"<script.*?</script>", "", unescape(source), flags=re.S)
        assert 'lang="fr"' in shown
    assert "relecture" in desk("Rosa").get(of(draft, "review", "fr")).read
