"""Finding experts who are certified, free, near enough or remote, affordable; in the customer's words.

`query` is what an address asks, `understanding` what its words mean, `lookup` what it names. `sieve` turns that into conditions,
`finding` and `facets` into answers, `cards`, `results` and `reasons` into what a page shows; `ranking` holds the published
numbers. All of it reads a projection: one row for each live certificate of a published expert (`models.Offer`) with the days of
a year as bits, and the engine's own text index (`engines`). `projection` changes it in the transaction that changes the truth;
`rebuilding` makes it anew, `checking` compares.

`asked` notes what customers look for, without saying who or in which words; `standing` tells experts how they come out.
"""
