"""A small room with the documented words, but with a different stack and different HTML than the reference room.

Tests know only its address. They run it as a conforming room, and with one of the faults that rooms tend to have. The
small room shares no code, page or message with the reference room. ``python -m tests.rooms.independent`` starts it.
"""
