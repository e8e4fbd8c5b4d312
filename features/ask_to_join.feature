Feature: Asking to join the stage
  In some sessions attendees ask to join the stage. A moderator sees the requests, and brings a person to the stage or
  declines. The person then decides when to go live. A request that is not answered yet can be cancelled.

  Background:
    Given a session in which attendees ask to join the stage
    And Maya moderates

  Rule: An attendee can ask to join, but not join uninvited

    @ASK-1
    Scenario: The button to ask is at the bottom of the screen
      When Ada arrives
      Then Ada finds "Ask to join stage" at the bottom of the screen

  Rule: The moderator is notified of each person who asks, by name

    @ASK-2
    Scenario: A request reaches the moderator
      Given Ada and Ben attend
      When Ada asks to join the stage
      Then Maya is notified that Ada asks
      And Maya is not notified of Ben
      When Ben asks to join the stage
      Then Maya is notified that Ben asks

  Rule: Approval is an invitation, and does not by itself put anybody on stage

    @ASK-3
    Scenario: An approved request becomes an invitation
      Given Ada and Ben attend
      And Ben is on stage
      And Ada has asked to join the stage
      When Maya brings Ada to the stage
      Then Ada is invited to join the stage
      And Maya sees and hears Ben, but at no time Ada
      And Ada is a viewer on everybody else's screen

  Rule: The invited person can join at once, or choose devices first

    @ASK-4
    Scenario: Joining at once
      Given Ada attends
      And Ada has asked to join the stage
      And Maya has brought Ada to the stage
      When Ada accepts the invitation
      And Ada goes live
      Then Ada is on stage
      And Maya sees and hears Ada

    @ASK-4
    Scenario: Choosing another camera first
      Given Ada attends with several cameras
      And Ada has asked to join the stage
      And Maya has brought Ada to the stage
      When Ada accepts the invitation
      And Ada chooses another camera
      And Ada goes live
      Then Ada is on stage
      And the chosen camera of Ada is live

  Rule: A declined person is notified, and stays a viewer

    @ASK-5
    Scenario: A declined request
      Given Ada and Ben attend
      And Ada has asked to join the stage
      And Ben has asked to join the stage
      When Maya declines the request of Ada
      Then Ada is notified that the request was declined
      And Ada is a viewer
      And Maya is notified that Ben asks
      And Ben still waits for an answer

  Rule: A declined person can ask again

    @ASK-6
    Scenario: Asking a second time
      Given Ada attends
      And Ada has asked to join the stage
      And Maya has declined the request of Ada
      When Ada asks to join the stage
      Then Maya is notified that Ada asks

  Rule: A request can be cancelled until it is answered

    @ASK-7
    Scenario: Cancelling a request
      Given Ada and Ben attend
      And Ada has asked to join the stage
      And Ben has asked to join the stage
      When Ada cancels the request
      Then Maya is no longer notified of Ada
      And Maya is notified that Ben asks
      And Ada is a viewer

  Rule: A person who has cancelled a request can ask again

    @ASK-8
    Scenario: Asking again after cancelling
      Given Ada attends
      And Ada has asked to join the stage
      And Ada has cancelled the request
      When Ada asks to join the stage
      Then Maya is notified that Ada asks
      When Maya brings Ada to the stage
      Then the request of Ada is approved

  Rule: Every moderator is notified, until one of them answers

    @ASK-9
    Scenario: Two moderators, one answer
      Given Noah moderates
      And Ada attends
      When Ada asks to join the stage
      Then Maya is notified that Ada asks
      And Noah is notified that Ada asks
      When Noah brings Ada to the stage
      Then Maya is no longer notified of Ada
      And the request of Ada is approved

    @ASK-9
    Scenario: Two moderators, one decline
      Given Noah moderates
      And Ada attends
      And Ada has asked to join the stage
      And Noah is notified that Ada asks
      When Maya declines the request of Ada
      Then Noah is no longer notified of Ada
      And Ada is notified that the request was declined

  Rule: Requests are listed in the order of their arrival

    @ASK-10
    Scenario: First come, first in the list
      Given Ada, Ben and Cleo attend
      When Cleo asks to join the stage
      And Ada asks to join the stage
      And Ben asks to join the stage
      Then Maya finds the requests of Cleo, Ada and Ben in this order
      When Cleo cancels the request
      And Cleo asks to join the stage
      Then Maya finds the requests of Ada, Ben and Cleo in this order

  Rule: Other attendees learn neither who asks nor who was declined

    @ASK-11
    Scenario: Other attendees learn neither of the request nor of its decline
      Given Ada and Ben attend
      When Ada asks to join the stage
      And Maya declines the request of Ada
      And Cleo arrives
      Then Ben finds Cleo listed under "Viewers"
      And Ben was never notified of Ada

  Rule: The person who asked is notified of the decline, and the moderator who declined is not

    @ASK-12
    Scenario: The decline reaches the right person
      Given Ada attends
      And Ada has asked to join the stage
      When Maya declines the request of Ada
      Then Ada is notified that the request was declined
      And Maya was never notified of a decline
