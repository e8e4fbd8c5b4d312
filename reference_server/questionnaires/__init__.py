"""Polls and quizzes: what they are, who may see what of them, and how they are kept."""
