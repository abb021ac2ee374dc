"""People an organization thinks of, on lists that all its members see, with a note to each.

Owners, bookers and approvers keep the lists; nobody outside sees them, and least of all those who stand on them: an expert who is a
member of the organization does not find themself there either. Whoever hides their profile stays on a list without a name.
Lifecycle: shortlist (kept, archived), entry (listed, off).
Events: ShortlistMade, ShortlistRenamed, ShortlistArchived, ShortlistRestored, EntryAdded, EntryTakenOff, EntryPutBack, NoteWritten.
"""
