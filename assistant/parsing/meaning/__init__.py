"""What a question means, read from its words and the turns before it, whatever documents are loaded."""

from assistant.parsing.meaning.model import INTENTS, Bound, Claim, Group, Meaning, Metric
from assistant.parsing.meaning.reading import read_meanings

__all__ = ["INTENTS", "Bound", "Claim", "Group", "Meaning", "Metric", "read_meanings"]
