"""Settings are found upward, and a mistake in them names the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import SettingError
from extractor.review.settings import Settings, load

OWN, PROJECT = "extractor.toml", "pyproject.toml"


def written(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({OWN: "severity = 'error'"}, OWN),
        ({f"a/{OWN}": "severity = 'error'"}, f"a/{OWN}"),
        ({f"a/b/{PROJECT}": "[tool.extractor]\nseverity = 'error'"}, f"a/b/{PROJECT}"),
        # a project file without the table is passed over
        ({f"a/{PROJECT}": "[tool.other]", OWN: "severity = 'error'"}, OWN),
        # the nearest folder wins; in one folder the own file does
        ({OWN: "", f"a/{OWN}": "severity = 'error'"}, f"a/{OWN}"),
        ({OWN: "severity = 'error'", PROJECT: "[tool.extractor]"}, OWN),
    ],
)
def test_the_nearest_file_is_found(files: dict[str, str], found: str, tmp_path: Path) -> None:
    written(tmp_path, files)
    (tmp_path / "a" / "b").mkdir(parents=True, exist_ok=True)
    origin = load(start=tmp_path / "a" / "b")
    assert origin.path == tmp_path / found
    assert origin.settings == Settings(severity="error")


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
        select = ["AGR"]
        ignore = ["AGR001"]
        severity = "warning"
        max-findings = 5
        output-format = "full"
        baseline = "known.jsonl"
        date-field = "crawled"
        [per-path-ignores]
        "old/*" = ["RNG"]
    """
    written(tmp_path, {OWN: text})
    settings = load(str(tmp_path / OWN)).settings
    assert settings.model_dump(by_alias=True) == {
        "select": ["AGR"],
        "ignore": ["AGR001"],
        "per-path-ignores": {"old/*": ["RNG"]},
        "severity": "warning",
        "max-findings": 5,
        "output-format": "full",
        "baseline": "known.jsonl",
        "date-field": "crawled",
    }


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (OWN, "selct = []", "extractor.toml: selct: no such key; did you mean 'select'?"),
        (OWN, "zzz = 1", "extractor.toml: zzz: no such key; the keys are select, ignore, "),
        (PROJECT, "[tool.extractor]\nzzz = 1", "pyproject.toml: tool.extractor.zzz: no such key"),
        (OWN, "max-findings = -1", "extractor.toml: max-findings: input should be greater than"),
        (OWN, "max-findings = true", "extractor.toml: max-findings: input should be a valid int"),
        (
            PROJECT,
            "[tool]\nextractor = 3",
            "pyproject.toml: tool.extractor: a table goes here, not 3",
        ),
        (OWN, "severity = 'bad'", "extractor.toml: severity: input should be 'error', 'warning'"),
        (OWN, "select = 'AGR'", "extractor.toml: select: input should be a valid list, not 'AGR'"),
        (OWN, "a b", "extractor.toml: not TOML"),
    ],
)
def test_a_mistake_is_named(name: str, text: str, said: str, tmp_path: Path) -> None:
    written(tmp_path, {name: text})
    with pytest.raises(SettingError) as raised:
        load(start=tmp_path)
    assert f"{tmp_path}/{said}" in str(raised.value)


def test_files_count_from_the_folder_of_the_settings(tmp_path: Path) -> None:
    written(tmp_path, {OWN: "baseline = 'known.jsonl'"})
    origin = load(start=tmp_path)
    assert origin.beside(origin.settings.baseline) == str(tmp_path / "known.jsonl")
    assert origin.beside(None) is None


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="No such file"):
        load(str(tmp_path / OWN))
