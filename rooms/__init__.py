"""The rooms under test: opens sessions in them, and adapts the page objects to other screens."""
