"""What is new, for feed readers: Atom, RSS and JSON Feed, of the site, of each topic and of what changed."""
