"""Tests of the PowerPoint output."""
