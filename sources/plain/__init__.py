"""Plain text read for its blocks: what a text that says nothing about itself shows by its lines alone.

Every rule is one small file that looks at lines or passages and knows none of its siblings' words; `finding` puts them
together. All of it is pure, and every step is one walk over the text, so the cost grows with its length.
"""
