"""What the client measures of itself; each case prints one JSON value."""

import json
import sys
import time

import wandb


def log(count, keys, number):
    run = wandb.init(project="bench", id=f"logged-{number}")
    names = [f"metric/{i}" for i in range(int(keys))]
    begin = time.perf_counter()
    for step in range(int(count)):
        run.log({name: step * 0.5 + i for i, name in enumerate(names)})
    seconds = time.perf_counter() - begin
    begin = time.perf_counter()
    run.finish()
    return {"seconds": seconds, "finishSeconds": time.perf_counter() - begin}


def timed_scan(path, rows, **options):
    run = wandb.Api().run(path)
    begin = time.perf_counter()
    count = sum(1 for _ in run.scan_history(page_size=1000, **options))
    seconds = time.perf_counter() - begin
    assert count == int(rows), count
    return seconds


def scan(path, rows):
    return timed_scan(path, rows)


def scan_keys(path, rows):
    return timed_scan(path, rows, keys=["_step", "metric/0", "metric/1"])


def runs():
    """Milliseconds of a first page, each with another filter."""
    times = []
    for filters, order in [
        ({"config.depth": 3, "tags": "t1"}, "-summary_metrics.acc"),
        ({"summary_metrics.loss": {"$lt": 0.01}}, "+config.lr.value"),
        ({"config.name": {"$regex": "^net1"}}, "-created_at"),
    ]:
        api = wandb.Api()
        api.default_entity
        begin = time.perf_counter()
        found = api.runs("many", filters=filters, order=order, per_page=50, lazy=False)
        found[0]
        times.append((time.perf_counter() - begin) * 1000)
    return times


print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
