Feature: What a room does not offer
  Not every room has a chat, or polls. A room that does without says so, is not asked for them, and must then keep its
  word: nothing of what it declares not to offer may be found by anybody.

  Background:
    Given a session in which everyone may join the stage
    And Maya moderates
    And Ada attends

  Rule: What a room declares not to offer is nowhere to be found

    @absent-chat
    Scenario: No chat
      Then nobody finds a chat

    @absent-reactions
    Scenario: No reactions
      Then nobody finds a way to react

    @absent-hands
    Scenario: No raised hands
      Then nobody finds a way to raise a hand

    @absent-polls
    Scenario: No polls
      Then nobody finds polls

    @absent-quizzes
    Scenario: No quizzes
      Then nobody finds quizzes

    @absent-mute_all
    Scenario: No muting of everybody
      Given Ada is on stage
      Then nobody finds a way to mute everybody

    @absent-level_meter
    Scenario: No level meter
      When Ada chooses to join the stage
      Then nobody finds a level meter
