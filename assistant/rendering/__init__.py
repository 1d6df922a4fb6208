"""Answers and documents as the contract's JSON, as terminal text, and as the HTML of the web app."""
