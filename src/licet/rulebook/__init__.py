"""The rulebook: facts, questions, instruments, rules and dated groups, as read from ``law/`` and checked before any use.

What a rule means for one transfer is decided elsewhere; here stands what the law is and when.
"""
