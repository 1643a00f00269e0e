"""Reports of any size, one workload per format, all of the same synthetic run."""

from typing import Final

from tests.bench.workloads import dotnet, listings, native_json, script_json, texts, xmls
from tests.bench.workloads._writing import Workload, filled, write_sources
from tests.bench.workloads.database import Database

WORKLOADS: Final[dict[str, Workload]] = {
    "lcov": texts.LCOV,
    "coveragepy": Database(),
    "coveragepy-json": script_json.COVERAGEPY_JSON,
    "cobertura": xmls.COBERTURA,
    "simplecov": script_json.SIMPLECOV,
    "simplecov-json": script_json.SIMPLECOV_JSON,
    "golang": texts.GOLANG,
    "clover": xmls.CLOVER,
    "jacoco": xmls.JACOCO,
    "gcov": listings.GCOV,
    "gcov-json": native_json.GCOV_JSON,
    "gcov-intermediate": texts.GCOV_INTERMEDIATE,
    "coveralls": script_json.COVERALLS,
    "istanbul": script_json.ISTANBUL,
    "luacov": listings.LUACOV,
    "llvm": native_json.LLVM,
    "llvm-text": listings.LLVM_TEXT,
    "opencover": dotnet.OPENCOVER,
    "gcovr": native_json.GCOVR,
    "fastcov": native_json.FASTCOV,
    "xccov": native_json.XCCOV,
    "codecov": script_json.CODECOV,
    "sonarqube": xmls.SONARQUBE,
    "scoverage": xmls.SCOVERAGE,
    "tarpaulin": native_json.TARPAULIN,
    "covdir": native_json.COVDIR,
    "visual-studio": dotnet.VISUAL_STUDIO,
    "dotcover": dotnet.DOTCOVER,
    "dlang": listings.DLANG,
    "dart": native_json.DART,
}
"""By the name of the format."""

__all__ = ["WORKLOADS", "Workload", "filled", "write_sources"]
