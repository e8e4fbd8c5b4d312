"""The rules of stage, polls, quizzes and chat, and what each person may see. Plain Python without I/O."""
