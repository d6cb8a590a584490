"""A locked run lives on whatever its API tries, and still takes what its script logs."""

import pathlib

import wandb
from cases import main, refused, same

PROJECT = "lock"
WORDS = "Locked: kept run (kept)"


def log():
    with wandb.init(project=PROJECT, id="kept", name="kept run") as run:
        run.log({"loss": 1})
        pathlib.Path("own.txt").write_text("own")
        run.save("own.txt")
        made = wandb.Artifact("weights", type="model")
        with made.new_file("w.txt") as file:
            file.write("1 2 3")
        run.log_artifact(made).wait()


def delete():
    """While it is locked: neither the run, nor its file, nor its artifact."""
    api = wandb.Api()
    run = api.run(f"{PROJECT}/kept")
    refused(run.delete, WORDS)
    refused(lambda: run.delete(delete_artifacts=True), WORDS)
    refused(run.file("own.txt").delete, WORDS)
    refused(lambda: api.artifact(f"{PROJECT}/weights:latest").delete(delete_aliases=True), WORDS)
    api = wandb.Api()
    run = api.run(f"{PROJECT}/kept")
    same(run.file("own.txt").download(replace=True, root="down").read(), "own")
    same([made.name for made in run.logged_artifacts()], ["weights:v0"])


def edit():
    """It still takes new data and edits."""
    with wandb.init(project=PROJECT, id="kept", resume="must") as run:
        run.log({"loss": 2})
    run = wandb.Api().run(f"{PROJECT}/kept")
    run.tags, run.notes = ["t"], "n"
    run.update()
    run = wandb.Api().run(f"{PROJECT}/kept")
    same((run.tags, run.notes, run.state), (["t"], "n", "finished"))
    same([row["loss"] for row in run.scan_history(keys=["loss"])], [1, 2])


def delete_unlocked():
    wandb.Api().run(f"{PROJECT}/kept").delete()
    refused(lambda: wandb.Api().run(f"{PROJECT}/kept"), "kept")


if __name__ == "__main__":
    main(globals())
