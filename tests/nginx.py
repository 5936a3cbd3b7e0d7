"""deploy/nginx.conf as it is, with the places of a test: other ports, other folders, a certificate of our own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kratominfo.supervisor import die_with_parent

CONFIGURATION = Path(__file__).parent.parent / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")  # not on everybody's path
HOST = "www.example.org"
AROUND = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


def written(folder: Path, *, port: int, behind: int, var: Path, host: str = HOST, is_secure: bool = True) -> Path:
    """The whole configuration in `folder`: what is in deploy/ on `port`, in front of the application on `behind`. Where
    not `is_secure`, what it serves over https it serves over http."""
    folder.mkdir(parents=True, exist_ok=True)
    site = CONFIGURATION.read_text()
    site = re.sub(r"^.*listen \[::\].*\n", "", site, flags=re.MULTILINE)
    site = re.sub(r"^ +listen 80.*\n", "    listen unix:%s;\n" % (folder / "http.socket"), site, flags=re.MULTILINE)
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}")
    if not is_secure:
        site = re.sub(r"^ +ssl_.*\n", "", site, flags=re.MULTILINE).replace(" ssl http2;", ";").replace(" ssl ", " ")
    for name, place in {
        "/etc/letsencrypt/live/www.example.org": folder,
        "/srv/kratominfo/var": var,
        "/var/lib/nginx/kratominfo": folder / "kept",
        "/var/log/nginx/kratominfo.log": folder / "access.log",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "www.example.org": host,
    }.items():
        site = site.replace(name, str(place))
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(AROUND.format(folder=folder, user=user, site=site))
    return configuration


def certify(folder: Path) -> None:
    """A certificate for one day that nobody has signed but itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@contextmanager
def running(configuration: Path) -> Iterator[subprocess.Popen[bytes]]:
    folder = configuration.parent
    command = [NGINX or "nginx", "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(configuration)]
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)
    try:
        deadline = time.monotonic() + 10
        while not (folder / "nginx.pid").exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "nginx.log").read_text())
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=10)
