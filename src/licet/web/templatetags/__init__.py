"""The words that templates have beside Django's own."""
