"""Sessions with stand-ins for people, who have no browsers.

RulesSession      in memory; commands run on the rules
CrowdedSession    a RulesSession with many people, for screens
StoredSession     in the database; commands run through the store
ConnectedSession  in a running room; each person has cookies and connections, but no browser

The people of a scenario, who have browsers, are in people/.
"""
