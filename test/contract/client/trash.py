"""A run that is deleted by its script's API, brought back in the windows, and deleted for good."""

import pathlib

import wandb
from cases import main, refused, same

PROJECT = "trash"


def log():
    with wandb.init(project=PROJECT, id="kept", config={"lr": 0.1}) as run:
        run.log({"loss": 1})
        made = wandb.Artifact("weights", type="model")
        with made.new_file("w.txt") as file:
            file.write("1 2 3")
        run.log_artifact(made).wait()
    with wandb.init(project=PROJECT, id="gone", config={"lr": 0.2}, tags=["t"]) as run:
        run.use_artifact("weights:latest")
        for i in range(10):
            run.log({"loss": 1 / (i + 1), "only": i})
        pathlib.Path("own.txt").write_text("own" * 1000)
        run.save("own.txt")


def delete():
    wandb.Api().run(f"{PROJECT}/gone").delete()
    api = wandb.Api()
    refused(lambda: api.run(f"{PROJECT}/gone"), "gone")
    same([run.id for run in api.runs(PROJECT)], ["kept"])
    same(len(api.runs(PROJECT, {"config.lr": 0.2})), 0)
    same(api.artifact(f"{PROJECT}/weights:latest").used_by(), [])


def log_again():
    """The id of a deleted run is refused, in the trash as well as after."""
    try:
        with wandb.init(project=PROJECT, id="gone", settings={"init_timeout": 20}) as run:
            run.log({"loss": 5})
    except Exception as error:
        assert "deleted" in str(error), error
        return
    raise AssertionError("a deleted run was written to")


def restored():
    api = wandb.Api()
    run = api.run(f"{PROJECT}/gone")
    same((run.config, run.tags, run.state), ({"lr": 0.2}, ["t"], "finished"))
    same([row["only"] for row in run.scan_history(keys=["only"])], list(range(10)))
    same(run.file("own.txt").download(replace=True, root="down").read(), "own" * 1000)
    same(sorted(run.id for run in api.runs(PROJECT)), ["gone", "kept"])
    same([user.id for user in api.artifact(f"{PROJECT}/weights:latest").used_by()], ["gone"])
    with wandb.init(project=PROJECT, id="gone", resume="must") as run:
        same(run.starting_step, 10)
        run.log({"only": 10})
    same(len(list(wandb.Api().run(f"{PROJECT}/gone").scan_history(keys=["only"]))), 11)


if __name__ == "__main__":
    main(globals())
