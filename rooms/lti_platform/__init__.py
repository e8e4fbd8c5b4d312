"""A small learning platform for LTI 1.3, as a test host: accounts, a course, and activities in frames.

`lti1p3platform`, a library that is independent of this project, builds and signs the messages, and checks the tool's.
"""
