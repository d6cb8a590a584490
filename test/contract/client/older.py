"""A whole run of a client of any age, with what it reads back through its own API."""

import pathlib
import sys

import wandb

PROJECT = "ages"


def same(got, wanted):
    assert got == wanted, f"\n   got {got!r}\nwanted {wanted!r}"


def main(run_id):
    pathlib.Path("kept.txt").write_text("kept")
    run = wandb.init(project=PROJECT, id=run_id, name="Old one", config={"rate": 0.5, "nested": {"a": 1}},
                     tags=["old"], notes="n", group="g")
    wandb.define_metric("acc", summary="max")
    for step in range(20):
        wandb.log({"loss": 1.0 / (step + 1), "acc": -step, "text": f"s{step}", "deep": {"x": step}, "big": 2**60 + step})
    wandb.log({"nan": float("nan"), "hist": wandb.Histogram(np_histogram=([1, 2], [0, 1, 2]))})
    wandb.log({"table": wandb.Table(columns=["a", "b"], data=[[1, "x"], [2, "y"]])})
    run.summary["best"] = 7
    run.config.update({"later": [1, 2]})
    wandb.save("kept.txt")
    run.alert("An alert", "of an older client")
    artifact = wandb.Artifact("old-data", type="dataset", metadata={"rows": 2})
    artifact.add_file("kept.txt")
    run.log_artifact(artifact)
    print("printed by an older client")
    run.finish()

    back = wandb.Api().run(f"{PROJECT}/{run_id}")
    rows = [row for row in back.scan_history() if row.get("loss") is not None]
    same([(row["_step"], row["loss"], row["text"], row["big"]) for row in rows],
         [(i, 1.0 / (i + 1), f"s{i}", 2**60 + i) for i in range(20)])
    same([row["deep.x"] for row in back.scan_history(keys=["deep.x"])], list(range(20)))
    same(len(back.history(pandas=False)), 22)
    same((back.config["rate"], back.config["nested"], back.config["later"]), (0.5, {"a": 1}, [1, 2]))
    same((back.summary["best"], back.summary["acc"]["max"], back.summary["loss"]), (7, 0, 0.05))
    same((back.state, back.tags, back.notes, back.name), ("finished", ["old"], "n", "Old one"))
    names = [file.name for file in back.files()]
    assert {"kept.txt", "output.log", "config.yaml", "wandb-summary.json"} <= set(names), names
    with back.file("kept.txt").download(root="down", replace=True) as file:
        same(file.read(), "kept")
    (used,) = [found for found in back.logged_artifacts() if found.type == "dataset"]
    same((used.name, used.metadata), ("old-data:v0", {"rows": 2}))
    same(pathlib.Path(used.download(root="data"), "kept.txt").read_text(), "kept")
    same([found.id for found in wandb.Api().runs(PROJECT, filters={"config.rate": 0.5, "tags": "old"})].count(run_id), 1)

    back.summary["after"] = 1
    back.summary.update()
    back.config["rate"] = 0.25
    back.tags = ["old", "edited"]
    back.update()
    again = wandb.Api().run(f"{PROJECT}/{run_id}")
    same((again.summary["after"], again.config["rate"], again.tags), (1, 0.25, ["old", "edited"]))

    run = wandb.init(project=PROJECT, id=run_id, resume="must")
    same((run.resumed, run.starting_step), (True, 22))
    run.log({"loss": 0.0})
    run.use_artifact("old-data:latest")
    run.finish()
    again = wandb.Api().run(f"{PROJECT}/{run_id}")
    same((again.lastHistoryStep, again.summary["loss"], again.summary["best"]), (22, 0.0, 7))
    same([found.name for found in again.used_artifacts()], ["old-data:v0"])


main(*sys.argv[1:])
