"""All content of the site in one file: every text with its history, and every picture. Out of one database, into an
empty one of either kind."""
