"""deploy/nginx.conf before two servers of the site: pages it keeps are those that hold, for whoever asks."""

import gzip
import http.client
import os
import re
import signal
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import brotli
import pytest

from tests import nginx
from tests.drills import editor
from tests.drills.site import Site, free_port, publish, site

pytestmark = [pytest.mark.slow, pytest.mark.nginx]

UNVERIFIED = ssl._create_unverified_context()
PROOF = "add_header X-Cache $upstream_cache_status always; add_header X-Version $kratominfo_version always;"
PROTECTION = ["Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"]
PROTECTION += ["Permissions-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options"]
PROTECTION += ["X-Frame-Options"]
OPENED = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def is_kept(self) -> bool:
        return self.headers["X-Cache"] == "HIT"

    @property
    def text(self) -> str:
        return OPENED[self.headers.get("Content-Encoding", "")](self.body).decode()


@dataclass
class Front:
    """nginx on `port`; the site on two others, which are asked in turn, so that one learns later than the other."""

    site: Site
    port: int
    behind: list[int]
    folder: Path
    servers: list[Popen[str]]

    def ask(self, path: str, method: str = "GET", host: str = nginx.HOST, port: int = 0, **headers: str) -> Answer:
        connection = http.client.HTTPSConnection("127.0.0.1", port or self.port, context=UNVERIFIED, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host, **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return found

    def kept(self, path: str, **headers: str) -> Answer:
        """The answer once nginx has it. After a publish that may take until it has heard of the new version."""
        deadline = time.monotonic() + 5
        while not (answer := self.ask(path, **headers)).is_kept:
            assert time.monotonic() < deadline, f"{path} is not kept: {answer.headers}"
            time.sleep(0.01)
        return answer

    def stop(self) -> None:
        for server in self.servers:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()

    def start(self) -> None:
        self.servers = [self.site.granian(port) for port in self.behind]


@pytest.fixture(scope="module")
def front(tmp_path_factory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    nginx.certify(folder)
    port, behind = free_port(), [free_port(), free_port()]
    with site(tmp_path_factory.mktemp("var")) as served, listening(folder, port, behind, served.folder):
        yield Front(served, port, behind, folder, [served.granian(each) for each in behind])


def listening(folder: Path, port: int, behind: list[int], var: Path):
    configuration = nginx.written(folder, port=port, behind=behind[0], var=var)
    another = f"server 127.0.0.1:{behind[-1]} max_fails=0;"
    shown = configuration.read_text().replace("keepalive 16;", f"{another} keepalive 16;")
    configuration.write_text(shown.replace("server_tokens off;", f"server_tokens off; {PROOF}"))
    return nginx.running(configuration)


def test_a_page_is_kept_and_handed_out_as_it_was(front):
    first, second = front.ask("/about/"), front.kept("/about/")
    assert (second.status, second.body) == (200, first.body)
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == "public, max-age=0, stale-if-error=3600"


@pytest.mark.parametrize(
    ("takes", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("BR ; q=0.5", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=1.0", "gzip"),
        ("br;q=0.000,gzip;q=0", ""),
        ("broken, gzipped", ""),
    ],
)
def test_everybody_gets_the_coding_they_take(front, takes, coding):
    answer = front.kept("/privacy/", **({"Accept_Encoding": takes} if takes else {}))
    assert answer.headers.get("Content-Encoding", "") == coding
    assert "<h1" in answer.text
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_head_says_what_get_says(front):
    page, head = front.kept("/contact/"), front.ask("/contact/", "HEAD")
    assert (head.status, head.body, head.is_kept) == (200, b"", True)
    assert head.headers["Content-Length"] == str(len(page.body))


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_page_that_somebody_has_is_not_sent_again(front, coding):
    takes = {"Accept_Encoding": coding} if coding else {}
    tag = front.kept("/contact/", **takes).headers["ETag"]
    answer = front.ask("/contact/", If_None_Match=tag, **takes)
    assert (answer.status, answer.body, answer.is_kept) == (304, b"", True)
    assert front.ask("/contact/", If_None_Match='"another"', **takes).status == 200


@pytest.mark.parametrize(
    "who",
    [
        {"Cookie": "__Host-session=abc"},
        {"Cookie": "a=b; session=abc"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "|1"},
    ],
)
def test_whoever_could_be_somebody_is_answered_by_the_site_itself(front, who):
    front.kept("/about/")
    answer = front.ask("/about/", **who)
    assert (answer.status, answer.headers["X-Cache"]) == (200, None)


@pytest.mark.parametrize("path", ["/admin/login/", "/accounts/login/", "/newsletter/", "/search/?q=tea", "/none/"])
def test_what_is_nobody_elses_business_or_not_there_is_not_kept(front, path):
    assert not any(front.ask(path).is_kept for _ in range(3))


def test_nobody_but_the_site_says_which_version_holds(front):
    front.ask("/about/?first", X_Site_Version="9999-2026-01-01")
    assert front.ask("/about/?first").is_kept
    assert front.ask("/-/version").status == front.ask("/-/version-internal").status == 404


def test_nobody_says_for_nginx_how_a_request_came(front):
    answer = front.ask("/about/?second", X_Forwarded_Proto="http", X_Forwarded_Host="elsewhere.example")
    assert answer.status == 200
    assert "elsewhere.example" not in answer.text


def test_another_host_is_refused_and_nothing_is_kept_for_it(front):
    assert [front.ask("/about/", host="elsewhere.example").status for _ in range(2)] == [400, 400]
    assert front.ask("/about/", host="").status == 400


@pytest.mark.parametrize("path", ["/about/", "/admin/login/", "/accounts/login/", "/static/css/kratominfo.css", "/no/"])
def test_each_header_of_protection_is_there_once(front, path):
    headers = front.ask(path).headers
    assert {name: len(headers.get_all(name, [])) for name in PROTECTION} == dict.fromkeys(PROTECTION, 1)
    assert len(headers.get_all("Cache-Control")) == 1


def test_files_come_from_the_disk_compressed_and_for_good(front):
    address = re.search(r"/static/css/kratominfo\.[0-9a-f]{12}\.css", front.ask("/about/").text)[0]
    answer = front.ask(address, Accept_Encoding="gzip")
    assert answer.text == (front.site.folder / address[1:]).read_text()
    assert (answer.headers["Content-Encoding"], answer.headers["Content-Type"]) == ("gzip", "text/css; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert front.ask("/static/css/kratominfo.css").headers["Cache-Control"] == "public, max-age=60"


def test_a_picture_that_is_still_to_be_made_is_the_sites_affair(front):
    name = next((front.site.folder / "media").glob("*.webp")).name
    there, lighter = front.ask(f"/media/{name}"), front.ask(f"/media/{name.replace('webp', 'avif')}")
    assert (there.headers["Content-Type"], lighter.headers["Content-Type"]) == ("image/webp", "image/webp")
    assert "immutable" in there.headers["Cache-Control"]
    assert "immutable" not in lighter.headers["Cache-Control"]
    assert front.ask(f"/media/{'0' * 32}.webp").status == 404


def test_the_log_holds_no_token_and_nothing_that_was_searched_for(front):
    for path in ("/newsletter/confirm/Zx81kd0PqLw93mNvB2aC/", "/search/?q=secret"):
        front.ask(path)
    deadline = time.monotonic() + 10
    while '"/search/"' not in (log := (front.folder / "access.log").read_text()):  # written after the answer is sent
        assert time.monotonic() < deadline, log
        time.sleep(0.01)
    assert '"/newsletter/confirm"' in log
    assert "Zx81" not in log
    assert "secret" not in log


def test_a_publish_is_seen_within_two_seconds_everywhere(front):
    somebody, worst = front.site.editor(), 0.0
    for number in range(6):
        front.kept("/articles/")
        title = f"Said {number} times"
        moment, _ = publish(somebody, title)
        for path in (editor.PATH, "/articles/"):
            began = time.monotonic()
            while title not in front.ask(path).text:
                worst = max(worst, began - moment)
                assert began < moment + 10
                began = time.monotonic()
        time.sleep(0.37)
    assert worst < 2.05  # seconds after it, who began to ask was told the old; nginx counts whole ones


def test_no_page_is_kept_under_a_version_newer_than_its_words(front):
    """Two servers learn of a publish at different moments, and nginx at a third. What is not kept keeps both awake."""
    somebody, seen = front.site.editor(), []
    versions = {publish(somebody, "Round 0")[1]: 0}
    time.sleep(2.5)
    for number in range(1, 8):
        versions[publish(somebody, f"Round {number}")[1]] = number
        until = time.monotonic() + 1.3
        while time.monotonic() < until:
            front.ask("/none/")
            seen.append(front.ask(f"{editor.PATH}?{number}.{len(seen) % 2}", Accept_Encoding="br"))
    named = [(answer, int(answer.headers["X-Version"].partition("-")[0])) for answer in seen]
    assert len({version for answer, version in named if answer.is_kept}) > 3
    for answer, version in named:
        begun = max((number for known, number in versions.items() if known <= version), default=0)
        assert int(re.search(r"Round (\d+)", answer.text)[1]) >= begun


def test_kept_pages_stay_while_the_site_is_gone_and_the_rest_says_when_to_come_again(front):
    kept = [front.kept(path).body for path in ("/about/", "/privacy/")]
    front.stop()
    try:
        for _ in range(2):
            assert [front.ask(path).body for path in ("/about/", "/privacy/")] == kept
            other = front.ask("/how-we-work/?never")
            assert (other.status, other.headers["Retry-After"]) == (503, "5")
            assert {name: len(other.headers.get_all(name, [])) for name in PROTECTION} == dict.fromkeys(PROTECTION, 1)
            assert front.ask("/static/css/kratominfo.css").status == 200
            time.sleep(2.5)  # the version has to be asked for again, in vain
    finally:
        front.start()
    assert front.ask("/how-we-work/?never").status == 200


def test_without_a_version_readers_are_told_to_come_again_and_never_that_nginx_failed(front, tmp_path):
    nginx.certify(tmp_path)
    port = free_port()
    with listening(tmp_path, port, [free_port()], front.site.folder):
        answer = front.ask("/about/", port=port)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
