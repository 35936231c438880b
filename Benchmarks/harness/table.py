"""The results as a table of markdown."""
from harness.measuring import Result, Run, median

HEAD = ["work", "reference", "reference's figure", "loglines' figure", "ratio", "peak RSS of the worker"]


def table(results: list[Result], skipped: list[list[str]]) -> str:
    """
    :param skipped: Rows of what was not measured.
    """
    rows = [HEAD, ["---"] * 3 + ["---:"] * 3] + [row(result) for result in results] + skipped
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def row(result: Result) -> list[str]:
    reference, ours = median(result.reference_runs), median(result.loglines_runs)
    memory = [run.peak_rss for run in result.loglines_runs if run.peak_rss is not None]
    return [
        result.work, result.reference, figure(result.reference_runs, result.unit),
        figure(result.loglines_runs, result.unit), f"{ours.rate / reference.rate:.2f}",
        f"{max(memory):.1f} MB" if memory else "–",
    ]


def figure(runs: list[Run], unit: str) -> str:
    """The median, and the least and the most."""
    rates = [run.rate for run in runs]
    return f"{short(median(runs).rate)} {unit}/s ({short(min(rates))}–{short(max(rates))})"


def short(rate: float) -> str:
    """Three digits."""
    for factor, letter in ((1_000_000, " M"), (1_000, " k")):
        if rate >= factor:
            value = rate / factor
            return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}{letter}"
    return f"{rate:.0f}"
