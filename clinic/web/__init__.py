"""Pages for patients, therapists and clinic admins."""
