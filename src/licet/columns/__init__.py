"""Many transfers: the rules of a rulebook over tables, by several executors that give the same answers.

A row is a transfer. How its columns are named is in :mod:`licet.columns.headings`, the form of its answers in
:mod:`licet.columns.answers`; each executor is one file. Nothing here knows a fact, a rule or a nation by name.
"""
