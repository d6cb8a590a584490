"""Files of runs: saved, uploaded, read back, replaced, deleted, kept away."""

import hashlib
import os
import pathlib
import subprocess
import sys
import time

import wandb
from cases import main, refused, same, shell

PROJECT = "files"
QUICK = {"x_file_stream_transmit_interval": 1}


def api_run(run_id, project=PROJECT):
    return wandb.Api().run(f"{project}/{run_id}")


def write(name, text):
    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def content(run, name):
    folder = pathlib.Path("back") / hashlib.sha256(os.urandom(8)).hexdigest()[:8]
    with run.file(name).download(root=str(folder), replace=True) as file:
        return pathlib.Path(file.name).read_bytes()


def named(run):
    return {file.name for file in run.files()}


def eventually(look, wanted):
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            if look() == wanted:
                return
        except Exception as error:  # noqa: BLE001 - not there yet
            last = error
        time.sleep(0.3)
    same(look(), wanted)


def policies():
    write("tree/now.txt", "now")
    write("tree/deep/er/live.txt", "live 1")
    write("tree/end.txt", "before")
    with wandb.init(project=PROJECT, id="policies", settings=QUICK) as run:
        run.save("tree/now.txt", policy="now")
        run.save("tree/deep/er/live.txt", base_path="tree", policy="live")
        run.save(os.path.abspath("tree/end.txt"), base_path=os.path.abspath("tree"), policy="end")
        run.save("tree/deep/*/li*", base_path=".", policy="now")
        back = api_run("policies")
        eventually(lambda: content(back, "tree/now.txt"), b"now")
        eventually(lambda: content(back, "deep/er/live.txt"), b"live 1")
        same("end.txt" in named(back), False)
        write("tree/deep/er/live.txt", "live 2, longer")
        write("tree/end.txt", "after")
        eventually(lambda: content(back, "deep/er/live.txt"), b"live 2, longer")
    back = api_run("policies")
    same(content(back, "end.txt"), b"after")
    # Saving makes links: what the script wrote last is what is kept.
    same(content(back, "tree/deep/er/live.txt")[:4], b"live")
    same(content(back, "deep/er/live.txt"), b"live 2, longer")
    for name in ("config.yaml", "wandb-metadata.json", "wandb-summary.json", "requirements.txt"):
        assert name in named(back), (name, named(back))


NAMES = ["plain.txt", "with space.txt", "ünï/cödé 名.txt", "100% & more + x;y=z.txt", "a#b?c.txt", "deep/er/est/file",
         "quote'\".txt", "dots...txt", "empty.txt", ".hidden"]


def upload_download_delete():
    wandb.init(project=PROJECT, id="uploads").finish()
    run = api_run("uploads")
    bodies = {name: b"" if name == "empty.txt" else os.urandom(1000 + len(name)) for name in NAMES}
    for name, body in bodies.items():
        write(f"up/{name}", body)
        os.chdir("up")
        file = run.upload_file(name)
        os.chdir("..")
        same((file.name, file.size), (name, len(body)))
    same(run.state, "finished")
    same(named(api_run("uploads")) & set(NAMES), set(NAMES))
    for name, body in bodies.items():
        same((name, content(run, name)), (name, body))
    same({file.name for file in run.files(["plain.txt", "empty.txt"])}, {"plain.txt", "empty.txt"})
    same({file.name for file in api_run("uploads").files(pattern="deep/%")}, {"deep/er/est/file"})
    same({file.name for file in api_run("uploads").files(pattern="%.txt") if "/" not in file.name} - {"requirements.txt"},
         {name for name in NAMES if name.endswith(".txt") and "/" not in name})
    same(len(list(api_run("uploads").files(per_page=2))), len(named(api_run("uploads"))))
    size = run.file("plain.txt")
    same((size.mimetype.split(";")[0], size.md5), ("text/plain", __import__("base64").b64encode(
        hashlib.md5(bodies["plain.txt"]).digest()).decode()))
    refused(lambda: run.file("plain.txt").download(root="back2") and run.file("plain.txt").download(root="back2"),
            "already exists")
    run.file("plain.txt").download(root="back2", exist_ok=True)

    write("up/plain.txt", b"another content")
    os.chdir("up")
    api_run("uploads").upload_file("plain.txt")
    os.chdir("..")
    same(content(api_run("uploads"), "plain.txt"), b"another content")

    api_run("uploads").file("plain.txt").delete()
    assert "plain.txt" not in named(api_run("uploads"))
    missing = api_run("uploads").file("plain.txt")
    same(missing.size, 0)
    same(content(api_run("uploads"), "with space.txt"), bodies["with space.txt"])


def restore():
    write("weights/model.bin", b"trained")
    with wandb.init(project=PROJECT, id="restored") as run:
        run.save("weights/model.bin", base_path=".")
    path = api_run("restored").path
    with wandb.restore("weights/model.bin", run_path="/".join(path), root="again") as file:
        same(file.read(), "trained")
    refused(lambda: wandb.restore("weights/nothing.bin", run_path="/".join(path), root="again"), "weights/nothing.bin",
            ValueError)
    with wandb.init(project=PROJECT, id="restored", resume="must") as run:
        with wandb.restore("weights/model.bin", root="here") as file:
            same(pathlib.Path(file.name).read_bytes(), b"trained")


def git_life(run_id):
    with wandb.init(project=PROJECT, id=run_id) as run:
        run.log({"x": 1})


def privacy():
    """Code, patch and ignored files, as the environment asks."""
    script = pathlib.Path(sys.argv[0]).read_text(encoding="utf8")
    folder = pathlib.Path("repo")
    folder.mkdir()
    (folder / "files.py").write_text(script, encoding="utf8")
    (folder / "cases.py").write_text((pathlib.Path(sys.argv[0]).parent / "cases.py").read_text("utf8"), "utf8")
    (folder / "tracked.txt").write_text("one\n", encoding="utf8")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["remote", "add", "origin", "https://user:secret@example.com/repo.git"],
                    ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    (folder / "tracked.txt").write_text("one\ntwo\n", encoding="utf8")
    commit = subprocess.run([*git, "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True)

    def life(run_id, **env):
        # A wandb folder of its own, or the next run would find it as an untracked file.
        done = subprocess.run([sys.executable, "files.py", "git_life", run_id], cwd=folder, check=False,
                              env=shell(WANDB_DIR=os.environ["HOME"], **env), capture_output=True, text=True)
        same((done.returncode, done.stderr if done.returncode else ""), (0, ""))
        return api_run(run_id)

    def code(run):
        return {name for name in named(run) if name.startswith("code/")}

    plain = life("code-off")
    same((code(plain), plain.commit), (set(), commit.stdout.strip()))
    assert "secret" not in str(plain.metadata), plain.metadata["git"]
    same(plain.metadata["git"]["commit"], commit.stdout.strip())

    on = life("code-on", WANDB_SAVE_CODE="true")
    same(code(on), {"code/files.py"})
    same(content(on, "code/files.py").decode(), script)
    assert b"+two" in content(on, "diff.patch"), named(on)

    off = life("code-disabled", WANDB_SAVE_CODE="true", WANDB_DISABLE_CODE="true")
    same((code(off), "diff.patch" in named(off)), (set(), False))

    no_git = life("git-disabled", WANDB_DISABLE_GIT="true")
    same((no_git.commit, "git" in (no_git.metadata or {})), (None, False))

    ignored = life("ignored", WANDB_SAVE_CODE="true", WANDB_IGNORE_GLOBS="*.patch,requirements.txt")
    same({"diff.patch", "requirements.txt"} & named(ignored), set())
    assert "config.yaml" in named(ignored) and code(ignored), named(ignored)
    kept = list(pathlib.Path(os.environ["HOME"]).glob("wandb/run-*-ignored/files/diff.patch"))
    same(len(kept), 1)

    # PRIV-04: the commit is checked out on a branch of its own, its patch applied, its config written.
    subprocess.run([*git, "checkout", "-q", "tracked.txt"], cwd=folder, check=True)
    subprocess.run([*git, "remote", "remove", "origin"], cwd=folder, check=True)
    cli = [sys.executable, "-m", "wandb", "restore", "/".join(on.path[:2]) + ":" + on.id]
    done = subprocess.run(cli, cwd=folder, check=False, capture_output=True, text=True)
    same((done.returncode, (folder / "tracked.txt").read_text("utf8")), (0, "one\ntwo\n"))
    branch = subprocess.run([*git, "branch", "--show-current"], cwd=folder, check=True, capture_output=True, text=True)
    same(branch.stdout.strip(), f"wandb/{on.id}")


def code_by_default(expected):
    """With the switch of the settings page on, and nothing said by the script. A silent client does not ask for it."""
    for name in ("files.py", "cases.py"):
        pathlib.Path(name).write_text((pathlib.Path(sys.argv[0]).parent / name).read_text("utf8"), "utf8")
    done = subprocess.run([sys.executable, "files.py", "git_life", f"switch-{expected}"], check=False,
                          env=shell(WANDB_SILENT="false"), capture_output=True, text=True)
    same((done.returncode, done.stderr if done.returncode else ""), (0, ""))
    same({name for name in named(api_run(f"switch-{expected}")) if name.startswith("code/")},
         {"code/files.py"} if expected == "on" else set())


def log_code():
    write("src/a.py", "print('a')")
    write("src/b.txt", "not code")
    with wandb.init(project=PROJECT, id="logged-code") as run:
        artifact = run.log_code("src", name="my-code")
        artifact.wait()
    (found,) = [item for item in api_run("logged-code").logged_artifacts() if item.type == "code"]
    same({entry for entry in found.manifest.entries}, {"a.py"})


def big(size_mb):
    """A file too large for any memory limit of ours, up and down again."""
    path = pathlib.Path("big.bin")
    digest = hashlib.md5()
    with path.open("wb") as file:
        for i in range(int(size_mb)):
            block = hashlib.sha256(str(i).encode()).digest() * 32768
            digest.update(block)
            file.write(block)
    with wandb.init(project=PROJECT, id="big") as run:
        run.save("big.bin", policy="end")
    path.unlink()
    back = api_run("big")
    same(back.file("big.bin").size, int(size_mb) * 2**20)
    got = hashlib.md5()
    with back.file("big.bin").download(root="down") as file:
        pass
    with open("down/big.bin", "rb") as file:
        while block := file.read(2**20):
            got.update(block)
    same(got.hexdigest(), digest.hexdigest())


if __name__ == "__main__":
    main(globals())
