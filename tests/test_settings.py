"""The settings are safe when nothing is set, and a public site cannot start without what protects it."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

PUBLIC = {
    "SECRET_KEY": "kFf2uUqB5xJ0m8sT3zYcWvR7nL1aEgHpDiQoXy94bNtMjKlZ3h",
    "SITE_URL": "https://www.example.org",
    "TRUSTED_PROXY": "127.0.0.1",
    "SECURITY_CONTACT": "mailto:security@example.org",
    "SECURITY_CONTACT_UNTIL": (date.today() + timedelta(days=90)).isoformat(),
}


@pytest.fixture
def python(settings, tmp_path):
    """Runs Python in the project with nothing in the environment but what is given."""

    def run(*arguments, **environment):
        environment = {"VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"], **environment}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def read(python):
    def value(name, **environment):
        code = f"import json, kratominfo.settings as s; print(json.dumps(s.{name}))"
        return json.loads(python("-c", code, **environment).stdout)

    return value


@pytest.mark.parametrize("missing", ["SECRET_KEY", "SITE_URL"])
def test_a_public_site_does_not_start_without(missing, python):
    environment = {name: value for name, value in PUBLIC.items() if name != missing}
    answer = python("manage.py", "check", **environment)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"{missing} is not set. Set it to")
    assert answer.stderr.count("\n") == 1


def test_a_public_site_passes_the_deployment_checks(python):
    answer = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PUBLIC)
    assert answer.returncode == 0, answer.stderr


def test_nothing_is_debugged_unless_asked(read):
    assert read("DEBUG", **PUBLIC) is False
    assert "debug_toolbar" not in read("INSTALLED_APPS", **PUBLIC)


def test_only_the_named_host_is_served(read):
    assert read("ALLOWED_HOSTS", **PUBLIC) == ["www.example.org"]
    assert read("CSRF_TRUSTED_ORIGINS", **PUBLIC) == ["https://www.example.org"]


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF"])
def test_cookies_of_a_public_site_are_bound_to_its_host(read, cookie):
    assert read(f"{cookie}_COOKIE_NAME", **PUBLIC).startswith("__Host-")
    assert read(f"{cookie}_COOKIE_SECURE", **PUBLIC)
    assert read(f"{cookie}_COOKIE_HTTPONLY", **PUBLIC)


def test_on_ones_own_machine_plain_http_works(read):
    local = {"LOCAL": "1", "SECRET_KEY": "x"}
    assert read("SITE_URL", **local) == "http://localhost:8000"
    assert not read("SECURE_SSL_REDIRECT", **local)
    assert not read("SECURE_HSTS_SECONDS", **local)
    assert not read("SESSION_COOKIE_SECURE", **local)


def test_the_address_follows_the_port(read):
    assert read("SITE_URL", LOCAL="1", SECRET_KEY="x", PORT="8001") == "http://localhost:8001"


def test_the_file_of_this_machine_is_read_and_the_environment_wins(read, tmp_path):
    (tmp_path / "local.env").write_text("LOCAL=1\nSECRET_KEY=from-the-file\n")
    assert read("SECRET_KEY") == "from-the-file"
    assert read("SECRET_KEY", SECRET_KEY="from-outside") == "from-outside"


def test_a_mail_server_and_a_slow_query_are_not_waited_for_for_ever(read):
    database = read("DATABASES", DATABASE_URL="postgres://someone@db.example.org/site", **PUBLIC)["default"]
    assert "statement_timeout" in database["OPTIONS"]["options"]
    assert "lock_timeout" in database["OPTIONS"]["options"]
    assert database["CONN_HEALTH_CHECKS"]
    assert database["OPTIONS"]["tcp_user_timeout"] == 10_000  # ms
    assert database["OPTIONS"]["keepalives_idle"] == 10
    assert read("EMAIL_TIMEOUT", **PUBLIC)


def test_mail_goes_where_the_environment_says(read):
    url = "smtp+tls://someone:word@mail.example.org:587"
    assert read("EMAIL_HOST", EMAIL_URL=url, **PUBLIC) == "mail.example.org"
    assert read("EMAIL_USE_TLS", EMAIL_URL=url, **PUBLIC)


@pytest.mark.parametrize("port", ["abc", "0", "-1", "70000", ""])
def test_a_port_that_is_none_is_told_in_one_line(python, port):
    answer = python("manage.py", "check", LOCAL="1", SECRET_KEY="x", PORT=port)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"PORT is “{port}”, which is no port.")
    assert answer.stderr.count("\n") == 1


def test_a_public_site_asks_for_a_second_factor_and_ones_own_machine_does_not(read):
    assert read("REQUIRE_MFA", **PUBLIC) is True
    assert read("REQUIRE_MFA", REQUIRE_MFA="0", **PUBLIC) is False
    assert read("REQUIRE_MFA", LOCAL="1", SECRET_KEY="x") is False
    assert not read("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", **PUBLIC)
