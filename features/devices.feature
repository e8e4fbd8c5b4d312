Feature: Choosing microphone and camera
  Before going live, people choose a camera and a microphone, and switch each of them on or off. If a device cannot be
  used, an alert says which one and what to do, and the person can join the stage without it.

  Background:
    Given a session in which attendees come on stage
    And Maya moderates

  Rule: The window shows the picture of the chosen camera

    @DEVICE-1
    Scenario: The person's own camera in the preview
      Given Ada attends
      When Ada chooses to join the stage
      Then Ada sees their own camera in the preview

    @DEVICE-1
    Scenario: The preview follows the choice
      Given Ada attends with several cameras
      When Ada chooses to join the stage
      And Ada chooses another camera
      Then the preview of Ada shows the chosen camera

  Rule: The chosen devices are the ones that go live

    @DEVICE-2
    Scenario: Another camera and another microphone
      Given Ada attends with several cameras
      And Ada is getting ready
      When Ada chooses another camera
      And Ada chooses another microphone
      And Ada goes live
      Then Ada is on stage
      And the chosen camera of Ada is live
      And the chosen microphone of Ada is live

  Rule: What is switched off before going live stays off

    @DEVICE-3
    Scenario: Live without the microphone
      Given Ada and Ben attend
      And Ben is on stage
      And Ada is getting ready
      When Ada switches the microphone off before going live
      And Ada goes live
      Then Maya still sees Ada, but hears only Ben
      And Ada finds the microphone switched off and the camera switched on
      When Ada switches the microphone on
      Then Maya sees and hears Ada and Ben

    @DEVICE-3
    Scenario: Live without the camera
      Given Ada and Ben attend
      And Ben is on stage
      And Ada is getting ready
      When Ada switches the camera off before going live
      And Ada goes live
      Then Maya still hears Ada, but sees only Ben
      And Ada finds the microphone switched on and the camera switched off
      When Ada switches the camera on
      Then Maya sees and hears Ada and Ben

  Rule: If a device cannot be used, an alert says which one, and the person can go on without it

    @DEVICE-4
    Scenario: The browser blocks the camera
      Given Ada attends with a blocked camera
      And Ben attends
      And Ben is on stage
      When Ada chooses to join the stage
      Then Ada is notified that the camera cannot be used
      When Ada goes live
      Then Ada is on stage
      And Maya still hears Ada, but sees only Ben

    @DEVICE-4
    Scenario: The browser blocks the microphone
      Given Ada attends with a blocked microphone
      And Ben attends
      And Ben is on stage
      When Ada chooses to join the stage
      Then Ada is notified that the microphone cannot be used
      When Ada goes live
      Then Ada is on stage
      And Maya still sees Ada, but hears only Ben

    @DEVICE-4
    Scenario: There is no camera
      Given Ada attends without a camera
      And Ben attends
      And Ben is on stage
      When Ada chooses to join the stage
      Then Ada is notified that the camera cannot be used
      When Ada goes live
      Then Ada is on stage
      And Maya still hears Ada, but sees only Ben

    @DEVICE-4
    Scenario: There is neither camera nor microphone
      Given Ada attends without camera and microphone
      When Ada chooses to join the stage
      Then Ada is notified that the camera cannot be used
      And Ada is notified that the microphone cannot be used
      When Ada goes live
      Then Ada is on stage

    @DEVICE-4
    Scenario: Another program uses the camera
      Given Ada attends with a camera that another program uses
      And Ben attends
      And Ben is on stage
      When Ada chooses to join the stage
      Then Ada is notified that the camera cannot be used
      When Ada goes live
      Then Ada is on stage
      And Maya still hears Ada, but sees only Ben

    @DEVICE-4
    Scenario: The camera is unplugged on stage
      Given Ada and Ben attend
      And Ada and Ben are on stage
      And Maya sees and hears Ada and Ben
      When the camera of Ada is unplugged
      Then Ada is notified that the camera is gone
      And Ada finds the microphone switched on and the camera switched off
      And Maya still hears Ada, but sees only Ben
      When the camera of Ada is plugged in again
      Then Maya sees and hears Ada and Ben

    @DEVICE-4
    Scenario: The microphone is unplugged on stage
      Given Ada and Ben attend
      And Ada and Ben are on stage
      And Maya sees and hears Ada and Ben
      When the microphone of Ada is unplugged
      Then Ada is notified that the microphone is gone
      And Maya still sees Ada, but hears only Ben
      When the microphone of Ada is plugged in again
      Then Maya sees and hears Ada and Ben

  Rule: A level meter shows the sound level of the microphone

    @DEVICE-5
    Scenario: The level meter follows the microphone
      Given Ada attends
      When Ada chooses to join the stage
      Then the level meter of Ada rises
      When Ada switches the microphone off before going live
      Then the level meter of Ada falls to zero
      When Ada switches the microphone on before going live
      Then the level meter of Ada rises
