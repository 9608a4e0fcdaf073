"""Determinations and timelines for people: as text, Markdown, HTML and pictures.

A report lays out what a determination holds. It holds no rule, no threshold and no nation; words come from the rulebook's vocabulary.
"""
