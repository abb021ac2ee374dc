"""Who used what for how long, on the word of those who can know: the vendor's staff, or the organization where it was."""
