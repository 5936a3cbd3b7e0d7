"""`make run` in a fresh clone: one command, the whole site, and no trace of it after Ctrl-C."""

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
CONFIRMING = re.compile(r": (http://\S+/newsletter/confirm/\S+)")
WORDS_OF_THE_TESTS = {"DATABASE_URL", "HASHED_STATIC", "LOCAL", "SECRET_KEY", "VAR_DIR"}


class Site:
    """A site of its own, started as `make run` starts it."""

    def __init__(self, var):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.var, self.log = var, var / "terminal.txt"
        environment = {name: value for name, value in os.environ.items() if name not in WORDS_OF_THE_TESTS}
        self.environment = {**environment, "PORT": str(self.port), "VAR_DIR": str(var)}
        self.make_local_env()

    def make_local_env(self):
        python = f"PYTHON={sys.executable}"
        subprocess.run(["make", "-s", python, f"{self.var}/local.env"], cwd=ROOT, env=self.environment, check=True)

    def start(self):
        command, output = [sys.executable, "manage.py", "run"], self.log.open("w")
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=output, stderr=output)
        self.wait_until(lambda: self.get("/").status == 200, seconds=180)

    def get(self, path, **arguments):
        return urlopen(Request(self.url + path, **arguments), timeout=10)

    def wait_until(self, holds, *, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.terminal()
            try:
                if holds():
                    return
            except URLError:
                pass
            time.sleep(0.1)
        pytest.fail(f"Not within {seconds} s:\n{self.terminal()}")

    def terminal(self):
        return self.log.read_text()

    def processes(self):
        """Everything that was started with this site's folder, by its number: the environment tells."""
        mark = f"VAR_DIR={self.var}\0".encode()
        return {int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if mark in contents(path)}

    def child(self, name):
        for number in self.processes():
            if name in contents(Path(f"/proc/{number}/cmdline")):
                return number
        return pytest.fail(f"No {name!r} is running")

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


def contents(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("var"))
    site.start()
    yield site
    for number in site.processes():
        os.kill(number, signal.SIGKILL)


@pytest.fixture
def site(prepared):
    """Running, also after a test that stopped it."""
    if prepared.process.poll() is not None:
        prepared.start()
    return prepared


def test_the_demonstration_is_there_to_read(site):
    home = site.get("/").read().decode()
    path = re.search(r'href="(/articles/[a-z-]+/)"', home)[1]
    assert "<h1" in site.get(path).read().decode()
    stylesheet = site.get(re.search(r'href="(/static/css/kratominfo\.[0-9a-f]+\.css)"', home)[1])
    assert "immutable" in stylesheet.headers["Cache-Control"]


def test_the_secrets_of_this_machine_are_for_its_owner_alone(site):
    for name in ("local.env", "sign-ins.json"):
        assert stat.S_IMODE((site.var / name).stat().st_mode) == 0o600


def test_a_second_start_is_quick_and_loses_nothing(site):
    passwords = json.loads((site.var / "sign-ins.json").read_text())
    home = site.get("/").read()
    site.stop()
    began = time.monotonic()
    site.start()
    assert time.monotonic() - began < 60  # to load the demonstration takes longer
    assert json.loads((site.var / "sign-ins.json").read_text()) == passwords
    assert all(f"{name:<12} password {password}\n" in site.terminal() for name, password in passwords.items())
    assert site.get("/").read() == home


def links_after_asking(site, name, *, seconds):
    """The links of confirmations in the terminal, once there is one more."""
    before = len(CONFIRMING.findall(site.terminal()))
    form = urlencode({"email": f"{name}@example.org", "website": "", "wording": "1", "page": "", "revision": ""})
    assert site.get("/newsletter/", data=form.encode(), headers={"Origin": site.url}).status == 200
    site.wait_until(lambda: len(CONFIRMING.findall(site.terminal())) == before + 1, seconds=seconds)
    return CONFIRMING.findall(site.terminal())


def test_the_link_of_a_confirmation_stands_in_the_terminal_within_seconds(site):
    links_after_asking(site, "first", seconds=60)  # by then the worker has begun
    link = links_after_asking(site, "newcomer", seconds=10)[-1]
    assert "<button" in site.get(link.removeprefix(site.url)).read().decode()
    assert len(list((site.var / "mail").glob("*.eml"))) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything(site, number):
    assert len(site.processes()) >= 3
    assert site.stop(number) == 0
    assert site.processes() == set()
    assert "Traceback" not in site.terminal()


@pytest.mark.parametrize(("name", "word"), [(b"granian", "web"), (b"worker", "worker")])
def test_when_one_dies_the_other_is_stopped_and_it_is_said(site, name, word):
    os.kill(site.child(name), signal.SIGKILL)
    assert site.process.wait(timeout=30) == 1
    assert site.processes() == set()
    assert f"The {word} process ended, so the other was stopped too." in site.terminal()


def test_a_parent_killed_outright_leaves_no_orphan(site):
    site.process.kill()
    site.process.wait()
    deadline = time.monotonic() + 20
    while site.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert site.processes() == set()


def test_a_busy_port_is_one_line_with_its_cure(site):
    command = [sys.executable, "manage.py", "run"]
    second = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)
    cure = "stop what uses it, or take another, as in `make run PORT=8001`."
    assert second.stderr == f"CommandError: Port {site.port} is busy: {cure}\n"
    assert second.returncode == 1


@pytest.fixture
def clone(tmp_path):
    """What `make run` reads before it installs anything."""
    for name in ("Makefile", "requirements.txt", "kratominfo/preflight.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def complaint(clone, *arguments, **environment):
    """What stands on the standard error, but for make's own last line."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "VAR_DIR"))}
    command = ["make", "-s", "run", *arguments]
    answer = subprocess.run(command, cwd=clone, env=kept | environment, capture_output=True, text=True, check=False)
    return answer.stderr.splitlines()[:-1]


def test_an_old_python_is_one_line_with_its_cure(clone):
    cure = "install one and name it, as in: make run PYTHON=python3.12"
    assert complaint(clone, "PYTHON=false") == [f"false is no Python 3.11 or newer: {cure}"]


def test_no_network_is_one_line_with_its_cure(clone):
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "https://127.0.0.1:9/simple"}
    said = complaint(clone, f"PYTHON={sys.executable}", **nowhere)
    assert said == ["No network, so the packages cannot be fetched: connect and try again."]
