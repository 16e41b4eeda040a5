"""The record as statements of the Experience API (xAPI): who did what, fact by fact.

``vocabulary`` holds the words, ``statements`` the shape of each statement and ``facts``
where each comes from. A statement says of a fact what was known when it was recorded,
so it never changes; what turned out otherwise is said by a later one that voids it.
"""
