"""Records a run as Cucumber Messages, by hooks of pytest and pytest-bdd."""
