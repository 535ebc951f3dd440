"""The wheel alone does the main job: built, installed into an empty environment, run elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cwd), "LANG": "C.UTF-8"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it depends on, nothing else."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = place.glob("advisor-*.whl")
    venv.create(place / "env", with_pip=True)
    install = [place / "env" / "bin" / "python", "-m", "pip", "install", "--quiet", wheel]
    subprocess.run([str(part) for part in install], check=True, capture_output=True)
    return place / "env" / "bin"


def test_recommends_from_any_folder(installed: Path, tmp_path: Path) -> None:
    made = run(
        installed / "advisor", "init", "--preset", "support_chat", "-o", "p.yaml", cwd=tmp_path
    )
    assert made.returncode == 0, made.stderr
    done = run(
        *(installed / "advisor", "recommend", "p.yaml", "--as-of", "2026-11-23"),
        *("-f", "json", "-f", "html", "-f", "md", "-o", "out/"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    decision = json.loads((tmp_path / "out" / "recommendation.json").read_text())
    assert decision["recommendation"] in decision["ranking"]
    assert decision["inputs"]["catalog"]["models"] >= 40
    assert decision["inputs"]["catalog"]["offers"] >= 60
    assert decision["inputs"]["rules"]["count"] >= 30
    assert "<html" in (tmp_path / "out" / "recommendation.html").read_text()


def test_credit_travels_along(installed: Path, tmp_path: Path) -> None:
    code = (
        "from advisor.resources import folder\n"
        "print((folder('catalog') / 'SOURCES.md').read_text())\n"
    )
    told = run(installed / "python", "-c", code, cwd=tmp_path)
    made = run(installed / "advisor", "catalog", "attribution", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert told.stdout.strip() == made.stdout.strip()


def test_shipped_rules_pass_their_cases(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "advisor", "rules", "test", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_holds_the_types_and_the_public_api(installed: Path, tmp_path: Path) -> None:
    code = (
        "import pathlib, advisor\n"
        "from advisor import load_catalog, load_profile, recommend\n"
        "assert (pathlib.Path(advisor.__file__).parent / 'py.typed').exists()\n"
        "pathlib.Path('p.yaml').write_text('task: document_qa\\n')\n"
        "frame = recommend(load_profile('p.yaml'), load_catalog()).to_frame()\n"
        "assert {'id', 'status', 'rank', 'value'} <= set(frame.columns)\n"
    )
    done = run(installed / "python", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
