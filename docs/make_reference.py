"""The reference pages that are made from the code, while the site is built: commands, lexicons, errors, configuration.

python docs/make_reference.py PAGE prints one of them.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
import tomllib
import typing
from collections.abc import Iterator
from importlib.resources import files

import msgspec
import typer

from firsthand import errors
from firsthand.cli.app import make_command
from firsthand.cli.settings import SETTINGS
from firsthand.cli.verbs import GROUPS, Twin, load
from firsthand.lexicon import records

PROSE = {"why", "note"}
"""Fields of a lexicon entry that are read rather than looked up."""


def reference_pages() -> dict[str, str]:
    """The text of each page by its place in the site."""
    return {
        "reference/cli.md": commands(),
        "reference/errors.md": error_tree(),
        "reference/config.md": configuration(),
        "reference/lexicons.md": lexicons(),
        **{f"reference/lexicon/{name}.md": lexicon(name) for name in tables()},
    }


# The command


def commands() -> str:
    """Every verb with its options, and each example beside its twin in Python."""
    parts = [
        "# The command, and Python\n",
        "Made from the code. Every verb of the command has its twin in Python; the examples below run in the tests, on",
        "a case that holds the packaged example. In Python, `case` is what this opens:\n",
        '```python\nimport firsthand\n\ncase = firsthand.open("case.db")\n```\n',
        "Exit status: 0 done; 1 something was refused or failed; 2 wrong usage; 3 an alert fired; 130 interrupted.",
    ]
    for title, names in GROUPS:
        parts.append(f"\n## {title}\n")
        parts += ["\n".join(command(name)) for name in names]
    return "\n".join(parts) + "\n"


def command(name: str) -> Iterator[str]:
    """One verb: what it does, its arguments and options, its examples."""
    verb, made = load(name), make_command(name)
    yield f"\n### {name}\n"
    yield inspect.cleandoc(verb.run.__doc__ or "") + "\n"
    yield from options(made)
    for part, run in verb.parts:
        yield f"\n**{name} {part}**: {inspect.cleandoc(run.__doc__ or '')}\n"
        yield from options(made.commands[part])  # type: ignore[union-attr]
    yield from map(twin, verb.twins)


def options(made: typing.Any) -> Iterator[str]:
    """The table of a command's arguments and options."""
    rows = [row for parameter in made.params if (row := _option(parameter))]
    if rows:
        yield "| option | |\n|---|---|"
        yield from rows
        yield ""


def _option(parameter: typing.Any) -> str | None:
    if parameter.name == "help":
        return None
    named = ", ".join(f"`{o}`" for o in (*parameter.opts, *parameter.secondary_opts))
    if parameter.param_type_name == "argument":
        named = f"`{parameter.metavar or parameter.name.upper()}`"
    default = parameter.default
    shown = (
        ""
        if default in (None, False, ()) or callable(default)
        else f" Default: `{getattr(default, 'value', default)}`."
    )
    return f"| {named} | {(parameter.help or '').replace('|', '·')}{shown} |"


def twin(both: Twin) -> str:
    """An example at the prompt, and the same in Python."""
    tabs = [f'=== "At the prompt"\n\n    ```console\n    $ {both.shell}\n    ```\n']
    if both.python:
        tabs.append(f'=== "In Python"\n\n{textwrap.indent(f"```python{chr(10)}{both.python}{chr(10)}```", "    ")}\n')
    return "\n" + "\n".join(tabs)


# Errors and configuration


def error_tree() -> str:
    """The tree as errors.py draws it, and each error's own words."""
    kinds = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.FirsthandError)]
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")[1]
    lines = [
        "# Errors\n",
        "Made from `errors.py`. An error has a `message` (what is wrong, and where) and a `hint` (what to try). The",
        "command prints both on standard error and ends with status 1.\n",
        f"```text\n{textwrap.dedent(tree)}\n```\n",
    ]
    lines += [f"## {kind.__name__}\n\n{inspect.cleandoc(kind.__doc__ or '')}\n" for kind in kinds]
    return "\n".join(lines)


def configuration() -> str:
    """The settings that the environment can make."""
    lines = [
        "# Configuration\n",
        "Firsthand has no configuration file: what a run was made with stands in its options and its manifest.",
        "A few things are said once, in the environment.\n",
        "| variable | what it does |\n|---|---|",
    ]
    lines += [f"| `{setting.name}` | {setting.what} |" for setting in SETTINGS]
    return "\n".join(lines) + "\n"


# Lexicons


def tables() -> tuple[str, ...]:
    """The names of the rule tables, without folder and ending."""
    folder = files("firsthand.lexicon").joinpath("en")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def lexicons() -> str:
    """All tables with what stands at their top, and the lists of names."""
    lines = [
        "# Lexicons\n",
        "Rules and word lists are data. Every rule says why it holds and shows an example and a counterexample, which",
        "the tests run. `firsthand why` prints the reasons of the rules behind a line.\n",
        "## Rules\n",
        "| table | entries | |\n|---|---|---|",
    ]
    for name in tables():
        entries = _entries(name)
        lines.append(f"| [{name}](lexicon/{name}.md) | {len(entries)} | {_cell(_head(name).split('. ')[0])} |")
    lines += ["\n## Names of the world\n", "| list | entries |\n|---|---|"]
    for file in sorted(files("firsthand.lexicon").joinpath("world").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".csv"):
            rows = sum(1 for line in file.read_text(encoding="utf-8").splitlines() if line.strip()) - 1
            lines.append(f"| {file.name.removesuffix('.csv').replace('_', ' ')} | {rows:,} |")
    lines += ["\n## What an entry may have\n"]
    for kind in vars(records).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == records.__name__:
            lines.append(f"### {kind.__name__}\n\n{inspect.cleandoc(kind.__doc__ or '')}\n")
            lines.append(", ".join(f"`{f}`" for f in kind.__struct_fields__) + "\n")
    return "\n".join(lines)


def lexicon(name: str) -> str:
    """One table: every entry with its reason, its example and its counterexample."""
    lines = [f"# {name}\n", f"{_head(name)}\n"]
    for entry in _entries(name):
        lines.append(f"## {_plain(str(entry.get('id', '')))}\n")
        lines.append(f"{_plain(str(entry.get('why', '')))}\n")
        looked = {k: v for k, v in entry.items() if k not in {"id", "example", "counterexample"} | PROSE}
        shown = [f"*{k}* {_value(v)}" for k, v in looked.items()]
        shown += [f"*{k}* {_plain(str(entry[k]))}" for k in ("example", "counterexample") if entry.get(k)]
        lines += [f"- {line}" for line in shown] + [""]
    return "\n".join(lines)


def _entries(name: str) -> list[dict[str, typing.Any]]:
    text = files("firsthand.lexicon").joinpath("en", f"{name}.toml").read_text(encoding="utf-8")
    (entries,) = tomllib.loads(text).values()
    return list(entries)


def _head(name: str) -> str:
    """The comment at the top of a table."""
    text = files("firsthand.lexicon").joinpath("en", f"{name}.toml").read_text(encoding="utf-8")
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return _plain(" ".join(lines))


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_value, value[:60])) + (f" and {len(value) - 60} more" if len(value) > 60 else "")
    if isinstance(value, dict):
        return ", ".join(f"{k}: {_value(v)}" for k, v in value.items())
    return f"`` {value} ``" if "`" in str(value) else f"`{value}`"


def _plain(words: str) -> str:
    """Words that Markdown shall not take for marks."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in words)


def _cell(words: str) -> str:
    return words.replace("\n", " ")


if __name__ == "__main__":
    typer.echo(reference_pages()[sys.argv[1]])
