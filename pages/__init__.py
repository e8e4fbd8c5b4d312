"""What a person sees and touches in a room: one small class per place on the screen.

Places are found by role and accessible name alone, in the words of the documentation, so any room that uses
those words and sound HTML can be driven by them.
"""
