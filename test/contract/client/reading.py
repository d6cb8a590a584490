"""What wandb.Api() reads and changes."""

import datetime
import math
import os
import pathlib
import time

import numpy
import pandas
import wandb
from cases import main, refused, same, say, start

PROJECT = "reading"


def api_run(run_id, project=PROJECT):
    return wandb.Api().run(f"{project}/{run_id}")


# --- filters and orders -------------------------------------------------------------------------------------------

FILTERED = "filtered"


def fill_filtered():
    """Ten runs made through the API: quick, and with every kind of value."""
    for i in range(10):
        run = wandb.Api().create_run(run_id=f"run{i}", project=FILTERED)
        run.name = f"{'alpha' if i % 2 else 'beta'}-{i}"
        run.tags = ["even" if i % 2 == 0 else "odd"] + (["first"] if i < 3 else [])
        run.group = f"group{i // 5}"
        run.job_type = "train" if i < 7 else "eval"
        run.notes = f"note {i}"
        run.config.update({"lr": i / 10, "depth": i, "name": f"net{i}", "nested": {"a": {"b": i}}, "flag": i % 2 == 0,
                           "dotted.key": i, "list": [i, i + 1]})
        if i > 4:
            run.config["late"] = None if i == 5 else "x"
        run.summary.update({"loss": 1 / (i + 1), "acc": {"top1": i * 10}, "text": "abc"[i % 3]})
        run.update()
        if i % 3 == 0:
            run.update_state("failed")


def filters():
    fill_filtered()
    names = {f"run{i}" for i in range(10)}

    def found(**filters):
        return {run.id for run in wandb.Api().runs(FILTERED, filters=filters["filters"])}

    def runs(*numbers):
        return {f"run{i}" for i in numbers}

    for wanted, query in [
        (names, {}),
        (runs(3), {"config.depth": 3}),
        (runs(3), {"config.depth.value": 3}),
        (runs(3), {"config.name": "net3"}),
        (runs(7, 8, 9), {"config.lr": {"$gte": 0.7}}),
        (runs(3, 4), {"config.lr": {"$gt": 0.2, "$lte": 0.4}}),
        (runs(0, 1), {"config.nested.a.b": {"$lt": 2}}),
        (runs(4), {"config.dotted.key": 4}),
        (runs(0, 2, 4, 6, 8), {"config.flag": True}),
        (set(), {"config.flag": 1}),
        (set(), {"config.depth": "3"}),
        (runs(2, 5), {"config.depth": {"$in": [2, 5, 77]}}),
        (names - runs(2, 5), {"config.depth": {"$nin": [2, 5]}}),
        (names - runs(3), {"config.name": {"$ne": "net3"}}),
        (runs(5, 6, 7, 8, 9), {"config.late": {"$exists": True}}),
        (runs(0, 1, 2, 3, 4), {"config.late": {"$exists": False}}),
        (runs(6, 7, 8, 9), {"config.late": "x"}),
        (names - runs(6, 7, 8, 9), {"config.late": {"$ne": "x"}}),
        (runs(5), {"$and": [{"config.late": None}, {"config.late": {"$exists": True}}]}),
        (runs(1, 2), {"config.name": {"$regex": "^net[12]$"}}),
        (runs(8, 9), {"summary_metrics.acc.top1": {"$gte": 80}}),
        (runs(8, 9), {"summaryMetrics.acc.top1": {"$gte": 80}}),
        (runs(0, 3, 6, 9), {"summary_metrics.text": "a"}),
        (runs(0, 1, 2), {"tags": "first"}),
        (runs(0, 2), {"tags": {"$all": ["first", "even"]}}),
        (runs(0, 1, 2, 4, 6, 8), {"tags": {"$in": ["first", "even"]}}),
        (runs(4, 6, 8), {"$and": [{"tags": "even"}, {"tags": {"$nin": ["first"]}}]}),
        (runs(0, 3, 6, 9), {"state": "failed"}),
        (names - runs(0, 3, 6, 9), {"state": {"$ne": "failed"}}),
        (runs(5, 6), {"group": "group1", "jobType": "train"}),
        (runs(7, 8, 9), {"job_type": "eval"}),
        (runs(7), {"name": "run7"}),
        (runs(1, 3, 5, 7, 9), {"display_name": {"$regex": "^alpha"}}),
        (runs(1, 3, 5, 7, 9), {"displayName": {"$regex": "alpha.*"}}),
        (names, {"username": wandb.Api().viewer.username}),
        (set(), {"username": "somebody else"}),
        (names, {"created_at": {"$gt": "2020-01-01T00:00:00Z"}}),
        (set(), {"createdAt": {"$gt": (datetime.datetime.now() + datetime.timedelta(days=2)).isoformat()}}),
        (runs(1, 9), {"$or": [{"config.depth": 1}, {"$and": [{"config.depth": {"$gt": 8}}, {"tags": "odd"}]}]}),
        (runs(0, 9), {"$nor": [{"config.depth": {"$gte": 1, "$lte": 8}}]}),
        (runs(0, 1), {"config.depth": {"$not": {"$gte": 2}}}),
        (runs(3), {"config.depth": {"$eq": 3}}),
        (set(), {"config.nothing": 1}),
        (set(), {"sweep": "nobody"}),
    ]:
        same((query, found(filters=query)), (query, wanted))
        same((query, len(wandb.Api().runs(FILTERED, filters=query))), (query, len(wanted)))
    for broken, words in [
        ({"config.name": {"$regex": "("}}, "missing closing )"),
        ({"$frobnicate": []}, "$frobnicate"),
        ({"config.depth": {"$above": 3}}, "$above"),
    ]:
        refused(lambda broken=broken: len(wandb.Api().runs(FILTERED, filters=broken)), words)
    refused(lambda: len(wandb.Api().runs("no-such-project")), "Could not find project")


def orders():
    # After `filters`, over its runs.
    def order(text, per_page=3):
        return [int(run.id[3:]) for run in wandb.Api().runs(FILTERED, order=text, per_page=per_page)]

    up = list(range(10))
    same(order("+created_at"), up)
    same(order("created_at"), up)
    same(order("-created_at"), up[::-1])
    same(order("-summary_metrics.acc.top1"), up[::-1])
    same(order("+summary_metrics.loss"), up[::-1])
    same(order("+config.depth.value"), up)
    same(order("-config.lr.value", 1), up[::-1])
    same(order("-config.nested.a.b.value", 50), up[::-1])
    same(order("+name"), up)
    same([i % 2 for i in order("+display_name")], [1] * 5 + [0] * 5)
    for direction in "+-":
        ordered = order(f"{direction}config.late.value")
        same(set(ordered[-5:]), {0, 1, 2, 3, 4})
    runs = wandb.Api().runs(FILTERED, per_page=4)
    same((len(runs), runs[9].id, [run.id for run in runs[2:5]]), (10, "run9", ["run2", "run3", "run4"]))
    histories = wandb.Api().runs(FILTERED, filters={"config.depth": {"$lt": 2}}).histories(format="default")
    same(histories, [])
    full = {run.id: run for run in wandb.Api().runs(FILTERED, lazy=False)}
    same((full["run3"].config["name"], full["run3"].summary["acc"]["top1"]), ("net3", 30))


# --- history ------------------------------------------------------------------------------------------------------


def history():
    count = 2500
    with wandb.init(project=PROJECT, id="long") as run:
        for i in range(count):
            row = {"loss": 1 / (i + 1), "nested": {"x": i}}
            if i % 10 == 0:
                row["rare"] = i
            run.log(row)
    back = api_run("long")
    same(back.lastHistoryStep, count - 1)

    table = back.history()
    assert isinstance(table, pandas.DataFrame)
    same((len(table), table["_step"].iloc[0], table["_step"].iloc[-1]), (500, 0, count - 1))
    assert {"_step", "_runtime", "_timestamp", "loss", "nested.x", "rare"} <= set(table.columns), table.columns
    same(list(table["loss"]), [1 / (step + 1) for step in table["_step"]])
    same(len(back.history(samples=7)), 7)
    same(len(back.history(samples=10**6)), count)
    same(len(back.history(samples=1)), 1)

    keyed = back.history(keys=["loss", "nested.x"], samples=100, pandas=False)
    same(len(keyed), 100)
    assert all(row["loss"] == 1 / (row["_step"] + 1) and row["nested.x"] == row["_step"] for row in keyed)
    same([row["rare"] for row in back.history(keys=["rare"], samples=1000, pandas=False)], list(range(0, count, 10)))
    same(len(back.history(keys=["rare", "nested.x"], samples=1000)), 250)
    by_rare = back.history(keys=["loss"], x_axis="rare", samples=1000, pandas=False)
    same([row["rare"] for row in by_rare], list(range(0, count, 10)))
    same(list(back.history(keys=["nothing"], pandas=False)), [])

    scanned = list(back.scan_history())
    same([row["_step"] for row in scanned], list(range(count)))
    same([row["loss"] for row in scanned], [1 / (i + 1) for i in range(count)])
    for page_size in (1, 333, 1000, 10_000) if os.environ.get("EVERY_PAGE_SIZE") else (333, 10_000):
        rows = list(back.scan_history(keys=["loss", "_step"], page_size=page_size, min_step=990, max_step=1012))
        same([row["_step"] for row in rows], list(range(990, 1012)))
        same(set(rows[0]), {"loss", "_step"})
    same([row["rare"] for row in back.scan_history(keys=["rare"], min_step=5, max_step=31)], [10, 20, 30])
    same(list(back.scan_history(min_step=count)), [])
    same(len(list(back.scan_history(max_step=10**9, use_cache=False))), count)
    same(len(list(back.beta_scan_history(min_step=2400))), 100)
    same(list(back.scan_history(keys=["nothing"])), [])

    keys = back.history_keys
    same((keys["lastStep"], keys["keys"]["rare"]["typeCounts"]), (count - 1, [{"type": "number", "count": 250}]))
    same((keys["keys"]["nested.x"]["monotonic"], keys["keys"]["nested.x"]["previousValue"]), (True, count - 1))


def steps_with_gaps():
    with wandb.init(project=PROJECT, id="gaps") as run:
        for step in (0, 5, 20, 5000, 100_000, 2_000_000):
            run.log({"at": step}, step=step)
        run.log({"at": -1}, step=7)
    back = api_run("gaps")
    same([row["_step"] for row in back.scan_history()], [0, 5, 20, 5000, 100_000, 2_000_000])
    same([row["at"] for row in back.scan_history(keys=["at"], min_step=6)], [20, 5000, 100_000, 2_000_000])
    same(back.lastHistoryStep, 2_000_000)
    same(back.summary["at"], 2_000_000)


def system_stream():
    settings = wandb.Settings(x_stats_sampling_interval=0.5, x_file_stream_transmit_interval=1)
    with wandb.init(project=PROJECT, id="system", settings=settings) as run:
        print("to stdout")
        for i in range(6):
            run.log({"value": i})
            time.sleep(0.5)
    back = api_run("system")
    table = back.history(stream="system")
    assert len(table) >= 3, table
    assert "system.cpu" in table.columns and "_timestamp" in table.columns, table.columns
    rows = back.history(stream="system", pandas=False, samples=2)
    same(len(rows), 2)
    assert back.system_metrics["system.cpu"] >= 0, back.system_metrics
    same([row["value"] for row in back.history(pandas=False)], list(range(6)))


# --- what is changed through the API ------------------------------------------------------------------------------


def edit():
    with wandb.init(project=PROJECT, id="edited", config={"rate": 0.5, "nested": {"a": 1}, "gone": 1}) as run:
        for i in range(3):
            run.log({"loss": i})
        run.summary["drop"] = 1
    run = api_run("edited")
    run.config["rate"] = 0.25
    run.config["new"] = {"deep": [1, 2, {"x": "ü"}]}
    del run.config["gone"]
    run.tags.append("kept")
    run.tags.append("with space / and ✓")
    run.name = "A better name"
    run.notes = "line one\nline two"
    run.group, run.job_type = "g", "j"
    run.update()
    run.summary["best"] = 0.125
    run.summary["inf"] = float("inf")
    run.summary["nested"] = {"one": 1}
    run.summary.update({"array": numpy.arange(5), "text": "é" * 1000})
    del run.summary["drop"]
    run.summary.update()

    back = api_run("edited")
    same(back.config, {"rate": 0.25, "nested": {"a": 1}, "new": {"deep": [1, 2, {"x": "ü"}]}})
    same((back.tags, back.name, back.notes, back.group, back.job_type),
         (["kept", "with space / and ✓"], "A better name", "line one\nline two", "g", "j"))
    same((back.summary["best"], back.summary["loss"], back.summary["text"]), (0.125, 2, "é" * 1000))
    same((dict(back.summary["nested"]), list(back.summary["array"])), ({"one": 1}, [0, 1, 2, 3, 4]))
    same(back.summary["inf"], math.inf)
    assert "drop" not in back.summary.keys(), back.summary
    same((back.state, [row["loss"] for row in back.scan_history()]), ("finished", [0, 1, 2]))
    # The client's own part of the config outlives the edit.
    assert back.rawconfig["_wandb"]["cli_version"] == wandb.__version__, back.rawconfig
    # And what is cleared is gone.
    back.tags = []
    back.config.clear()
    back.update()
    same((api_run("edited").tags, api_run("edited").config), ([], {}))
    with wandb.init(project=PROJECT, id="edited", resume="must") as run:
        same((run.name, run.starting_step), ("A better name", 3))


def summary_tensor():
    with wandb.init(project=PROJECT, id="tensor") as run:
        run.summary["small"] = numpy.float32(0.5)
        run.summary["array"] = numpy.arange(100, dtype=float)
        run.log({"x": 1})
    back = api_run("tensor")
    same(back.summary["small"], 0.5)
    # The summary reads arrays only where h5py is installed.
    array = back.summary_metrics["array"]
    same((array["max"], array["mean"], array["_type"]), (99, 49.5, "numpy.ndarray"))


def delete():
    for name in ("one", "two"):
        with wandb.init(project="deleted", id=name) as run:
            run.log({"x": 1})
            pathlib.Path("kept.txt").write_text(name, encoding="utf8")
            run.save("kept.txt")
    api_run("one", "deleted").delete()
    refused(lambda: api_run("one", "deleted"), "deleted/one")
    same([run.id for run in wandb.Api().runs("deleted")], ["two"])
    same(api_run("two", "deleted").file("kept.txt").size, 3)


def states():
    api = wandb.Api()
    run = api.create_run(run_id="by-hand", project=PROJECT)
    same((run.state, run.id, run.project, run.entity), ("running", "by-hand", PROJECT, api.default_entity))
    run.update_state("failed")
    same(api_run("by-hand").state, "failed")
    run.update_state("pending")
    same(api_run("by-hand").state, "pending")
    refused(lambda: run.update_state("finished"), "finished")
    # A run made ahead is not one that somebody has begun: resuming it is beginning it.
    with wandb.init(project=PROJECT, id="by-hand", resume="never") as begun:
        begun.log({"x": 1})
        assert api_run("by-hand").state == "running"
    waited = api_run("by-hand")
    waited.wait_until_finished()
    same(waited.state, "finished")
    with_id = api.create_run(project=PROJECT)
    assert len(with_id.id) == 8 and api_run(with_id.id).state == "running"


def attributes():
    with wandb.init(project=PROJECT, id="described", name="Named", config={"a": 1}, tags=["t"], notes="n",
                    group="g", job_type="j") as run:
        print("hello")
        run.log({"x": 1})
    back = api_run("described")
    api = wandb.Api()
    same((back.id, back.name, back.state, back.project, back.entity),
         ("described", "Named", "finished", PROJECT, api.default_entity))
    same(back.path, [api.default_entity, PROJECT, "described"])
    same(back.url, f"{os.environ['WANDB_BASE_URL']}/{api.default_entity}/{PROJECT}/runs/described")
    same((back.tags, back.notes, back.group, back.job_type), (["t"], "n", "g", "j"))
    same((back.user.username, back.username, back.read_only), (api.viewer.username, api.viewer.username, False))
    created = datetime.datetime.fromisoformat(back.created_at.replace("Z", "+00:00"))
    assert abs((datetime.datetime.now(datetime.timezone.utc) - created).total_seconds()) < 300, back.created_at
    assert back.storage_id and back.heartbeat_at and back.summary_metrics["x"] == 1
    metadata = back.metadata
    assert metadata["program"].endswith("reading.py") and metadata["args"] == ["attributes"], metadata
    for key in ("os", "python", "host", "cpu_count", "memory", "startedAt", "executable"):
        assert metadata[key], (key, metadata)
    import urllib.request

    with urllib.request.urlopen(back.url, timeout=30) as page:
        same(page.status, 200)


def console():
    with wandb.init(project=PROJECT, id="console", settings={"x_file_stream_transmit_interval": 1}):
        import sys

        for i in range(2300):
            print(f"line {i}")
        print("to stderr", file=sys.stderr)
        print("Zeile mit ümlaut 😀 \x1b[31mred\x1b[0m")
    back = api_run("console")
    lines = list(back.console_logs(per_page=1000))
    same([line.number for line in lines], list(range(len(lines))))
    contents = [line.content for line in lines]
    first = contents.index("line 0")
    same(contents[first:first + 2300], [f"line {i}" for i in range(2300)])
    assert "Zeile mit ümlaut 😀 \x1b[31mred\x1b[0m" in contents, contents[-5:]
    by_text = {line.content: line for line in lines}
    same((by_text["to stderr"].level, by_text["line 7"].level), ("error", ""))
    assert by_text["line 7"].timestamp.tzinfo is not None
    tail = list(back.console_logs(last=5))
    same([line.number for line in tail], list(range(len(lines) - 5, len(lines))))
    text = pathlib.Path(back.file("output.log").download(replace=True).name).read_text(encoding="utf8")
    assert "line 2299" in text and "Zeile mit ümlaut 😀" in text


def account():
    api = wandb.Api()
    same(api.viewer.username, api.default_entity)
    same(api.viewer.entity, api.default_entity)
    assert api.default_entity in api.viewer.teams
    assert api.viewer.email is not None
    same(api.user(api.viewer.username).username, api.viewer.username)
    same(api.user("nobody@example.com"), None)
    same(api.users("nobody@example.com"), [])
    team = api.team(api.default_entity)
    same([member.username for member in team.members], [api.viewer.username])
    api.create_project("made by hand", api.default_entity)
    assert "made by hand" in [project.name for project in api.projects()]
    project = api.project("made by hand")
    same((project.name, project.entity), ("made by hand", api.default_entity))
    same(len(api.runs("made by hand")), 0)
    same(list(api.reports("made by hand")), [])
    same(list(project.sweeps()), [])
    same(list(project.artifacts_types()), [])
    for i in range(60):
        api.create_project(f"many-{i}", api.default_entity)
    names = [project.name for project in wandb.Api().projects(per_page=7)]
    same(len([name for name in names if name.startswith("many-")]), 60)
    same(len(names), len(set(names)))


def own_entity():
    with wandb.init(entity="another-team", project="theirs", id="there", config={"a": 1}) as run:
        run.log({"x": 1})
        same(run.entity, "another-team")
    back = wandb.Api().run("another-team/theirs/there")
    same((back.entity, back.summary["x"]), ("another-team", 1))
    same([project.name for project in wandb.Api().projects("another-team")], ["theirs"])
    assert "theirs" not in [project.name for project in wandb.Api().projects()]


def live_life():
    with wandb.init(project=PROJECT, id="live", settings={"x_file_stream_transmit_interval": 1}) as run:
        for i in range(200):
            run.log({"value": i})
            time.sleep(0.04)


def while_it_runs():
    process = start("live_life")
    rows = []
    while len(rows) < 50:
        time.sleep(0.2)
        assert process.poll() is None, process.communicate()[0]
        try:
            rows = list(api_run("live").scan_history())
        except (ValueError, wandb.errors.CommError):
            pass
    back = api_run("live")
    same(back.state, "running")
    same([row["value"] for row in rows], list(range(len(rows))))
    back.wait_until_finished()
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    same([row["value"] for row in api_run("live").scan_history()], list(range(200)))


if __name__ == "__main__":
    main(globals())
