"""`python -m tests.bench.workloads FORMAT FOLDER BYTES`: writes a report and prints its size."""

import json
import sys
from pathlib import Path

from tests.bench.workloads import WORKLOADS

if __name__ == "__main__":
    name, folder, size = sys.argv[1:]
    path = WORKLOADS[name].write(Path(folder), int(size))
    print(json.dumps({"size": path.stat().st_size}))
