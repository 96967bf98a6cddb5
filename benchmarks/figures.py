"""Numbers of a series of measurements."""

import statistics
from collections.abc import Sequence
from typing import Any


def milliseconds(seconds: Sequence[float]) -> dict[str, Any]:
    """Median, 95th percentile and worst, in milliseconds."""
    ordered = sorted(seconds)
    at_95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {
        "n": len(ordered),
        "p50_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(at_95 * 1000, 2),
        "worst_ms": round(ordered[-1] * 1000, 2),
    }
