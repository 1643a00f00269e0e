"""The sources of the synthetic project: modules of different lengths, and what calls them."""

from collections.abc import Sequence
from random import Random
from typing import Final

VARIANTS: Final = 28
"""So many modules are really run."""
_FUNCTIONS: Final = 7
"""So many numbers of functions there are, around a mean of 6."""

_HEAD: Final = '''"""Module of a synthetic project."""


class Ledger:
    """Keeps amounts."""

    def __init__(self, limit):
        self.limit = limit
        self.amounts = []

    def add(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        if len(self.amounts) >= self.limit:
            self.amounts.pop(0)
        self.amounts.append(amount)
        return sum(self.amounts)

    def classify(self, total):
        if total > 1000:
            return "large"
        elif total > 100:
            return "medium"
        return "small"
'''
_BODIES: Final = (
    """
    total = 0
    for value in values:
        if value % {m} == 0:
            total += ledger.add(value + 1)
        elif value % 3:
            total -= 1
        else:
            total += 2
    while total > 5000:
        total //= 2
    return ledger.classify(total) if total else None
""",
    """
    kept = []
    for value in values:
        if value < {m}:
            continue
        for other in range(value % 4):
            if other % 2:
                kept.append(value * other)
                ledger.add(value)
    if len(kept) > 40:
        return "many"
    return ledger.classify(sum(kept))
""",
    """
    left, found = list(values), 0
    while left:
        value = left.pop()
        try:
            found += ledger.add(value - {m})
        except ValueError:
            if value % 2:
                found += 1
        if found > 900:
            break
    if not found:
        return None
    return ledger.classify(found)
""",
    """
    counts = {{}}
    for value in values:
        kind = value % {m}
        if kind in counts:
            counts[kind] += 1
        else:
            counts[kind] = 1
    if not counts:
        return 0
    if max(counts.values()) > 4:
        ledger.add(len(counts))
    return len(counts)
""",
)


def source(variant: int, length: int) -> str:
    """Return the text of a module, but for its last line, which names its file.

    Args:
        variant: Which of the modules.
        length: How many times as long it is as the usual one of some 137 relevant lines.
    """
    text = _HEAD
    for i in range(_functions(variant) * length):
        body = _BODIES[(i + variant) % len(_BODIES)].format(m=(i + variant) % 5 + 2)
        text += f"\n\ndef step_{i}(ledger, values):{body}"
    constants = (32 + variant * 11 % VARIANTS) * length
    return f"{text}\n\n" + "".join(f"VALUE_{i} = {i}\n" for i in range(constants))


def last_line(name: str) -> str:
    """Return the end of a module, by which no two files are the same."""
    return f"\n\nNAME = {name!r}\n"


def driver(modules: Sequence[str], length: int) -> str:
    """Return a program that calls half of the functions, each with a few values."""
    chance = Random(7)
    lines = ["import importlib", "import sys", 'sys.path.insert(0, "src/pkg")']
    for variant, module in enumerate(modules):
        lines.append(f"module = importlib.import_module({module!r})")
        lines.append("ledger = module.Ledger(5)")
        functions = range(_functions(variant) * length)
        lines += [
            f"module.step_{i}(ledger, range({chance.randint(1, 24)}))"
            for i in sorted(chance.sample(functions, (len(functions) + 1) // 2))
        ]
    return "\n".join(lines) + "\n"


def _functions(variant: int) -> int:
    return 3 + variant % _FUNCTIONS
