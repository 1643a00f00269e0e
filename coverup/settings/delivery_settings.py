"""Where jobs are delivered, what happens when that fails, and what a build must have."""

from typing import Final

from coverup.settings.setting import Setting, choice, row

DELIVERY_SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "endpoint",
        "endpoint",
        "The Coveralls server.",
        "--endpoint",
        ("COVERALLS_ENDPOINT", "COVERALLS_HOST"),
        ("endpoint", "coveralls_host", "coveralls_endpoint"),
    ),
    Setting(
        "carryforward",
        "list",
        "Flags whose last coverage stands in for jobs that did not run; `missing`: those expected.",
        "--carryforward",
        ("COVERALLS_CARRYFORWARD_FLAGS", "COVERALLS_CARRYFORWARD"),
        ("carryforward", "carryforward_flags"),
    ),
    row(
        "timeout",
        "seconds",
        "How long to wait for a connection (10 s), or for the next piece of an answer (120 s).",
        "--timeout",
    ),
    row("retries", "number", "How often a request is sent again after a fault (4).", "--retries"),
    row(
        "deadline",
        "seconds",
        "How long a request may take in all, with its repetitions (5m).",
        "--deadline",
    ),
    row("proxy", "text", "The proxy for all servers, instead of HTTPS_PROXY.", "--proxy"),
    row("spool", "path", "The folder for jobs that could not be delivered.", "--spool"),
    choice(
        "on_error",
        "What becomes of a server's fault: `fail` (exit 5), `warn` (exit 0, loudly), or `ignore`.",
        *("fail", "warn", "ignore"),
    ),
    choice(
        "on_closed",
        "What to do when the build is closed already: `fail`, `skip`, `new-attempt` or `rerun`.",
        *("fail", "skip", "new-attempt", "rerun"),
    ),
    row(
        "max_size", "size", "Warn of a job that is larger than this, gzipped (20MB).", "--max-size"
    ),
    row("expect", "number", "How many jobs the build must have before it is closed.", "--expect"),
    row(
        "expect_flags",
        "list",
        "The flags that the build must have before it is closed.",
        "--expect-flags",
    ),
    row("wait", "flag", "Whether to wait for Coveralls' verdict on the build.", "--wait"),
    row(
        "wait_for",
        "seconds",
        "How long to wait for missing jobs, or for the verdict (10m).",
        "--wait-for",
    ),
    row("fail_under", "percent", "The least coverage that passes.", "--fail-under"),
    row("max_drop", "percent", "The largest drop of coverage that passes.", "--max-drop"),
)
