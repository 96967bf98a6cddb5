"""The live feed: server-sent events of a project, filtered for each listener, resumed from any number.

`view` opens a stream, `hub` has one `feed` per project in a process, `bell` wakes the feeds, `sight` knows what one
person may see and what changed about that. PostgreSQL is the truth: whoever is woken reads the log from its last
number, so that a lost message costs a moment and never an event.
"""
