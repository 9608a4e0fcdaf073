"""Text to tree: YAML with its lines, Markdown with its blocks, quantities, and the condition language.

Nothing here knows of missiles, nations or policies; a name is a name until the rulebook says what it means.
"""
