"""Page objects: one small class for each part of the screen, such as toolbar, stage and chat.

They find elements by role and accessible name alone, in the documented words. Any room that uses those words and
semantic HTML can be driven by them.
"""
