"""``budget-qa check``: every figure of any Chinese text judged against the documents in view.

Reading the text (``claims``) and looking its metrics up (``matching``) share the documents' facts with the answerer,
and nothing of its claims: a text is judged by what it says, not by who wrote it.
"""

from assistant.checking.judge import check_text, faulty
from assistant.checking.model import Judgement, Verdict

__all__ = ["Judgement", "Verdict", "check_text", "faulty"]
