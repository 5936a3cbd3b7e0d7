"""`make crash-test`: every case, its figures as a table. PostgreSQL is what DATABASE_URL names, if it names one."""

from __future__ import annotations

import argparse
import os
import sys
from itertools import product

from tests.newsletter.crash.running import run

COLUMNS = ["audience", "accepted", "refused", "skipped", "in_doubt", "lost", "repeats", "doubts", "state", "seconds"]
CASES = [("kind", False), ("awkward", False), ("awkward", True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", default="10000")
    parser.add_argument("--kills", default="30")
    parser.add_argument(
        "--server", default=os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    )
    options = parser.parse_args()
    print(f"{options.recipients} recipients, {options.kills} x kill -9")
    print("\t".join(["database", "workers", "server", "resend", *COLUMNS]), flush=True)
    servers = {"SQLite": None, "PostgreSQL": options.server if options.server.startswith("postgres") else None}
    is_good = True
    for (name, server), workers, (mood, resend) in product(servers.items(), (1, 4), CASES):
        if name == "PostgreSQL" and server is None:
            print("PostgreSQL\tleft out: DATABASE_URL names none")
            break
        words = ["--recipients", options.recipients, "--kills", options.kills, "--workers", str(workers)]
        found = run(server, *words, "--mood", mood, *(["--resend"] if resend else []))
        row = [name, workers, mood, "on" if resend else "off", *(found[column] for column in COLUMNS)]
        print("\t".join(map(str, row)), flush=True)
        is_good &= found["lost"] == 0 and found["repeats"] <= (found["doubts"] if resend else 0)
    print("Nobody is unaccounted for." if is_good else "SOMEBODY IS UNACCOUNTED FOR.")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
