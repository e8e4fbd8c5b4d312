"""A small learning platform for LTI 1.3, as a test host: accounts, a course, and activities in frames.

`lti1p3platform` builds and signs the messages, and checks those of the tool; it was written apart from this project.
"""
