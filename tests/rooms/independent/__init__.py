"""A small room with the documented words, but another stack and other HTML than the reference room.

Tests check it by its address alone, both as a conforming room and with one of the faults that rooms tend to have. It
shares no code, page or message with the reference room. ``python -m tests.rooms.independent --help`` starts it.
"""
