"""Saved searches: asked for in a page, confirmed by mail, told of by mail, ended in one click; no account."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlencode, urlsplit

import pytest
from werkzeug.test import TestResponse

from catalogue.bootstrap import Services
from catalogue.domain.errors import LinkOver, Unavailable, Undeliverable, WrongField
from catalogue.services.limiting import Limiting
from catalogue.services.mailing import Mailing
from catalogue.services.saved_letters import SavedLetters
from catalogue.services.saved_searches import MOST, REFUSALS, UNCONFIRMED, SavedSearches, checked
from catalogue.settings import Settings
from tests.conftest import dataset
from tests.engines.mail import Letterbox, listening
from tests.web.conftest import index
from tests.web.markup import Html, text
from tests.web.shelf import Shelf

ADA = "ada@example.org"


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def after(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    with listening() as box:
        yield box


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(
    make_services: Callable[..., Services], library: Shelf, letterbox: Letterbox, clock: Clock
) -> Shelf:
    made = make_services(
        mail_server="127.0.0.1",
        mail_port=letterbox.port,
        mail_security="none",
        mail_from="catalogue@example.org",
    )
    vars(made).update(profile=library.services.profile, vocabularies=library.services.vocabularies)
    vars(made)["limiting"] = Limiting(made.store, clock)
    vars(made)["saved_searches"] = saving(made, made.settings, clock)
    shelf = Shelf(made)
    index(shelf)
    return shelf


def saving(own: Services, settings: Settings, clock: Clock) -> SavedSearches:
    """The service with a clock of the test's own."""
    letters = SavedLetters(settings, own.search_labels)
    return SavedSearches(own.store, own.exporting, letters, Mailing(settings), own.declining, clock)


def add(shelf: Shelf, number: int, title: str) -> None:
    shelf.add(dataset(f"http://example.org/{number}", title))
    index(shelf)


def post(shelf: Shelf, path: str, status: int = 200, **fields: str) -> TestResponse:
    response = shelf.client.post(path, data=fields, headers={"Accept": "text/html"})
    assert response.status_code == status, response.get_data(as_text=True)
    return response


def body(mail: EmailMessage) -> str:
    return str(mail.get_content())


def link(mail: EmailMessage, part: str) -> str:
    [found] = re.findall(rf"http\S*{part}\S*", body(mail))
    return str(urlsplit(found).path)


def save(shelf: Shelf, letterbox: Letterbox, search: str = "q=cohort", language: str = "en") -> str:
    """Save a search as somebody does; gives the path of the page with which it is ended."""
    post(shelf, f"/{language}/datasets/save", email=ADA, search=search)
    answer = post(shelf, link(letterbox.mails[-1], "/saved/confirm/"), 303)
    return urlsplit(answer.headers["Location"]).path


def test_nobody_is_written_to_before_the_address_has_confirmed(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    post(shelf, "/fr/datasets/save", email=f" {ADA.upper()} ", search="q=cohort&page=3&sort=title")
    [mail] = letterbox.mails
    assert mail["To"] == ADA
    assert "«\u00a0cohort\u00a0»" in body(mail)
    add(shelf, 1, "Cohort")
    clock.after(days=2)
    assert shelf.services.saved_searches.send() == 0
    # A program that looks at links confirms nothing.
    page = Html(shelf.get(link(mail, "/saved/confirm/"), "text/html"))
    assert page.one("html").get("lang") == "fr"
    assert shelf.services.saved_searches.send() == 0
    assert len(letterbox.mails) == 1


def test_new_datasets_are_told_in_one_mail_a_day_in_the_language_of_the_page(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    add(shelf, 1, "Cohort of old")
    save(shelf, letterbox, "q=cohort", "fr")
    save(shelf, letterbox, "q=registry", "fr")
    del letterbox.mails[:]
    add(shelf, 2, "Cohort of today")
    add(shelf, 3, "Registry of today")
    assert shelf.services.saved_searches.send() == 0  # it is not a day yet
    clock.after(days=1)
    assert shelf.services.saved_searches.send() == 1
    [mail] = letterbox.mails
    assert mail["Subject"].startswith("2 nouveaux jeux de données dans ")
    assert "Cohort of today" in body(mail)
    assert "Registry of today" in body(mail)
    assert "Cohort of old" not in body(mail)
    for path in re.findall(r"http://127.0.0.1:8000(/fr/\S+)", body(mail)):
        assert shelf.get(path, "text/html").status_code == 200
    assert shelf.services.saved_searches.send() == 0
    clock.after(days=1)
    assert shelf.services.saved_searches.send() == 0  # nothing is told twice
    add(shelf, 2, "Cohort of today, changed")
    clock.after(days=1)
    assert shelf.services.saved_searches.send() == 0


def test_a_dataset_that_comes_to_match_is_new(shelf: Shelf, letterbox: Letterbox, clock: Clock) -> None:
    add(shelf, 1, "Something else")
    save(shelf, letterbox)
    add(shelf, 1, "A cohort after all")
    clock.after(days=1)
    assert shelf.services.saved_searches.send() == 1
    assert "A cohort after all" in body(letterbox.mails[-1])


def test_every_mail_ends_what_it_is_about_in_one_click(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    save(shelf, letterbox)
    add(shelf, 1, "Cohort")
    clock.after(days=1)
    shelf.services.saved_searches.send()
    mail = letterbox.mails[-1]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    target = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
    assert shelf.get(target, "text/html").status_code == 302  # to look at it ends nothing
    assert shelf.services.store.saved_of(ADA)
    # As a mail provider sends it: without cookie, from its own site (RFC 8058, section 3.2).
    shelf.client.post(
        target, data={"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert shelf.services.store.saved_of(ADA) == []
    post(shelf, target)  # again does no harm


def test_one_search_of_several_is_ended_in_the_page(shelf: Shelf, letterbox: Letterbox) -> None:
    own = save(shelf, letterbox)
    assert save(shelf, letterbox, "q=registry&country=FRA") == own
    html = Html(shelf.get(own, "text/html"))
    shown = html.one("ul", class_="saved")
    assert [text(each) for each in shown.iter() if each.get("href")] == [
        "“cohort”",
        "“registry”, Country or region: France",
    ]
    first = next(each.get("value", "") for each in shown.iter() if each.get("name") == "search")
    post(shelf, own, search=first)
    assert [search.parameters for search in shelf.services.store.saved_of(ADA)] == [
        (("q", "registry"), ("country", "FRA"))
    ]


def test_pages_of_saved_searches_are_kept_nowhere_and_told_to_nobody(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    own = save(shelf, letterbox)
    for path in (own, link(letterbox.mails[0], "/saved/confirm/"), "/en/saved/guessed"):
        response = shelf.get(path, "text/html")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
    assert ADA not in shelf.get("/en/saved/guessed", "text/html").get_data(as_text=True)


def test_a_link_confirms_once_and_for_a_week(shelf: Shelf, letterbox: Letterbox, clock: Clock) -> None:
    save(shelf, letterbox)
    post(shelf, link(letterbox.mails[0], "/saved/confirm/"), 410)
    post(shelf, "/en/datasets/save", email="grace@example.org", search="")
    clock.after(days=8)
    path = link(letterbox.mails[-1], "/saved/confirm/")
    post(shelf, path, 410)
    assert shelf.services.saved_searches.purge() == 1
    assert shelf.services.store.saved_of("grace@example.org") == []
    with pytest.raises(LinkOver):
        shelf.services.saved_searches.waiting("nonsense")


@pytest.mark.parametrize(
    "email",
    ["", "ada", "ada@", "a b@c.org", "ada@x.org, b@x.org", "ada@x.org\nBcc: b@x.org", f"{'a' * 250}@x.org"],
)
def test_what_is_no_address_is_told_and_the_search_is_not_lost(
    shelf: Shelf, letterbox: Letterbox, email: str
) -> None:
    with pytest.raises(WrongField):
        checked(email)
    html = Html(post(shelf, "/en/datasets/save", 400, email=email, search="q=cohort&country=FRA"))
    assert "This is no e-mail address" in text(html.one("section", class_="alert"))
    assert html.one("input", name="search").get("value") == "q=cohort&country=FRA"
    assert letterbox.mails == []


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f"])
def test_no_control_character_is_in_an_address(sign: str) -> None:
    with pytest.raises(WrongField):
        checked(f"a{sign}@example.org")


def test_a_search_that_cannot_be_meant_is_refused(shelf: Shelf, letterbox: Letterbox) -> None:
    post(shelf, "/en/datasets/save", 400, email=ADA, search="people_min=few")
    assert not letterbox.mails


def ask(shelf: Shelf, email: str = ADA, search: str = "", here: str = "127.0.0.1") -> int:
    fields = {"email": email, "search": search}
    answer = shelf.client.post("/en/datasets/save", data=fields, environ_overrides={"REMOTE_ADDR": here})
    return answer.status_code


def test_nobody_can_be_flooded_with_mails(shelf: Shelf, letterbox: Letterbox, clock: Clock) -> None:
    answers = [ask(shelf, here=f"192.0.2.{number % 3}") for number in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert len(letterbox.mails) == UNCONFIRMED
    for number in range(48):
        clock.after(hours=1)
        ask(shelf, here=f"192.0.2.{number % 3}")
    assert len(letterbox.mails) == UNCONFIRMED


def test_nobody_uses_up_what_the_holder_of_an_address_may_ask(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    stranger = "203.0.113.9"
    assert [ask(shelf, here=stranger) for _ in range(5)] == [200] * 3 + [429] * 2
    assert ask(shelf) == 200
    post(shelf, link(letterbox.mails[-1], "/saved/confirm/"), 303)
    assert [ask(shelf, here=f"198.51.100.{number}") for number in range(3)] == [200] + [429] * 2
    # Where its holder has confirmed, what others asked for does not count, neither by day nor by mails that wait.
    assert [ask(shelf) for _ in range(11)] == [200] * 10 + [429]
    assert len(letterbox.mails) == 5 + 10


def test_mails_that_others_ask_for_are_declined_for_good_and_allowed_again_by_their_link(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    save(shelf, letterbox)
    path = link(letterbox.mails[0], "/saved/decline/")
    assert shelf.get(path, "text/html").status_code == 200
    ask(shelf, "ada+more@example.org")
    assert len(letterbox.mails) == 2  # to look at the link declines nothing
    assert "do not come to your address any more" in post(shelf, path).get_data(as_text=True)
    clock.after(days=1_000)
    html = Html(post(shelf, "/en/datasets/save", email="ada+more@example.org", search="q=cohort"))
    assert "A mail is on its way" in html.read  # as to anybody
    assert len(letterbox.mails) == 2
    add(shelf, 1, "Cohort")
    assert shelf.services.saved_searches.send() == 1  # what was confirmed still comes
    post(shelf, path, allow="yes")
    ask(shelf)
    assert len(letterbox.mails) == 4
    assert ADA not in path
    for made_up in (path + "x", "/en/saved/decline/guessed"):
        post(shelf, made_up, 410)
    assert "Ce lien n’est pas complet" in shelf.get("/fr/saved/decline/guessed", "text/html").get_data(
        as_text=True
    )


def test_who_ends_what_others_asked_for_is_asked_five_times_a_day_at_most(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    for number in range(20):
        ask(shelf, f"ada+{number}@example.org", here=f"192.0.2.{number}")
        clock.after(minutes=61)
    assert len(letterbox.mails) == 5


def test_who_is_told_to_have_confirmed_nothing_sees_it_and_ends_it_by_the_first_mail(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    ask(shelf, search="q=cohort")
    [mail] = letterbox.mails
    [own] = re.findall(r"http://127.0.0.1:8000(/en/saved/(?!confirm|decline)\S+)", body(mail))
    html = Html(shelf.get(own, "text/html"))
    shown = html.one("ul", class_="saved")
    assert "“cohort”" in text(shown)
    assert "Not confirmed" in text(shown)
    [number] = [each.get("value", "") for each in shown.iter() if each.get("name") == "search"]
    post(shelf, own, search=number)
    assert shelf.services.store.saved_of(ADA) == []


@pytest.mark.parametrize(
    "search",
    [
        {"q": "Sign in at https://evil.example/login\n\nSECOND"},
        {"q": "Sign in at WWW.evil"},
        {"q": "evil.example SECOND"},
        {"q": "Write to help＠evil"},
        {"q": "Call 10.0.0.1/login SECOND"},
        {"country": "see evil。example SECOND"},
        {"q": f"Your account has been suspended {'and more ' * 40}SECOND"},
        {"country": f"Your account {'and more ' * 90}SECOND"},
        {"q": "one line\n\nand another\n\nyes"},
    ],
)
def test_nobody_writes_a_mail_to_others_with_a_search(
    shelf: Shelf, letterbox: Letterbox, search: dict[str, str]
) -> None:
    assert ask(shelf, search=urlencode(search)) == 200
    said = body(letterbox.mails[-1])
    assert "evil" not in said
    assert "SECOND" not in said
    assert "\n\nand another" not in said
    # Title, search, three links with what they are for, and what to do if it was somebody else.
    assert len([line for line in said.splitlines() if line]) == 9
    assert max(len(line) for line in said.splitlines() if "http" not in line) < 200


def test_a_search_with_more_fields_than_any_has_is_refused(shelf: Shelf, letterbox: Letterbox) -> None:
    post(shelf, "/en/datasets/save", 400, email=ADA, search="q=a&" * 1_001)
    assert letterbox.mails == []


def test_who_asked_too_often_is_refused_before_the_search_is_read(shelf: Shelf) -> None:
    assert [ask(shelf, search="q=a&" * 1_001) for _ in range(4)] == [400] * 3 + [429]


def save_for(shelf: Shelf, letterbox: Letterbox, email: str) -> None:
    shelf.services.saved_searches.ask(email, {"q": ["cohort"]}, "en")
    post(shelf, link(letterbox.mails[-1], "/saved/confirm/"), 303)


def test_addresses_that_are_refused_keep_nobody_waiting(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    gone = [f"gone{number}@example.org" for number in range(100)]
    save_for(shelf, letterbox, ADA)
    template = replace(shelf.services.store.saved_of(ADA)[0], confirmed=None, checked=None)
    for email in gone:  # all of them older than the one who can be reached
        kept = shelf.services.store.add_saved(replace(template, email=email, owner=email, key=email))
        shelf.services.store.confirm_saved(kept.key, frozenset(), clock.now - timedelta(days=1))
        letterbox.refused[email] = "550 no such user"
    add(shelf, 1, "Cohort")
    clock.after(days=1)
    assert shelf.services.saved_searches.send() == 0
    assert shelf.services.saved_searches.send() == 1
    assert letterbox.mails[-1]["To"] == ADA


def test_an_address_that_is_refused_day_after_day_is_removed(
    shelf: Shelf, letterbox: Letterbox, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    save_for(shelf, letterbox, ADA)
    add(shelf, 1, "Cohort")
    letterbox.refused[ADA] = "550 no such user"
    for _ in range(REFUSALS):
        assert shelf.services.store.saved_of(ADA)
        clock.after(days=1)
        assert shelf.services.saved_searches.send() == 0
    assert shelf.services.store.saved_of(ADA) == []
    assert ADA not in caplog.text


def test_who_was_refused_for_some_days_is_told_of_all_that_came_meanwhile(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    save_for(shelf, letterbox, ADA)
    add(shelf, 1, "Cohort")
    letterbox.refused[ADA] = "550 no such user"
    for _ in range(3):
        clock.after(days=1)
        shelf.services.saved_searches.send()
    letterbox.refused.clear()
    clock.after(days=1)
    assert shelf.services.saved_searches.send() == 1
    assert "Cohort" in body(letterbox.mails[-1])
    assert [each.refused for each in shelf.services.store.saved_of(ADA)] == [0]


def test_who_is_not_reached_for_now_is_tried_again_after_a_pause(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    save_for(shelf, letterbox, ADA)
    add(shelf, 1, "Cohort")
    clock.after(days=1)
    letterbox.refused[ADA] = "450 try later"
    assert shelf.services.saved_searches.send() == 0
    letterbox.refused.clear()
    assert shelf.services.store.due_saved(clock.now, clock.now, 10) == []  # nothing is searched for meanwhile
    assert shelf.services.saved_searches.send() == 0
    clock.after(minutes=11)
    assert shelf.services.saved_searches.send() == 1


def test_who_asks_for_an_address_that_is_refused_is_told(shelf: Shelf, letterbox: Letterbox) -> None:
    letterbox.refused[ADA] = "550 no such user"
    with pytest.raises(Undeliverable):
        shelf.services.saved_searches.ask(ADA, {"q": ["cohort"]}, "en")
    assert ask(shelf) == 400
    assert shelf.services.store.saved_of(ADA) == []


def test_a_search_for_older_datasets_alone_has_no_news(
    shelf: Shelf, letterbox: Letterbox, clock: Clock
) -> None:
    save(shelf, letterbox, "updated_max=2025-06-30")
    save(shelf, letterbox, "updated_min=2025-01-01&q=registry")
    add(shelf, 1, "Cohort")
    add(shelf, 2, "Registry")
    for _ in range(3):
        clock.after(days=1)
        shelf.services.saved_searches.send()
    [news] = [mail for mail in letterbox.mails if "List-Unsubscribe" in mail]
    assert "Registry" in body(news)
    assert "Cohort" not in body(news)


def test_an_address_has_so_many_searches_and_the_page_does_not_tell(
    shelf: Shelf, letterbox: Letterbox
) -> None:
    saved = shelf.services.saved_searches
    for number in range(MOST):
        saved.ask(ADA, {"q": [str(number)]}, "en")
        post(shelf, link(letterbox.mails[-1], "/saved/confirm/"), 303)
    answer = post(shelf, "/en/datasets/save", email=ADA, search="q=one+more")
    assert "A mail is on its way" in answer.get_data(as_text=True)
    assert "/saved/" in body(letterbox.mails[-1])
    assert "confirm" not in body(letterbox.mails[-1])
    html = Html(shelf.get(link(letterbox.mails[-1], "/saved/(?!decline)"), "text/html"))
    assert len(list(html.one("ul", class_="saved"))) == MOST
    assert len(shelf.services.store.saved_of(ADA)) == MOST


def test_another_site_makes_nobody_ask_for_mails(shelf: Shelf, letterbox: Letterbox) -> None:
    response = shelf.client.post(
        "/en/datasets/save", data={"email": ADA, "search": ""}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert letterbox.mails == []


def test_news_wait_for_a_mail_server_that_is_down(shelf: Shelf, letterbox: Letterbox, clock: Clock) -> None:
    save(shelf, letterbox)
    add(shelf, 1, "Cohort")
    clock.after(days=1)
    nobody_listens = shelf.services.settings.model_copy(update={"mail_port": 9})
    down = saving(shelf.services, nobody_listens, clock)
    assert down.send() == 0
    with pytest.raises(Unavailable):
        down.ask("grace@example.org", {"q": ["cohort"]}, "en")
    assert shelf.services.store.saved_of("grace@example.org") == []
    assert shelf.services.saved_searches.send() == 1


def test_without_a_mail_server_only_the_feed_is_offered(library: Shelf) -> None:
    html = Html(library.get("/en/datasets?q=hba1c", "text/html"))
    assert html.all("input", type="email") == []
    fold = html.one("details", class_="save-search")
    [feed] = [each.get("href") for each in fold.iter() if each.get("href")]
    assert feed == "/en/datasets.atom?q=hba1c"
    assert library.client.post("/en/datasets/save", data={"email": ADA, "search": ""}).status_code == 404


def test_the_page_offers_mails_of_the_search_that_it_shows(shelf: Shelf) -> None:
    html = Html(shelf.get("/en/datasets?q=cohort&country=FRA&view=table&page=1", "text/html"))
    form = html.one("details", class_="save-search")
    hidden = [each.get("value") for each in form.iter() if each.get("name") == "search"]
    assert hidden == ["q=cohort&country=FRA"]
