"""GitLab's Jobs API: what a pipeline's jobs are and have measured, and what is done with it.

Source: https://docs.gitlab.com/api/jobs/ and https://docs.gitlab.com/api/job_artifacts/
"""
