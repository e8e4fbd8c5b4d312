"""Adds properties of the run, verdicts, and the outcome of a confirmation to pytest's JUnit XML."""

from xml.etree.ElementTree import Element, SubElement

import pytest

# Pytest's plugin has no public way to change a test case once it is complete.
from _pytest.junitxml import bin_xml_escape, mangle_test_address, xml_key

from conformance.verdicts import Verdict


def add_run_property(config: pytest.Config, name: str, value: str) -> None:
    """Add a property to the whole run, where JUnit XML is written."""
    xml = config.stash.get(xml_key, None)
    if xml is not None:
        xml.add_global_property(name, value)


def add_verdict(config: pytest.Config, nodeid: str, verdict: Verdict) -> None:
    """Add the verdict to the test case as its property "verdict"."""
    for case in _find_cases(config, nodeid):
        SubElement(_find_or_add_properties(case), "property", name="verdict", value=verdict.value)


def add_confirmation(config: pytest.Config, nodeid: str, verdict: Verdict, text: str) -> None:
    """Make the verdict the type of the failure; add the text about both attempts as output.

    An inconsistent test stays a ``failure`` element, which all tools that read JUnit XML know; its type is
    "inconsistent".
    """
    for case in _find_cases(config, nodeid):
        SubElement(case, "system-out").text = bin_xml_escape(text)
        for failure in (*case.iter("failure"), *case.iter("error")):
            failure.set("type", verdict.value)
            if verdict is Verdict.INCONSISTENT:
                failure.set("message", f"inconsistent, {verdict.meaning}: {failure.get('message')}")


def _find_cases(config: pytest.Config, nodeid: str) -> list[Element]:
    xml = config.stash.get(xml_key, None)
    if xml is None:
        return []
    *names, name = mangle_test_address(nodeid)
    classname = ".".join([xml.prefix, *names] if xml.prefix else names)
    cases = [reporter.to_xml() for reporter in xml.node_reporters_ordered]
    return [case for case in cases if (case.get("classname"), case.get("name")) == (classname, bin_xml_escape(name))]


def _find_or_add_properties(case: Element) -> Element:
    properties = case.find("properties")
    if properties is None:
        properties = Element("properties")
        case.insert(0, properties)
    return properties
