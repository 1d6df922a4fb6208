"""Questions about sample documents: each module asks one family of them, answers computed from the model."""
