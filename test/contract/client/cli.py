"""The `wandb` command."""

import json
import os
import pathlib
import re
import subprocess
import sys

import wandb
from cases import main, same, shell

PROJECT = "cli"
HOST = os.environ["WANDB_BASE_URL"]
KEY = os.environ["WANDB_API_KEY"]


def cli(*args, code=0):
    done = subprocess.run([sys.executable, "-m", "wandb", *args], env=shell(WANDB_SILENT="false"),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    same((args, done.returncode, text if done.returncode != code else ""), (args, code, ""))
    return text


def status_and_login():
    settings = json.loads(re.search(r"\{.*\}", cli("status"), re.S)[0])
    same(settings["base_url"], HOST)
    # From here on the settings file and netrc are all that a script has.
    os.environ.pop("WANDB_BASE_URL")
    os.environ.pop("WANDB_API_KEY")
    out = cli("login", "--host", HOST, KEY)
    netrc = (pathlib.Path.home() / ".netrc").read_text(encoding="utf8")
    assert HOST.split("//")[1] in netrc and KEY in netrc, (netrc, out)
    settings = json.loads(re.search(r"\{.*\}", cli("status"), re.S)[0])
    same(settings["base_url"], HOST)
    script = "import wandb\nwith wandb.init(project='cli', id='found') as run: run.log({'x': 1})\n"
    done = subprocess.run([sys.executable, "-c", script], env=shell(), check=False, capture_output=True, text=True)
    same((done.returncode, done.stderr if done.returncode else ""), (0, ""))
    same(wandb.Api().run("cli/found").summary["x"], 1)


def verify():
    out = cli("verify", "--host", HOST)
    marks = dict(re.findall(r"^Checking (.*?)\.*([✅❌])", out, re.M))
    # Two checks want https, which a server on one's own machine has no use for.
    same({check for check, mark in marks.items() if mark == "❌"},
         {"requests to base url", "requests made over signed URLs"})
    same(len(marks), 10)


def artifact():
    folder = pathlib.Path("data")
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("a", encoding="utf8")
    (folder / "deep" / "b.txt").write_text("bb", encoding="utf8")
    entity = wandb.Api().default_entity
    name = f"{entity}/{PROJECT}/set"
    cli("artifact", "put", "--name", f"{PROJECT}/set", "--type", "dataset", "--alias", "best", "data")
    listing = cli("artifact", "ls", f"{entity}/{PROJECT}")
    assert "set" in listing and "dataset" in listing, listing
    cli("artifact", "get", f"{name}:best", "--root", "got")
    same({str(path.relative_to("got")): path.read_text("utf8") for path in pathlib.Path("got").rglob("*.txt")},
         {"a.txt": "a", "deep/b.txt": "bb"})
    (folder / "a.txt").write_text("changed", encoding="utf8")
    cli("artifact", "put", "--name", f"{PROJECT}/set", "--type", "dataset", "data")
    same([version.version for version in wandb.Api().artifacts("dataset", f"{PROJECT}/set")], ["v1", "v0"])
    same([job.job_type for job in wandb.Api().runs(PROJECT, filters={"jobType": "cli_put"})], ["cli_put"] * 2)


def offline_then_sync():
    script = """
import wandb
with wandb.init(project="cli", id="synced", config={"rate": 0.5}, tags=["t"]) as run:
    for i in range(50):
        run.log({"value": i, "nested": {"x": i}})
    run.summary["best"] = 1
    run.log({"table": wandb.Table(columns=["a"], data=[[1], [2]])})
    print("printed offline")
"""
    done = subprocess.run([sys.executable, "-c", script], env=shell(WANDB_MODE="offline"), check=False,
                          capture_output=True, text=True)
    same((done.returncode, done.stderr if done.returncode else ""), (0, ""))
    (folder,) = [str(path) for path in pathlib.Path("wandb").glob("offline-run-*-synced")]
    cli("sync", folder)

    def check():
        back = wandb.Api().run("cli/synced")
        rows = [row for row in back.scan_history() if row.get("value") is not None]
        same([(row["_step"], row["value"], row["nested.x"]) for row in rows], [(i, i, i) for i in range(50)])
        same((back.config, back.tags, back.state), ({"rate": 0.5}, ["t"], "finished"))
        same((back.summary["best"], back.summary["value"], back.summary["table"]["nrows"]), (1, 49, 2))
        assert back.metadata["program"], back.metadata
        assert "printed offline" in [line.content for line in back.console_logs()]

    check()
    # Again, and again from the beginning: nothing changes.
    cli("sync", folder)
    cli("sync", "--include-synced", "--yes")
    check()
    cli("sync", "--id", "other-id", "--project", "elsewhere", "--include-synced", folder)
    same(len(list(wandb.Api().run("elsewhere/other-id").scan_history())), 51)


def pull():
    pathlib.Path("kept.txt").write_text("kept", encoding="utf8")
    with wandb.init(project=PROJECT, id="pulled") as run:
        run.save("kept.txt")
        run.log({"x": 1})
    os.mkdir("there")
    os.chdir("there")
    cli("pull", f"{wandb.Api().default_entity}/{PROJECT}/pulled")
    same(pathlib.Path("kept.txt").read_text("utf8"), "kept")
    assert pathlib.Path("config.yaml").exists()


if __name__ == "__main__":
    main(globals())
