"""The bundled embedding: ``tokenizer.json`` and ``model.safetensors`` in sentence-transformers' layout.

``python -m index.embedding.train`` makes both anew from the vocabulary and the phrases beside this file; no published
document takes part.
"""
