"""A run that is moved to another project in the windows."""

import pathlib

import wandb
from cases import main, same

OLD, NEW = "moving-old", "moving-new"


def log():
    config = {"lr": 0.1, "net": {"depth": 3}}
    with wandb.init(project=OLD, id="mover", name="The mover", config=config, tags=["t"], group="g", notes="n") as run:
        for i in range(20):
            run.log({"loss": 1 / (i + 1), "acc": i})
        run.log({"rows": wandb.Table(columns=["a"], data=[[1], [2]])})
        print("said by the mover")
        pathlib.Path("note.txt").write_text("kept")
        run.save("note.txt")
        made = wandb.Artifact("weights", type="model")
        with made.new_file("w.txt") as file:
            file.write("1 2 3")
        run.log_artifact(made).wait()
    with wandb.init(project=OLD, id="reader") as run:
        run.use_artifact("weights:latest")
        run.log({"loss": 9})


def read():
    api = wandb.Api()
    run = api.run(f"{NEW}/mover")
    same(run.name, "The mover")
    same(run.config, {"lr": 0.1, "net": {"depth": 3}})
    same((run.tags, run.group, run.notes, run.state), (["t"], "g", "n", "finished"))
    same([row["acc"] for row in run.scan_history(keys=["acc"])], list(range(20)))
    same(run.summary["acc"], 19)
    same(run.file("note.txt").download(replace=True, root="down").read(), "kept")
    names = [artifact.name for artifact in run.logged_artifacts()]
    assert "weights:v0" in names, names
    # The artifact stays where it was logged, and knows who made it.
    weights = api.artifact(f"{OLD}/weights:latest")
    maker = weights.logged_by()
    same((maker.project, maker.id), (NEW, "mover"))
    same([(user.project, user.id) for user in weights.used_by()], [(OLD, "reader")])
    same([run.id for run in api.runs(OLD)], ["reader"])
    same([run.id for run in api.runs(NEW)], ["mover"])
    same([run.id for run in api.runs(NEW, {"config.lr": 0.1})], ["mover"])
    same(len(api.runs(OLD, {"config.lr": 0.1})), 0)
    gone(api, OLD)


def gone(api, project):
    try:
        api.run(f"{project}/mover")
    except (wandb.errors.CommError, ValueError):
        return
    raise AssertionError(f"{project} still has the run")


def resume():
    with wandb.init(project=NEW, id="mover", resume="must") as run:
        same(run.starting_step, 21)
        run.log({"loss": 0.5, "late": 1})
    run = wandb.Api().run(f"{NEW}/mover")
    same([row["late"] for row in run.scan_history(keys=["late"])], [1])
    same(len(list(run.scan_history(keys=["loss"]))), 21)


def log_at_the_old_address():
    with wandb.init(project=OLD, id="mover", resume="allow") as run:
        same(run.starting_step, 0)
        run.log({"other": 7})
    same([row["other"] for row in wandb.Api().run(f"{OLD}/mover").scan_history(keys=["other"])], [7])


if __name__ == "__main__":
    main(globals())
