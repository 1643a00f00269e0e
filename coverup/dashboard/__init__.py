"""code-coverage-dashboard: reports that are filed under their repository and branch.

Source: https://github.com/rakutentech/code-coverage-dashboard
"""
