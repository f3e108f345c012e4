"""Joins the four verbs: collect, argue, compose, render."""
