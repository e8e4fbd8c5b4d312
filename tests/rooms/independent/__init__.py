"""A small room with the documented words, but a stack and HTML unlike the reference room's.

Tests know only its address. They run it as a conforming room, and with one of the faults that rooms tend to have. The
small room shares no code, page or message with the reference room. ``python -m tests.rooms.independent`` starts it.
"""
