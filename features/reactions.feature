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
      When Ben reacts with "Heart"
      Then Ada sees "Heart" from Ben over the stage
      When Ada reacts with "Applause"
      Then Ben sees "Applause" from Ada over the stage

  Rule: Besides applause and a heart there are four more to choose from

    @VIEW-12
    Scenario Outline: There is "<reaction>" to choose
      Given Ada attends
      When Ada reacts with "<reaction>"
      Then Maya sees "<reaction>" from Ada over the stage

      Examples:
        | reaction  |
        | Laugh     |
        | Thumbs up |
        | Surprise  |
        | Celebrate |
