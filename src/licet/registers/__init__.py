"""Readers of published formats, and what they are read for: to hold the law's entries and references against the lists themselves.

A reader knows the form of a file and nothing of the law. No published list is part of Licet; each is read from a folder of the user's.
"""
