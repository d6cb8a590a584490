"""Alerts of a script, and stopping a script from the dashboard."""

import datetime
import time

import wandb
from cases import main, same

PROJECT = "control"


def alerts():
    with wandb.init(project=PROJECT, id="alerting", name="The run") as run:
        run.alert("Low accuracy", "It is 0.1 < 0.5 ü", level=wandb.AlertLevel.WARN)
        run.alert("Low accuracy", "Said again at once", level="WARN")
        run.alert("Each time", "one", level=wandb.AlertLevel.ERROR, wait_duration=0.001)
        time.sleep(0.1)
        run.alert("Each time", "two", level="ERROR", wait_duration=datetime.timedelta(milliseconds=1))
        run.alert("Just so", "")
        run.log({"x": 1})


def stopped():
    run = wandb.init(project=PROJECT, id="stopped", settings={"x_file_stream_transmit_interval": 1})
    for i in range(3000):
        run.log({"value": i})
        time.sleep(0.05)
    raise AssertionError("nobody stopped this script")


def stopped_and_saving():
    run = wandb.init(project=PROJECT, id="saving", settings={"x_file_stream_transmit_interval": 1})
    try:
        for i in range(3000):
            run.log({"value": i})
            time.sleep(0.05)
    except KeyboardInterrupt:
        run.summary["saved"] = True
        run.finish()
        same(wandb.Api().run(f"{PROJECT}/saving").summary["saved"], True)
        return
    raise AssertionError("nobody stopped this script")


def stop_by_api():
    run = wandb.Api().run(f"{PROJECT}/saving")
    same(run.state, "running")
    run.stop()


if __name__ == "__main__":
    main(globals())
