"""A plan as files that a jurist can read: the form in which it is kept and moved."""
