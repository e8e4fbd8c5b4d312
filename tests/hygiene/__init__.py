"""Hygiene checks: checks of features, steps and page objects that need no room.

They are part of `make check`, except test_then_steps.py, which needs a browser. Ruff bans sleeps (TID251 in
pyproject.toml).

| module               | finds                                                                                |
|----------------------|--------------------------------------------------------------------------------------|
| test_steps.py        | undefined and ambiguous steps, unused step definitions                               |
| test_rule_ids.py     | scenarios without an id, ids without a scenario, ids that were removed or reused     |
| test_page_objects.py | unused methods of page objects, pauses, checks of the screen that do not wait        |
| test_adapters.py     | long adapters, locators that no room file uses                                       |
| test_then_steps.py   | Then steps that pass on a blank page                                                 |
"""
