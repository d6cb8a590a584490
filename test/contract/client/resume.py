"""Runs with more than one life: resumed, restarted, forked, rewound, written by several."""

import os
import signal
import sys
import time

import wandb
from cases import main, refused, same, say, start

PROJECT = "lives"


def api_run(run_id):
    return wandb.Api().run(f"{PROJECT}/{run_id}")


def rows(run_id, *keys):
    return [tuple(row.get(key) for key in keys) for row in api_run(run_id).scan_history()]


def life(run_id, count, resume, offset):
    """One process that logs `count` rows; prints the first step and what it knows of the run."""
    run = wandb.init(
        project=PROJECT,
        id=run_id,
        resume=resume if resume != "none" else None,
        config={f"given{offset}": int(offset), "last": int(offset)},
    )
    print("first", run.starting_step, "resumed", run.resumed, "name", run.name)
    for i in range(int(count)):
        run.log({"value": int(offset) + i})
    run.summary[f"by{offset}"] = True
    run.finish()


def resume_allow():
    with wandb.init(project=PROJECT, id="allowed", name="A name", tags=["one", "two"], notes="some\nnotes",
                    resume="allow", config={"rate": 0.5, "nested": {"a": 1}}) as run:
        same((run.resumed, run.starting_step), (False, 0))
        for i in range(5):
            run.log({"value": i, "early": i})
        run.summary["best"] = 4
    with wandb.init(project=PROJECT, id="allowed", resume="allow", config={"rate": 0.25, "more": "x"}) as run:
        same((run.resumed, run.starting_step, run.name), (True, 5, "A name"))
        same((run.tags, run.notes), (("one", "two"), "some\nnotes"))
        same((run.summary["best"], run.summary["value"]), (4, 4))
        same((run.config["nested"], run.config["rate"]), ({"a": 1}, 0.25))
        for i in range(5, 8):
            run.log({"value": i})
    back = api_run("allowed")
    same(rows("allowed", "_step", "value", "early"), [(i, i, i if i < 5 else None) for i in range(8)])
    same(back.config, {"rate": 0.25, "nested": {"a": 1}, "more": "x"})
    same((back.tags, back.notes, back.name, back.state), (["one", "two"], "some\nnotes", "A name", "finished"))
    same((back.summary["best"], back.summary["value"], back.summary["_step"]), (4, 7, 7))
    same(back.lastHistoryStep, 7)
    runtimes = [row["_runtime"] for row in back.scan_history()]
    assert runtimes == sorted(runtimes), runtimes
    same(len([run for run in wandb.Api().runs(PROJECT) if run.id == "allowed"]), 1)


def resume_refused():
    refused(lambda: wandb.init(project=PROJECT, id="nobody", resume="must"), "nobody", wandb.errors.UsageError)
    wandb.init(project=PROJECT, id="taken", resume="never").finish()
    refused(lambda: wandb.init(project=PROJECT, id="taken", resume="never"), "taken", wandb.errors.UsageError)


def crash(marker):
    run = wandb.init(project=PROJECT, resume="auto", settings={"x_file_stream_transmit_interval": 1})
    if run.resumed:
        print("first", run.starting_step, "id", run.id)
        run.log({"value": 100})
        run.finish()
        return
    for i in range(4):
        run.log({"value": i})
    while wandb.Api().run(run.path).lastHistoryStep < 3:
        time.sleep(0.2)
    with open(marker, "w", encoding="utf8") as file:
        file.write(run.id)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def resume_auto_after_crash():
    marker = os.path.abspath("marker")
    # Its own session, so that kill -9 takes the client's helper process with it, as a power cut does.
    import subprocess

    dead = subprocess.run([sys.executable, sys.argv[0], "crash", marker], start_new_session=True, check=False)
    same(dead.returncode, -signal.SIGKILL)
    with open(marker, encoding="utf8") as file:
        run_id = file.read()
    assert f"first 4 id {run_id}" in say("crash", marker).stdout
    same(rows(run_id, "_step", "value"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 100)])
    same(api_run(run_id).state, "finished")


def same_id_again():
    assert "first 0 resumed False" in say("life", "again", 3, "none", 0).stdout
    assert "first 0 resumed False" in say("life", "again", 2, "none", 10).stdout
    # Nothing that was logged is lost: both lives, in the order of steps and then of logging.
    same(rows("again", "_step", "value"), [(0, 0), (0, 10), (1, 1), (1, 11), (2, 2)])
    back = api_run("again")
    same((back.summary["value"], back.summary["_step"]), (11, 1))
    same(back.config, {"given10": 10, "last": 10})


def many_lives():
    for part in range(4):
        out = say("life", "cat", 3, "allow", part * 10).stdout
        assert f"first {part * 3} " in out, out
    same(rows("cat", "_step", "value"), [(p * 3 + i, p * 10 + i) for p in range(4) for i in range(3)])
    same(api_run("cat").config["last"], 30)


def fork():
    with wandb.init(project=PROJECT, id="parent", config={"rate": 1, "depth": 2}) as run:
        for i in range(6):
            run.log({"value": i, "text": f"t{i}", "nested": {"x": i}, "gap": None if i % 2 else 2**60 + i})
    with wandb.init(project=PROJECT, id="child", fork_from="parent?_step=3", config={"rate": 2}) as run:
        for i in range(2):
            run.log({"value": 100 + i})
    wanted = [(i, i, f"t{i}", i) for i in range(4)] + [(4, 100, None, None), (5, 101, None, None)]
    same(rows("child", "_step", "value", "text", "nested.x"), wanted)
    same([gap for (gap,) in rows("child", "gap")][:4], [2**60, None, 2**60 + 2, None])
    same(rows("parent", "_step", "value"), [(i, i) for i in range(6)])
    same((api_run("child").lastHistoryStep, api_run("child").summary["value"]), (5, 101))
    same(list(api_run("child").history(keys=["value"], pandas=False))[0]["value"], 0)
    # A child of the child has what both have, and a resumed child does not inherit twice.
    with wandb.init(project=PROJECT, id="grandchild", fork_from="child?_step=4") as run:
        run.log({"value": 1000})
    same(rows("grandchild", "_step", "value"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 100), (5, 1000)])
    with wandb.init(project=PROJECT, id="child", resume="must") as run:
        same(run.starting_step, 6)
        run.log({"value": 102})
    same([value for (value,) in rows("child", "value")], [0, 1, 2, 3, 100, 101, 102])
    wandb.Api().run(f"{PROJECT}/parent").delete()
    same([value for (value,) in rows("child", "value")], [0, 1, 2, 3, 100, 101, 102])


def rewind():
    with wandb.init(project=PROJECT, id="rewound", config={"rate": 1}) as run:
        for i in range(10):
            run.log({"value": i, "only_late": i} if i > 6 else {"value": i})
    with wandb.init(project=PROJECT, id="rewound", resume_from="rewound?_step=4") as run:
        same(run.starting_step, 5)
        run.log({"value": 50})
        run.log({"value": 60})
    same(rows("rewound", "_step", "value", "only_late"),
         [(i, i, None) for i in range(5)] + [(5, 50, None), (6, 60, None)])
    back = api_run("rewound")
    same((back.lastHistoryStep, back.summary["value"], back.summary["_step"], back.state), (6, 60, 6, "finished"))
    assert "only_late" not in back.history_keys["keys"], back.history_keys
    # A parent rewound later leaves its children as they were.
    with wandb.init(project=PROJECT, id="rewound", resume="must") as run:
        same(run.starting_step, 7)
        run.log({"value": 70})
    same([value for (value,) in rows("rewound", "value")], [0, 1, 2, 3, 4, 50, 60, 70])


def writer(run_id, label, count, is_primary):
    settings = wandb.Settings(
        mode="shared",
        x_primary=is_primary == "True",
        x_label=label,
        x_update_finish_state=is_primary == "True",
        x_file_stream_transmit_interval=1,
        x_stats_sampling_interval=1,
    )
    run = wandb.init(project=PROJECT, id=run_id, settings=settings, config={f"from_{label}": 1})
    for i in range(int(count)):
        run.log({f"{label}/value": i, "both": i})
        print(f"{label} line {i}")
        time.sleep(0.03)
    run.summary[f"{label}_done"] = True
    if is_primary == "True":
        # The others end first, as the primary of a training does.
        while any(not api_run(run_id).summary.get(f"{name}_done") for name in ("b", "c")):
            time.sleep(0.5)
    run.finish()


def shared():
    count = 40
    writers = [start("writer", "together", label, count, label == "a") for label in "abc"]
    for process in writers:
        out, _ = process.communicate(timeout=150)
        assert process.returncode == 0, out
    back = api_run("together")
    history = list(back.scan_history())
    for label in "abc":
        same([row[f"{label}/value"] for row in history if row.get(f"{label}/value") is not None], list(range(count)))
    same(len([row for row in history if row.get("both") is not None]), 3 * count)
    times = [row["_timestamp"] for row in back.history(samples=1000, pandas=False)]
    same(len(times), 3 * count)
    assert times == sorted(times), "rows of several writers come in the order of time"
    same(back.state, "finished")
    same({key: back.summary.get(f"{key}_done") for key in "abc"}, {"a": True, "b": True, "c": True})
    same({key: back.config.get(f"from_{key}") for key in "abc"}, {"a": 1, "b": 1, "c": 1})
    system = back.history(stream="system", pandas=False)
    for label in "abc":
        assert any(key.endswith(f"/l:{label}") for row in system for key in row), f"no system metrics of {label}"


if __name__ == "__main__":
    main(globals())
