Feature: Reactions
  Whoever cannot be heard can still applaud. A reaction needs no words and no turn: it appears over the stage before
  everybody's eyes, says whose it is, and is gone again.

  Background:
    Given a session with an audience
    And Maya moderates

  Rule: A viewer reacts, and others see the reaction and whose it is

    @VIEW-4
    Scenario: Applause from the audience
      Given Ada and Ben attend
      And Maya is on stage
      When Ada reacts with "Applause"
      Then Maya sees "Applause" from Ada over the stage
      When Ada reacts with "Heart"
      Then Ben sees "Heart" from Ada over the stage

    @VIEW-4
    Scenario: Before an empty stage, and from several
      Given Ada and Ben attend
      When Ben reacts with "Laugh"
      Then Ada sees "Laugh" from Ben over the stage
      When Ada reacts with "Thumbs up"
      Then Ada sees "Thumbs up" from Ada over the stage

    @VIEW-4
    Scenario Outline: There is "<reaction>" to choose
      Given Ada attends
      When Ada reacts with "<reaction>"
      Then Maya sees "<reaction>" from Ada over the stage

      Examples:
        | reaction  |
        | Surprise  |
        | Celebrate |
