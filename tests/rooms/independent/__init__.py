"""A small room with the documented words, written with another stack and other HTML than the reference room.

It is there to be tested: as it is, by its address alone, and with one of the faults that rooms are apt to have. It
shares no code, no page and no message with the reference room. ``python -m tests.rooms.independent --help`` starts it.
"""
