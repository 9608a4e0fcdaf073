"""From an item to the entries of the Annex: by its figures, by a text, by a data sheet.

Figures decide; a text or a sheet only proposes. Nothing here holds a limit or an entry: both are law.
"""
