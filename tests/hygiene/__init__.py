"""Hygiene checks: checks of features, steps and page objects that need no room.

They are part of `make check`, except test_then_steps.py, which needs a browser. Ruff bans sleeps (TID251 in
pyproject.toml).

| module               | finds                                                                                |
|----------------------|--------------------------------------------------------------------------------------|
| test_steps.py        | undefined, ambiguous and unused steps                                                |
| test_rule_ids.py     | scenarios without an id, ids without a scenario, missing or new ids                  |
| test_page_objects.py | unused methods of page objects, pauses, checks of the screen that do not wait        |
| test_then_steps.py   | Then steps that hold on a blank page                                                 |
"""
