"""What the door must do whatever becomes of its code: each rule a function that a broken door fails."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli

from tests.door.stage import PAGE, ROOM, Stage

Rule = Callable[[Stage], None]


def it_hands_out_what_is_ready(stage: Stage) -> None:
    assert stage.get() == stage.get()
    assert len(stage.drawn) == 1


def a_publish_is_seen_within_a_second(stage: Stage) -> None:
    stage.get()
    stage.publish("New.")
    stage.now += 1.0
    assert stage.get().words.startswith("New.")


def the_second_counts_from_before_the_question(stage: Stage) -> None:
    """What is published while the answer is on its way is not missed for longer."""

    def publish_meanwhile() -> None:
        stage.while_asking = lambda: None
        stage.publish("New.")
        stage.now += 0.9

    stage.get()
    stage.now += 1.0
    stage.while_asking = publish_meanwhile
    stage.get()
    stage.now += 0.1
    assert stage.get().words.startswith("New.")


def it_asks_once_a_second(stage: Stage) -> None:
    for _ in range(50):
        stage.get()
        stage.now += 0.1
    assert len(stage.asked) <= 6


def a_page_drawn_before_a_publish_is_not_kept_under_the_version_after_it(stage: Stage) -> None:
    def publish_meanwhile() -> None:
        stage.while_drawing = lambda: None
        stage.publish("New.")
        stage.now += 1.5
        stage.get("/about/")  # somebody else has the door look

    stage.while_drawing = publish_meanwhile
    stage.get()
    assert stage.get().words.startswith("New.")


def a_text_does_not_go_back(stage: Stage) -> None:
    """Of two that draw a page at once the slower one has the older text."""

    def publish_meanwhile() -> None:
        stage.while_drawing = lambda: None
        stage.publish("New.")
        assert stage.get().words.startswith("New.")

    stage.while_drawing = publish_meanwhile
    assert stage.get().words.startswith("New.")
    assert stage.get().words.startswith("New.")


def midnight_is_seen_within_a_second(stage: Stage) -> None:
    stage.get()
    stage.text, stage.day = "Overdue.", stage.day.replace(day=2)
    stage.now += 1.0
    assert stage.get().words.startswith("Overdue.")


def a_version_that_went_back_is_another(stage: Stage) -> None:
    """A backup was restored."""
    stage.get()
    stage.text, stage.version = "Restored.", 0
    stage.now += 1.0
    assert stage.get().words.startswith("Restored.")


def http_and_https_are_kept_apart(stage: Stage) -> None:
    assert "'http'" not in stage.get(secure=True).words
    assert "'http'" in stage.get(secure=False).words


def hosts_are_kept_apart(stage: Stage) -> None:
    stage.get()
    assert "other.example.org" in stage.get(HOST="other.example.org").words


def paths_are_kept_apart(stage: Stage) -> None:
    stage.get()
    assert "/about/" in stage.get("/about/").words


def known_names_of_a_query_are_kept_apart(stage: Stage) -> None:
    stage.get("/strains/", query="use=pain")
    assert "use=sleep" in stage.get("/strains/", query="use=sleep").words
    assert "%75se=calm" in stage.get("/strains/", query="%75se=calm").words


def unknown_names_of_a_query_are_not_seen(stage: Stage) -> None:
    assert "evil" not in stage.get("/strains/", query="evil=1&use=pain&%65vil=2").words
    assert "utm" not in stage.get(query="utm_source=x").words
    stage.get()
    assert len(stage.drawn) == 2


def headers_of_the_request_are_not_seen(stage: Stage) -> None:
    odd = {"X_FORWARDED_HOST": "evil.example", "ACCEPT_LANGUAGE": "de", "COOKIE": "tracker=1", "USER_AGENT": "evil"}
    words = stage.get(**odd).words
    assert not [value for value in odd.values() if value in words]
    assert stage.get().words == words


def where_the_server_says_it_is_mounted_is_not_seen(stage: Stage) -> None:
    """gunicorn believes a header of that name; links would lead where a stranger said."""
    assert "/evil" not in stage.get(SCRIPT_NAME="/evil").words
    assert "/evil" not in stage.get().words


def only_what_is_found_is_kept(stage: Stage) -> None:
    for status in (301, 404, 400, 410, 500, 503):
        stage.status = status
        assert [stage.get().status, stage.get().status] == [status, status]
    stage.status = 200
    assert stage.get().status == 200


def a_cookie_is_never_kept(stage: Stage) -> None:
    stage.headers["Set-Cookie"] = "session=1"
    stage.get()
    del stage.headers["Set-Cookie"]
    assert "Set-Cookie" not in stage.get().headers


def what_hangs_on_a_header_is_not_kept(stage: Stage) -> None:
    stage.headers["Vary"] = "Accept-Encoding, Cookie"
    stage.get()
    stage.get()
    assert len(stage.drawn) == 2


def only_what_is_public_is_kept(stage: Stage) -> None:
    for control in ("private, no-store", "no-store", "max-age=60", ""):
        stage.headers["Cache-Control"] = control
        stage.get()
    assert len(stage.drawn) == 4


def who_is_signed_in_is_never_answered_from_memory(stage: Stage) -> None:
    stage.get()
    stage.get(COOKIE="theme=dark; session=abc")
    assert "HTTP_COOKIE" in stage.drawn[-1]


def who_brings_a_password_is_never_answered_from_memory(stage: Stage) -> None:
    stage.get()
    stage.get(AUTHORIZATION="Basic eDp5")
    assert "HTTP_AUTHORIZATION" in stage.drawn[-1]


def other_methods_go_to_django_as_they_are(stage: Stage) -> None:
    stage.get()
    stage.get(method="POST", USER_AGENT="me")
    assert stage.drawn[-1]["REQUEST_METHOD"] == "POST"
    assert stage.drawn[-1]["HTTP_USER_AGENT"] == "me"


def private_paths_go_to_django_as_they_are(stage: Stage) -> None:
    private = ["/admin/", "/accounts/login/", "/newsletter/leave/x/", "/search/", f"{PAGE}feedback/", "/media/a.webp"]
    for path in private * 2:
        stage.get(path, USER_AGENT="me", ACCEPT_ENCODING="br")
        assert stage.drawn[-1]["HTTP_USER_AGENT"] == "me"
    assert len(stage.drawn) == 2 * len(private)


def each_coding_holds_the_same_page(stage: Stage) -> None:
    plain = stage.get().body
    assert brotli.decompress(stage.get(ACCEPT_ENCODING="gzip, br").body) == plain
    assert gzip.decompress(stage.get(ACCEPT_ENCODING="gzip").body) == plain
    assert stage.get(ACCEPT_ENCODING="zstd").body == plain


def a_coding_that_is_refused_is_not_sent(stage: Stage) -> None:
    refusals = {"br;q=0, gzip": "gzip", "gzip;q=0, *": "br", "br;q=0.000,gzip; q=0": None, "identity": None}
    refusals |= {"*;q=0": None, "gzip;q=1.0, br;q=0.5": "gzip", "identity;q=1, gzip;q=0.2": None, "BR": "br"}
    for accept, coding in refusals.items():
        assert stage.get(ACCEPT_ENCODING=accept).headers.get("Content-Encoding") == coding, accept


def each_coding_has_its_own_tag(stage: Stage) -> None:
    answers = [stage.get(ACCEPT_ENCODING=accept) for accept in ("", "gzip", "br")]
    assert len({answer.headers["ETag"] for answer in answers}) == 3
    assert {answer.headers["Vary"] for answer in answers} == {"Accept-Encoding"}
    stage.publish("New. " * 60)
    stage.now += 1
    assert stage.get().headers["ETag"] != answers[0].headers["ETag"]


def who_has_the_page_gets_304(stage: Stage) -> None:
    tag = stage.get().headers["ETag"]
    for known in (tag, f"W/{tag}", f'"a", {tag}', f'"a",W/{tag} , "b"', "*", " * "):
        answer = stage.get(IF_NONE_MATCH=known)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag), known
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "Content-Type" not in answer.headers
    for known in ('"a"', tag.strip('"'), tag[:-2] + '"', ""):
        assert stage.get(IF_NONE_MATCH=known).status == 200, known


def the_tag_of_one_coding_is_not_that_of_another(stage: Stage) -> None:
    tag = stage.get(ACCEPT_ENCODING="gzip").headers["ETag"]
    assert stage.get(ACCEPT_ENCODING="gzip", IF_NONE_MATCH=tag).status == 304
    assert stage.get(ACCEPT_ENCODING="br", IF_NONE_MATCH=tag).status == 200


def dates_count_where_no_tag_is_known(stage: Stage) -> None:
    stage.headers["Last-Modified"] = "Sun, 01 Mar 2026 10:00:00 GMT"
    later, earlier = "Sun, 01 Mar 2026 11:00:00 GMT", "Sun, 01 Mar 2026 09:00:00 GMT"
    assert stage.get(IF_MODIFIED_SINCE=later).status == 304
    assert stage.get(IF_MODIFIED_SINCE=earlier).status == 200
    for no_date in ("yesterday", "Sun, 01 Mar 99999999999999999999 10:00:00 GMT", ""):
        assert stage.get(IF_MODIFIED_SINCE=no_date).status == 200
    assert stage.get(IF_MODIFIED_SINCE=later, IF_NONE_MATCH='"other"').status == 200


def head_is_get_without_a_body(stage: Stage) -> None:
    head, get = stage.get(method="HEAD"), stage.get()
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")
    assert stage.drawn[0]["REQUEST_METHOD"] == "GET"


def a_range_gets_all_of_it(stage: Stage) -> None:
    answer = stage.get(RANGE="bytes=0-9")
    assert (answer.status, answer.body) == (200, stage.get().body)
    assert len(answer.body) == int(answer.headers["Content-Length"])


def memory_stays_within_its_bounds(stage: Stage) -> None:
    for number in range(3 * ROOM // 700):
        stage.get(f"/articles/{number}/", ACCEPT_ENCODING="br")
    shelf = stage.door.watch.look()
    assert shelf is not None
    assert ROOM / 2 < shelf.size <= ROOM
    assert sum(answer.size for answer in shelf.answers.values()) <= ROOM


def what_is_read_again_stays(stage: Stage) -> None:
    for number in range(800):
        stage.get(f"/articles/{number}/")
        stage.get()
    assert sum(environ["PATH_INFO"] == PAGE for environ in stage.drawn) <= 2


def kept_pages_outlive_the_database_and_say_so(stage: Stage) -> None:
    page = stage.get()
    stage.is_gone = True
    stage.now += 30
    blind = stage.get()
    assert blind.body == page.body
    assert "no-database" in blind.headers["Cache-Status"]
    assert len(stage.drawn) == 1
    assert "Cache-Status" not in page.headers


def but_not_for_ever(stage: Stage) -> None:
    stage.get()
    stage.is_gone = True
    stage.now += 61
    assert "Cache-Status" not in stage.get().headers
    assert len(stage.drawn) == 2


def it_sees_again_once_the_database_is_back(stage: Stage) -> None:
    stage.get()
    stage.is_gone = True
    stage.now += 30
    stage.get()
    stage.is_gone = False
    stage.publish("New.")
    stage.now += 1
    answer = stage.get()
    assert answer.words.startswith("New.")
    assert "Cache-Status" not in answer.headers


def a_proxy_that_knows_more_makes_it_look_again(stage: Stage) -> None:
    stage.get()
    stage.publish("New.")
    answer = stage.get(REMOTE_ADDR="10.0.0.1", X_SITE_VERSION="2-2026-03-01")
    assert answer.words.startswith("New.")
    assert answer.headers["X-Accel-Expires"] == "86400"


def a_proxy_may_keep_only_what_belongs_to_the_version_it_named(stage: Stage) -> None:
    near = {"REMOTE_ADDR": "10.0.0.1"}
    assert stage.get(X_SITE_VERSION="7-2026-03-01", **near).headers["X-Accel-Expires"] == "0"
    stage.is_gone = True
    stage.now += 2
    assert stage.get(X_SITE_VERSION="1-2026-03-01", **near).headers["X-Accel-Expires"] == "0"
    stage.is_gone, stage.status = False, 404
    stage.now += 2
    assert stage.get("/none/", X_SITE_VERSION="1-2026-03-01", **near).headers["X-Accel-Expires"] == "0"


def nobody_else_is_believed(stage: Stage) -> None:
    stage.get()
    asked = len(stage.asked)
    answer = stage.get(X_SITE_VERSION="9-2026-03-01", X_FORWARDED_PROTO="http")
    assert "X-Accel-Expires" not in answer.headers
    assert len(stage.asked) == asked
    assert len(stage.drawn) == 1


def a_proxy_may_ask_for_the_version(stage: Stage) -> None:
    answer = stage.get("/-/version")
    assert (answer.status, answer.headers["X-Site-Version"]) == (204, "1-2026-03-01")
    assert not stage.drawn


def what_a_proxy_is_told_of_the_version_is_asked_now(stage: Stage) -> None:
    stage.get("/-/version")
    stage.publish("New.")
    assert stage.get("/-/version").headers["X-Site-Version"] == "1-2026-03-01"
    assert stage.get("/-/version", REMOTE_ADDR="10.0.0.1").headers["X-Site-Version"] == "2-2026-03-01"


def a_proxy_is_told_how_long_is_left(stage: Stage) -> None:
    """Each answer begins its time anew: told the whole grace while it is blind, it would go on for twice as long."""

    def told() -> str:
        return stage.get("/-/version").headers["Cache-Control"].partition("stale-if-error=")[2]

    assert told() == "60"
    stage.is_gone = True
    stage.now += 45
    assert told() == "15"


RULES: dict[str, Rule] = {
    name: rule
    for name, rule in list(globals().items())
    if callable(rule) and getattr(rule, "__module__", "") == __name__ and name.islower()
}
