"""The site's own settings with one more address: a bare Django view."""

from kratominfo.settings import *  # noqa: F403 -- what settings are for

ROOT_URLCONF = "tests.bench_growth.addresses"
