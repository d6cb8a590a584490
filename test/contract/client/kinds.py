"""Every kind of value and key, as it is read back."""

import datetime
import json
import math
import random

import numpy
import pandas
import wandb
from cases import main, refused, same

PROJECT = "types"


def logged(run_id, rows, config=None):
    with wandb.init(project=PROJECT, id=run_id, config=config) as run:
        for row in rows:
            run.log(row)
    return wandb.Api().run(f"{PROJECT}/{run_id}")


def own(row):
    return {key: value for key, value in row.items() if not key.startswith("_") or key == "__proto__"}


def counts(back, key):
    return {entry["type"]: entry["count"] for entry in back.history_keys["keys"][key]["typeCounts"]}


def scalars():
    rng = random.Random(7)
    values = {
        "int": 3, "negative": -5, "zero": 0, "float": 0.1, "tiny": 5e-324, "huge": 1.7976931348623157e308,
        "third": 1 / 3, "minus_zero": 0.0, "big": 2**53 + 1, "int64": 2**63 - 1, "int64_low": -(2**63),
        "true": True, "false": False, "none": None, "text": "plain", "empty": "", "random": rng.random(),
        "float_whole": 4.0,
    }
    back = logged("scalars", [values])
    (row,) = back.scan_history()
    same(own(row), values)
    for key, value in values.items():
        same((key, type(row[key]) is type(value) or key in ("minus_zero", "float_whole")), (key, True))
        # The client itself keeps no None in the summary.
        same((key, back.summary.get(key)), (key, value))
    same(own(back.history(pandas=False)[0]), values)
    many = [rng.uniform(-1e10, 1e10) * 10 ** rng.randint(-300, 290) for _ in range(500)]
    back = logged("digits", [{"v": value} for value in many])
    same([row["v"] for row in back.scan_history()], many)
    same([row["v"] for row in back.scan_history(keys=["v"])], many)
    same([row["v"] for row in back.history(samples=1000, pandas=False)], many)


def not_finite():
    back = logged("not-finite", [{"v": 1.0}, {"v": math.nan}, {"v": math.inf}, {"v": -math.inf}, {"v": 2.0}],
                  config={"inf": math.inf, "low": -math.inf})
    values = [row["v"] for row in back.scan_history()]
    same([repr(float(value)) for value in values], ["1.0", "nan", "inf", "-inf", "2.0"])
    keyed = [row["v"] for row in back.scan_history(keys=["v"])]
    # Through keys they come as the texts that the client takes for them.
    same([repr(float(value)) for value in keyed], [repr(float(value)) for value in values])
    table = back.history()
    same([math.isnan(table["v"][1]), table["v"][2], table["v"][3]], [True, math.inf, -math.inf])
    same((back.config["inf"], back.config["low"], back.summary["v"]), (math.inf, -math.inf, 2.0))
    same(counts(back, "v"), {"number": 5})


def mixed_kinds():
    rows = [{"x": 1}, {"x": "a"}, {"x": wandb.Histogram([1, 2, 3])}, {"x": [1, 2]}, {"x": True}, {"x": None},
            {"x": 2.5}, {"x": {"deep": 7}}, {"x": 2**60}]
    back = logged("mixed", rows)
    read = list(back.scan_history())
    same([row.get("x") for row in read[:2]], [1, "a"])
    same((read[2]["x"]["_type"], read[2]["x"]["values"][0]), ("histogram", 1))
    same([read[i].get("x") for i in (3, 4, 5, 6, 8)], [[1, 2], True, None, 2.5, 2**60])
    same(read[7]["x.deep"] if "x.deep" in read[7] else read[7]["x"]["deep"], 7)
    same(counts(back, "x"), {"number": 3, "string": 1, "histogram": 1, "list": 1, "boolean": 1, "null": 1})
    # All kinds of a key in one answer, and the numbers alone in the table of the chart.
    same(len(back.history(keys=["x"], pandas=False)), 8)


KEYS = ["Test Accuracy", "損失/学習", "emoji 😀", "__proto__", "constructor", "toString", 'quo"te', "back\\slash",
        "tab\there", "new\nline", "a.b", "a/b/c", "My-Metric", "my-metric", "ünïcödé", "e\u0301", "\u00e9", "100%",
        "<b>", "1", "0.5", " ", "x" * 300]


def names():
    back = logged("names", [{key: i for i, key in enumerate(KEYS)} for _ in range(2)],
                  config={key: i for i, key in enumerate(KEYS) if "." not in key})
    for row in back.scan_history():
        same(own(row), {key: i for i, key in enumerate(KEYS)})
    same({key: back.summary_metrics[key] for key in KEYS}, {key: i for i, key in enumerate(KEYS)})
    same({key: back.config[key] for key in KEYS if "." not in key},
         {key: i for i, key in enumerate(KEYS) if "." not in key})
    for key in ("損失/学習", "emoji 😀", "__proto__", "My-Metric", 'quo"te', "a.b", "x" * 300):
        same((key, [row[key] for row in back.scan_history(keys=[key])]), (key, [KEYS.index(key)] * 2))
    assert set(KEYS) <= set(back.history_keys["keys"]), set(KEYS) - set(back.history_keys["keys"])


def paths():
    """Names of projects, runs, tags and groups in any script."""
    with wandb.init(project="Projekt 名 é", id="läuft-1", name="名前 / 😀", group="g / ü",
                    tags=["ü", "a b", "50%"]) as run:
        run.log({"x": 1})
    back = wandb.Api().run("Projekt 名 é/läuft-1")
    same((back.name, back.group, back.tags, back.summary["x"]), ("名前 / 😀", "g / ü", ["ü", "a b", "50%"], 1))
    same([found.id for found in wandb.Api().runs("Projekt 名 é", filters={"tags": "50%"})], ["läuft-1"])


def wide_and_long():
    wide = {f"key/{i:04}": i for i in range(5000)}
    long_text = "".join(chr(0x4E00 + i % 5000) for i in range(23_000)) + "end"
    assert len(long_text.encode()) > 69_000
    back = logged("wide", [wide, {"text": long_text}, {**wide, "text": "short"}], config={"text": long_text})
    rows = list(back.scan_history())
    same(own(rows[0]), wide)
    same(rows[1]["text"], long_text)
    same(own(rows[2]), {**wide, "text": "short"})
    same(len([key for key in back.summary.keys() if key.startswith("key/")]), 5000)
    same(back.config["text"], long_text)
    same([row["key/4999"] for row in back.scan_history(keys=["key/4999"])], [4999, 4999])


def python_values():
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5, 678)
    back = logged("python", [{
        "datetime": moment, "date": moment.date(), "bytes": b"abc", "complex": 1 + 2j, "tuple": (1, "a"),
        "set": {7}, "dict": {"a": {"b": 1}, 5: "five"}, "list_of_dicts": [{"a": 1}, {"a": None}],
        "strings": ["a", "b", "ü"], "nested_list": [[1, 2], [3]],
    }])
    (row,) = back.scan_history()
    same(row["datetime"][:19], "2026-01-02T03:04:05")
    same((row["date"], row["bytes"], row["complex"]), ("2026-01-02", "abc", "1+2j"))
    same((row["tuple"], row["set"], row["strings"], row["nested_list"]), ([1, "a"], [7], ["a", "b", "ü"], [[1, 2], [3]]))
    same((row["dict.a.b"], row["dict.5"]), (1, "five"))
    same(row["list_of_dicts"], [{"a": 1}, {"a": None}])
    same(back.summary["dict"]["a"]["b"], 1)


def numpy_values():
    scalars_of = {name: getattr(numpy, name)(3) for name in
                  ("int8", "uint8", "int32", "int64", "uint64", "float16", "float32", "float64")}
    back = logged("numpy", [{
        **scalars_of, "bool": numpy.bool_(True), "float32_third": numpy.float32(1 / 3), "nan": numpy.float64("nan"),
        "short": numpy.arange(32), "matrix": numpy.ones((4, 8)), "long": numpy.arange(33.0), "text": numpy.str_("t"),
    }])
    (row,) = back.scan_history()
    same({name: row[name] for name in scalars_of}, dict.fromkeys(scalars_of, 3))
    same((row["bool"], row["text"], math.isnan(row["nan"])), (True, "t", True))
    assert abs(row["float32_third"] - 1 / 3) < 1e-7
    same((row["short"], row["matrix"]), (list(range(32)), [[1] * 8] * 4))
    same((row["long"]["_type"], sum(row["long"]["values"]), len(row["long"]["bins"])), ("histogram", 33, 33))
    same((counts(back, "long"), counts(back, "short")), ({"histogram": 1}, {"list": 1}))


def converted():
    back = logged("converted", [{"frame": pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})}])
    (row,) = back.scan_history()
    same((row["frame"]["_type"], row["frame"]["nrows"], row["frame"]["ncols"]), ("table-file", 2, 2))
    same(counts(back, "frame"), {"table-file": 1})
    with back.file(row["frame"]["path"]).download(replace=True) as file:
        table = json.load(file)
    same((table["columns"], table["data"]), (["a", "b"], [[1, "x"], [2, "y"]]))


def nested_and_merged():
    with wandb.init(project=PROJECT, id="merged") as run:
        run.log({"a": {"x": 1}}, commit=False)
        run.log({"a": {"y": 2}, "b": 1}, commit=False)
        run.log({"b": 2})
        run.log({"late": 5}, step=5)
        run.log({"later": 6}, step=5)
        refused(lambda: run.log([1]), "dict", Exception)
        refused(lambda: run.log({1: 2}), "", Exception)
        run.log({"open": 1}, commit=False)
    back = wandb.Api().run(f"{PROJECT}/merged")
    rows = list(back.scan_history())
    same([row["_step"] for row in rows], [0, 5])
    same(own(rows[0]), {"a.x": 1, "a.y": 2, "b": 2})
    same(own(rows[1]), {"late": 5, "later": 6, "open": 1})
    same(dict(back.summary["a"]), {"x": 1, "y": 2})


if __name__ == "__main__":
    main(globals())
