"""Comparison of texts: which of many share words, which passages those are, and what kind of relation they suggest.

`words` cuts a text into words that compare equal however they are printed; `shingles` names runs of words by numbers;
`index` finds candidate pairs among many texts; `passages` lays two texts beside each other; `quotations` and `naming`
read what a text says of where its words are from; `kinds` draws the suggestion. All of it is pure.
"""
