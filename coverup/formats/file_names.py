"""What coverage tools call their files, by the format that a file of that name may have.

Discovery looks for these names in every folder. It reads them here, since it would be slow to ask
each format: the modules of formats are imported only as far as content has to be told apart.
"""

from collections.abc import Mapping
from typing import Final

REPORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "lcov": (
        *("lcov.info", "*.lcov", "*.lcov.info", "coverage.info", "coverage.filtered.info"),
        *("gcov.info", "naxsi.info", "lcov.dat", "pylcov.dat", "coverage.dat"),
        "_coverage_report.dat",
    ),
    "coveragepy": (".coverage", ".coverage.*"),
    "coveragepy_json": ("coverage.json", "*coverage*.json"),
    "cobertura": (
        *("cobertura.xml", "cobertura-coverage.xml", "coverage.xml"),
        *("*cobertura*.xml", "*coverage*.xml"),
    ),
    "simplecov": (".resultset.json", "*.resultset.json", ".resultset*.json", "resultset*.json"),
    "simplecov_json": ("coverage.json",),
    "gocover": (
        *("coverage.out", "cover.out", "c.out", "coverage.txt", "profile.cov", "profile.out"),
        *("coverage.cov", "*.coverprofile"),
    ),
    "clover": ("*clover*.xml", "*.clover", "coverage.xml", "phpunit*coverage*.xml"),
    "jacoco": ("*jacoco*.xml", "*kover*.xml", "report.xml", "kover/report*.xml"),
    "gcov": ("*.gcov",),
    "gcov_json": ("*.gcov.json.gz", "*.gcov.json"),
    "gcov_intermediate": ("*.gcov",),
    "coveralls_json": ("coveralls.json", "excoveralls.json", "*coveralls*.json"),
    "istanbul": ("coverage-final.json", "*coverage-final*.json", ".nyc_output/*.json"),
    "luacov": ("luacov.report.out",),
    "llvm_json": (
        *("coverage.json", "cov.json", "llvm-cov.json", "*llvm*cov*.json"),
        "codecov/*.json",
    ),
    "llvm_text": ("*.coverage.txt",),
    "opencover": ("*opencover*.xml", "*coverage*.xml", "*altcover*.xml"),
    "gcovr_json": ("gcovr.json", "*gcovr*.json", "coverage.json"),
    "fastcov": ("fastcov.json", "*fastcov*.json", "coverage.json"),
    "xccov": ("xccov.json", "*xccov*.json", "coverage.json"),
    "codecov_json": ("codecov.json", "codecov-result.json", "*codecov*.json"),
    "sonarqube": ("*sonar*.xml",),
    "scoverage": ("scoverage*.xml",),
    "tarpaulin": ("tarpaulin-report.json", "*tarpaulin*.json"),
    "covdir": ("covdir", "covdir.json", "*covdir*.json"),
    "visual_studio": ("*.coveragexml", "*coverage*.xml", "output.xml"),
    "dotcover": ("*dotcover*.xml", "*coverage*.xml"),
    "dlang": ("*.lst",),
    "dart": ("*.vm.json", "*.chrome.json"),
}
"""Reports, by the module of their format; roughly in the order of how many projects use it."""

NYC_OUTPUT: Final = ".nyc_output"
"""Where nyc and Cypress keep what each process measured; `nyc report` makes reports of it."""
XCRESULT: Final = ".xcresult"
"""What the name of a result bundle of Xcode ends in; on a Mac the folder looks like one file."""
RAW_DATA: Final = (
    *("*.exec", "cobertura.ser", "*.gcda", "*.profraw", "*.profdata"),
    *("covmeta.*", "covcounters.*", "coverage-*-*-*.json", "luacov.stats.out"),
    "coverage-summary.json",
)
"""Raw data that is not yet a report, and summaries without lines."""
