"""The version of Licet."""

__version__ = "0.1.0"
