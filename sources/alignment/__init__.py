"""Which parts of two texts are the same words: the core under re-anchoring and under the diff that people read.

`align(old, new)` cuts both texts into segments that follow one another in both and together cover both. All offsets
are code points. Nothing here knows of marks, databases or requests.

How it is found: lines that stand once in both texts hold the texts together; the heaviest chain of them that keeps
the order wins (as in patience diff). What lies between is taken apart into words and punctuation, and held together by
runs of tokens that stand once on both sides, long runs first; what is left is compared token by token, within bounds.
Time grows with the length of the texts, not with its square. White space and hyphens at line ends do not count as
words: a text that was only wrapped anew is wholly the same.
"""

from sources.alignment.model import Alignment, Kind, Loose, Segment
from sources.alignment.segments import align

__all__ = ["Alignment", "Kind", "Loose", "Segment", "align"]
