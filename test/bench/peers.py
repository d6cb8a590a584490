"""Writes the bench's data with a peer's own client: peers.py PEER CASE FROM INTO. Prints what it wrote, as one JSON value."""

import array
import json
import os
import sys
import time

KEYS = 10
WIDE_RUNS = 100
BEGIN = 1.7e9

peer, case, source, into = sys.argv[1:]


def numbers(name):
    values = array.array("d")
    with open(os.path.join(source, name), "rb") as file:
        values.frombytes(file.read())
    return values


def series():
    """Runs of the case: name, config, and a list of (key, values)."""
    if case == "many":
        with open(os.path.join(source, "many.json")) as file:
            runs = json.load(file)
        return [(one["name"], one["config"], list(one["metrics"].items())) for one in runs]
    values = numbers(case + ".f64")
    count = len(values) // (KEYS if case == "long" else WIDE_RUNS)
    parts = [values[at : at + count] for at in range(0, len(values), count)]
    if case == "long":
        return [("run-00000", {}, [(f"metric/{i}", part) for i, part in enumerate(parts)])]
    return [(f"run-{i:05}", {}, [("metric/0", part)]) for i, part in enumerate(parts)]


def rows(metrics):
    return [{key: values[i] for key, values in metrics} for i in range(len(metrics[0][1]))]


def tensorboard(runs):
    from tensorboardX.event_file_writer import EventsWriter
    from tensorboardX.proto.event_pb2 import Event
    from tensorboardX.summary import hparams

    for name, config, metrics in runs:
        folder = os.path.join(into, case, name)
        os.makedirs(folder)
        writer = EventsWriter(os.path.join(folder, "events"))
        if config:
            for summary in hparams(config, {}):
                writer.write_event(Event(wall_time=BEGIN, summary=summary))
        event = Event()
        value = event.summary.value.add()
        for key, values in metrics:
            value.tag = key
            for step, number in enumerate(values):
                event.wall_time = BEGIN + step
                event.step = step
                value.simple_value = number
                writer.write_event(event)
        writer.close()


def trackio(runs):
    from trackio.sqlite_storage import SQLiteStorage

    for name, config, metrics in runs:
        lines = rows(metrics)
        stamps = [time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(BEGIN + i)) for i in range(len(lines))]
        for at in range(0, len(lines), 10_000):
            part = slice(at, at + 10_000)
            steps = list(range(len(lines)))[part]
            SQLiteStorage.bulk_log(case, name, lines[part], steps, stamps[part], config=config or None)


def mlflow(runs):
    """All rows but the last go straight into the table of metrics, where the client would have taken minutes."""
    import sqlite3

    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param

    database = os.path.join(into, "mlflow.db")
    client = MlflowClient(f"sqlite:///{database}")
    experiment = client.create_experiment(case)
    bulk = []
    for name, config, metrics in runs:
        run = client.create_run(experiment, run_name=name).info.run_id
        last = len(metrics[0][1]) - 1
        ms = int(BEGIN * 1000)
        params = [Param(key, str(value)) for key, value in config.items()]
        final = [Metric(key, values[last], ms + last * 1000, last) for key, values in metrics]
        client.log_batch(run, metrics=final, params=params)
        client.set_terminated(run)
        bulk.extend((key, values[i], ms + i * 1000, i, False, run) for key, values in metrics for i in range(last))
    with sqlite3.connect(database) as connection:
        insert = "INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, ?, ?)"
        connection.executemany(insert, bulk)
    return {"run": run, "experiment": experiment}


begin = time.perf_counter()
runs = series()
more = globals()[peer](runs) or {}
points = sum(len(values) for _, _, metrics in runs for _, values in metrics)
seconds = round(time.perf_counter() - begin, 1)
print(json.dumps({"runs": len(runs), "points": points, "seconds": seconds, **more}))
