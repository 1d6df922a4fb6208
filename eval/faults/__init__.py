"""Fault injection: right sentences about indexed documents, one thing corrupted at a time, and who notices."""
