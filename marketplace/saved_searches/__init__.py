"""Searches that people keep, and what they are told about them.

A saved search is a query's own address under a name. With alerts (instant, daily or weekly) its owner hears of people who answer
it and did not before: whoever is found while alerts are switched on counts as known, and nobody is told of twice. The people told
of are rows of the transaction in which the fact is recorded, so neither a crash nor a second worker repeats anybody.
Events: SearchSaved, SearchRevised, SearchDeleted, AlertsStopped, ExpertsFound.
"""
