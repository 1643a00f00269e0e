"""The use-cases, as plain functions that the commands call.

discover -> read -> resolve paths -> merge -> build job -> encode -> deliver: each step is a plain
function of its inputs, and a dry run stops before the last.
"""
