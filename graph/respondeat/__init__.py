"""An evidence graph of actors, agreements and incidents: who says what, where, and how surely."""

__version__ = "0.1.0"
