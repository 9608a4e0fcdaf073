"""Deciding one transfer: three-valued answers, the rules behind them, what is missing, and what would change them.

A rulebook comes in, bound to a day; facts come in as a state of values; answers go out. No file is read here and no nation is named.
"""
