Feature: Raised hands
  A viewer with something to say raises a hand, as in a classroom. Moderators see who raised a hand first, and decide
  what to do about it. Raising a hand does not ask for a place on stage.

  Rule: A viewer raises and lowers a hand, and moderators see whose hands are raised, in order

    @VIEW-5
    Scenario: First raised, first in the list
      Given a session with an audience
      And Maya and Noah moderate
      And Ada, Ben and Cleo attend
      When Cleo raises a hand
      And Ada raises a hand
      Then Maya finds the raised hands of Cleo and Ada, in this order
      And Noah finds the raised hands of Cleo and Ada, in this order
      And Ben finds their own hand not raised
      When Cleo lowers the hand
      Then Maya finds the raised hand of Ada
      When Cleo raises a hand
      Then Maya finds the raised hands of Ada and Cleo, in this order

  Rule: A person who comes on stage no longer has a raised hand

    @VIEW-13
    Scenario: The hand goes down on stage, and stays down afterwards
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada and Ben attend
      And Ada has raised a hand
      And Ben has raised a hand
      When Ada joins the stage
      Then Maya finds the raised hand of Ben
      When Maya removes Ada from the stage
      Then Ada finds their own hand not raised
      And Maya finds the raised hand of Ben

  Rule: Raising a hand is not asking to join

    @VIEW-10
    Scenario: A raised hand opens no request
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada and Ben attend
      When Ada raises a hand
      Then Maya finds the raised hand of Ada
      When Ben asks to join the stage
      Then Maya is notified that Ben asks
      And Maya is not notified of Ada
      And Ada finds "Ask to join stage" at the bottom of the screen

    @VIEW-10
    Scenario: A raised hand stays when a request is declined
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      And Ada has raised a hand
      When Ada asks to join the stage
      Then Maya is notified that Ada asks
      When Maya declines the request of Ada
      Then Ada is notified that the request was declined
      And Maya finds the raised hand of Ada

    @VIEW-10
    Scenario: A raised hand where nobody may join the stage
      Given a session in which nobody may join the stage
      And Maya moderates
      And Ada attends
      When Ada raises a hand
      Then Maya finds the raised hand of Ada
      And Ada finds no way to join the stage or to ask for it
      And Maya cannot invite Ada to the stage

  Rule: A moderator can clear all raised hands

    @MODERATE-8
    Scenario: Clearing the raised hands
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      And Ada has raised a hand
      And Ben has raised a hand
      And Maya finds the raised hands of Ada and Ben, in this order
      Then Ben cannot clear the raised hands
      When Maya clears the raised hands
      Then Maya finds no hand raised
      And Ada finds their own hand not raised
      And Ben finds their own hand not raised
      When Ben raises a hand
      Then Maya finds the raised hand of Ben
