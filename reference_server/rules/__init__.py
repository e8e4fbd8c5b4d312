"""What is allowed: the stage, polls and quizzes, and what each person may see. Plain Python without I/O."""
