"""Golden files: what real documents say, written down by people who read them, and how much of it is read right.

``records`` is the format, ``scoring`` compares a read document with it, ``drafts`` helps to write one.
"""
