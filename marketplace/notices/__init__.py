"""Telling people: in the app at once, by mail right after, once for each event and person.

A notice that could not be mailed is tried again under the same Message-ID, so a receiver can drop a repeat.
Events: NoticeWritten.

What is said about each noun stands in `about_<noun>.py`: reactions, one for each fact.
"""
