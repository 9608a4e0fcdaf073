"""A register as a folder that is kept elsewhere, and back: all of the database at one moment, its head, and the digest of everything in it."""
