"""Tests of the doctor: its findings, its proposals and its report."""
