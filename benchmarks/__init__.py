"""`make bench`: the real program in a real pseudoterminal, a scripted broker in another process, and one table."""
