"""The command ``licet``: a face that asks the floors below and prints what they say; no rule, threshold or nation stands here."""
