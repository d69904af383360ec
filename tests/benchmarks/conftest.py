"""Prints, after the benchmarks, how long we take for a page against the peer, and per size."""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any, config: Any) -> None:
    """The ratio of medians, and microseconds a kilobyte for each size."""
    session = getattr(config, "_benchmarksession", None)
    found = {bench.name: bench for bench in session.benchmarks} if session else {}
    ours, peer = found.get("test_page_to_json"), found.get("test_peer_page_to_strings")
    if ours and peer and ours.stats.data and peer.stats.data:
        batch = ours.extra_info["inputs a round"]
        times = [bench.stats.median / batch * 1e3 for bench in (ours, peer)]
        terminalreporter.write_line(
            f"page to JSON: {times[0]:.2f} ms; the peer's strings: {times[1]:.2f} ms; "
            f"ratio {times[0] / times[1]:.2f}"
        )
    for bench in found.values():
        if (size := bench.extra_info.get("characters")) and bench.stats.data:
            each = bench.stats.median / size * 1e9
            terminalreporter.write_line(f"{bench.group}: {size:>9,} characters, {each:.0f} µs a kB")
