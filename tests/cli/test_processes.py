"""Real processes: start-up, exit codes, broken pipes, narrow encodings, outputs that fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def advisor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "advisor", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )


HEAVY = ("pandas", "numpy", "rich", "babel", "jinja2", "pydantic")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["recommend", "--help"], ["cost", "-h"]]
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from advisor.cli import root\n"
        f"try: root({arguments!r}, prog_name='advisor')\n"
        "except SystemExit as done: assert not done.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_an_unknown_command_or_format() -> None:
    done = advisor("recomend")
    assert done.returncode == 2
    assert "Did you mean 'recommend'" in done.stderr
    done = advisor("recommend", "x.yaml", "-f", "pfd")
    assert done.returncode == 2
    assert done.stdout == ""


def test_a_narrow_encoding_ends_nothing() -> None:
    done = advisor("schema", "profile", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0


def test_a_closed_pipe_is_no_fault() -> None:
    command = f"{sys.executable} -m advisor schema decision | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_our_own_fault_is_4(tmp_path: Path) -> None:
    code = (
        "import advisor.schemas, advisor.cli\n"
        "advisor.schemas.schema = None\n"
        "import sys; sys.argv = ['advisor', 'schema', 'profile']\n"
        "advisor.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "our own fault" in done.stderr
    assert "Traceback" not in done.stderr


def test_outputs_that_cannot_be_written(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old")
    for output in (str(target / "in" / "x.json"), str(tmp_path)):
        done = advisor("schema", "profile", "-o", output)
        assert done.returncode == 2, done.stderr
        assert "cannot write" in done.stderr
        assert "Traceback" not in done.stderr
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_init_asks_on_a_terminal_and_asks_again(tmp_path: Path) -> None:
    import pty

    target = tmp_path / "asked.yaml"
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "advisor", "init", "-o", str(target)])
    answers = ["support_chat", "Ours", "many", "250k", "en, ko", "kr", "", "5 USX", "5000 USD", "n"]
    os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert b"'many' is not a count" in shown
    assert b"did you mean USD" in shown
    text = target.read_text()
    assert "requests_per_month: 250k" in text
    assert "hosting: {allow: [api]}" in text
