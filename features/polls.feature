Feature: Polls
  A moderator asks the attendees a question, and sees the votes as they come in. Attendees see the result only when the
  poll is closed, so that nobody is influenced by the others. Until then they can change their vote.

  Background:
    Given a session with polls
    And Maya moderates
    And Ada and Ben attend

  Rule: Where polls are enabled, a viewer can take part in them

    @VIEW-6
    Scenario: From the question to the result
      When Maya opens the poll "Shall we meet outdoors?" with "Yes", "No" and "In spring"
      And Ada votes for "Yes"
      And Ben votes for "In spring"
      And Maya closes the poll
      Then Maya finds 1 vote for "Yes" and 1 vote for "In spring"
      And Maya finds 0 votes for "No"
      And Ada finds 1 vote for "Yes" and 1 vote for "In spring"

    @VIEW-6
    Scenario: A person who arrives while a poll is open can vote as well
      Given Maya has opened the poll "Shall we meet outdoors?" with "Yes" and "No"
      And Ada has voted for "No"
      When Cleo arrives
      And Cleo votes for "Yes"
      And Maya closes the poll
      Then Maya finds 1 vote for "Yes" and 1 vote for "No"

  Rule: Viewers are notified of a poll, reach it from the notification, and find their own vote marked

    @VIEW-16
    Scenario: The notification of a poll
      When Maya opens the poll "Shall we meet outdoors?" with "Yes", "No" and "In spring"
      Then Ada is notified of the poll
      And the notification leads Ada to the poll
      When Cleo arrives
      Then Cleo is notified of the poll
      When Ada votes for "Yes"
      And Ben votes for "In spring"
      And Maya closes the poll
      Then Ada is notified that the poll is closed
      And Ada finds "Yes" marked as their own vote
      And Ben finds "In spring" marked as their own vote

  Rule: A vote can be changed until the poll is closed, and counts once

    @VIEW-14
    Scenario: Changing a vote before the close
      Given Maya has opened the poll "Shall we meet outdoors?" with "Yes" and "No"
      And Ada has voted for "Yes"
      And Ben has voted for "Yes"
      When Ada votes for "No"
      Then Maya finds 1 vote for "Yes" and 1 vote for "No"
      And Ada finds "No" chosen
      And Ben finds "Yes" chosen
      When Maya closes the poll
      Then Ben finds 1 vote for "Yes" and 1 vote for "No"

    @VIEW-14
    Scenario: Votes cannot be changed after the close
      Given Maya has opened the poll "Shall we meet outdoors?" with "Yes" and "No"
      And Ada has voted for "Yes"
      And Ada has voted for "No"
      When the browser of Ada repeats what it sent to vote for "Yes"
      Then Maya finds 1 vote for "Yes" and 0 votes for "No"
      When Ada votes for "No"
      And Maya closes the poll
      Then Ada cannot vote any more
      When the browser of Ada repeats what it sent to vote for "Yes"
      And Cleo arrives
      Then Cleo finds 0 votes for "Yes" and 1 vote for "No"
      And Maya finds 0 votes for "Yes" and 1 vote for "No"

  Rule: Until the close the votes are shown to moderators alone

    @VIEW-15
    Scenario: No result before the close
      Given Maya has opened the poll "Shall we meet outdoors?" with "Yes" and "No"
      And Ada has voted for "Yes"
      Then Maya finds 1 vote for "Yes" and 0 votes for "No"
      And Ada finds no result of the poll
      And Ben finds no result of the poll
      When Maya closes the poll
      Then Ben finds 1 vote for "Yes" and 0 votes for "No"
      And Ada finds 1 vote for "Yes" and 0 votes for "No"

  Rule: Moderators prepare polls, also with several choices, and do not vote themselves

    @MODERATE-12
    Scenario: Several choices
      Given Maya has opened the poll "What shall we rehearse?", with several choices, with "Lights", "Sound" and "Cues"
      When Ada votes for "Lights" and "Cues"
      And Ben votes for "Cues"
      Then Maya finds 1 vote for "Lights" and 2 votes for "Cues"
      And Maya finds 0 votes for "Sound"

    @MODERATE-12
    Scenario: A draft is for moderators, and any of them can open and close it
      Given Noah moderates
      And Maya has written the poll "Shall we meet outdoors?" with "Yes" and "No"
      Then Noah finds the poll
      And Ada does not find the poll
      When Ada reloads the page
      Then Ada does not find the poll
      When Noah opens the poll
      Then Ada finds the poll
      And Noah cannot vote
      When Ada votes for "Yes"
      Then Noah finds 1 vote for "Yes" and 0 votes for "No"
      And Maya finds 1 vote for "Yes" and 0 votes for "No"
      When Maya closes the poll
      Then Ada finds 1 vote for "Yes" and 0 votes for "No"

  Rule: A vote is not lost

    @STEADY-1 @STEADY-3
    Scenario: A vote is kept after a reload and a restart
      Given Maya has opened the poll "Shall we meet outdoors?" with "Yes" and "No"
      And Ada has voted for "No"
      When Ada reloads the page
      Then Ada finds "No" chosen
      When the room restarts without warning
      Then Ada finds "No" chosen
      And Maya finds 0 votes for "Yes" and 1 vote for "No"
      When Ben votes for "Yes"
      Then Maya finds 1 vote for "Yes" and 1 vote for "No"
