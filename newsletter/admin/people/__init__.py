"""People in the admin: finding them, one person's page, what is done to one or to many, and reports of them all."""
