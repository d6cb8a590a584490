"""Prints every GraphQL document that the installed wandb client can send, as JSON lines.

    python graphql-operations.py        -> {"file": …, "line": …, "document": …} or {"file", "line", "problem"}

Documents are string literals in the client's source, some of them put together with f-strings, .format() or
.replace(). Each such expression is evaluated in the names of its own module; names that exist only while a function
runs are given in LOCALS, one entry for each combination that the client can produce.
Nothing is sent and nothing of the client's behaviour is changed.
"""

import ast
import importlib
import json
import pathlib
import re
import sys
import warnings

import wandb

ROOT = pathlib.Path(wandb.__file__).parent
STARTS = re.compile(r"\s*(#[^\n]*\n\s*)?(query|mutation)\s+\w+\s*[({]")
FRAGMENTS = ("RUN_FRAGMENT", "LIGHTWEIGHT_RUN_FRAGMENT")

# Values of names that live inside functions, by file and line-independent key: the operation's name.
RUNS = ("apis/public/runs.py", "apis/public/api.py")
USE_ARTIFACT_BASE = ["$entityName: String!", "$projectName: String!", "$runName: String!", "$artifactID: ID!"]
USE_ARTIFACT_ARGS = ["entityName: $entityName", "projectName: $projectName", "runName: $runName", "artifactID: $artifactID"]
USE_ARTIFACT_MORE = ["$artifactEntityName: String", "$artifactProjectName: String"]
USE_ARTIFACT_MORE_ARGS = ["artifactEntityName: $artifactEntityName", "artifactProjectName: $artifactProjectName"]
USE_ARTIFACT_AS = (["$usedAs: String"], ["usedAs: $usedAs"])


def locals_for(operation, module):
    names = vars(module)
    if operation in ("Runs", "Run"):
        for fragment in FRAGMENTS:
            text = names[fragment]
            yield {"fragment": text, "fragment_name": names[fragment + "_NAME"]}
    elif operation == "RunFullHistory":
        for node in ("history", "events"):
            yield {"node": node}
    elif operation == "DeleteRun":
        for delete_artifacts in (False, True):
            yield {"delete_artifacts": delete_artifacts}
    elif operation == "UseArtifact":
        for more, more_args in (([], []), (USE_ARTIFACT_MORE, USE_ARTIFACT_MORE_ARGS)):
            for used, used_args in (([], []), USE_ARTIFACT_AS):
                yield {
                    "query_vars": USE_ARTIFACT_BASE + used + more,
                    "query_args": USE_ARTIFACT_ARGS + used_args + more_args,
                }
    else:
        yield {}


def is_document(node):
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and STARTS.match(node.value)
    if isinstance(node, ast.JoinedStr):
        first = node.values[0] if node.values else None
        return isinstance(first, ast.Constant) and STARTS.match(str(first.value))
    return False


def outermost(node, parents):
    """The expression that builds the whole text: the literal with .format(), .replace() or + around it."""
    while True:
        up = parents.get(node)
        if isinstance(up, ast.Attribute) and up.attr in ("format", "replace"):
            node = parents[up]
        elif isinstance(up, ast.BinOp) or (isinstance(up, ast.JoinedStr) and node is not up):
            node = up
        else:
            return node


def upsert_sweep_generations(module):
    """The sweep mutation is rewritten at run time from one template; see _upsert_sweep in the client."""
    source = ast.parse(pathlib.Path(module.__file__).read_text())
    for function in ast.walk(source):
        if not (isinstance(function, ast.FunctionDef) and function.name == "_upsert_sweep"):
            continue
        wanted = {"project_query", "mutation_str"} | {f"mutation_{i}" for i in range(1, 6)}
        scope = {}
        for statement in function.body:
            if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") in wanted:
                exec(compile(ast.Module([statement], []), module.__file__, "exec"), vars(module), scope)
        return [scope[f"mutation_{i}"] for i in range(1, 6)]
    return []


def documents_of(path):
    tree = ast.parse(path.read_text())
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = [node for node in ast.walk(tree) if is_document(node)]
    if not found:
        return
    relative = path.relative_to(ROOT)
    module = importlib.import_module(".".join(("wandb", *relative.with_suffix("").parts)))
    seen = set()
    for node in found:
        expression = outermost(node, parents)
        if expression in seen:
            continue
        seen.add(expression)
        head = node.value if isinstance(node, ast.Constant) else node.values[0].value
        operation = re.search(r"(?:query|mutation)\s+(\w+)", head).group(1)
        if "_PROJECT_QUERY_" in str(getattr(node, "value", "")):
            for text in upsert_sweep_generations(module):
                yield {"file": str(relative), "line": node.lineno, "document": text}
            continue
        code = compile(ast.Expression(expression), str(path), "eval")
        for scope in locals_for(operation, module):
            try:
                yield {"file": str(relative), "line": node.lineno, "document": eval(code, {**vars(module), **scope})}
            except Exception as error:  # the test shows it; silence would hide an operation
                yield {"file": str(relative), "line": node.lineno, "problem": f"{operation}: {error!r}"}


def main():
    warnings.simplefilter("ignore")
    print(json.dumps({"version": wandb.__version__}))
    for path in sorted(ROOT.rglob("*.py")):
        if "vendor" in path.parts:
            continue
        for entry in documents_of(path):
            print(json.dumps(entry))


if __name__ == "__main__":
    sys.exit(main())
