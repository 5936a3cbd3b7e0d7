"""What people do for themselves behind the link that every letter holds: choose, pause, move, see, download, erase."""
