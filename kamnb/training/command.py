"""The body of `kamnb train`: the learner's folder made or brought up to date, and JupyterLab opened on it."""

from __future__ import annotations

from pathlib import Path

from kamnb.errors import UsageError
from kamnb.sources.suggest import did_you_mean
from kamnb.terminal import reader_language
from kamnb.text.load import LANGUAGES
from kamnb.training.folder import Given, fill_folder
from kamnb.training.told import say

FOLDER = "training"


def prepare(lang: str, folder: str) -> tuple[Path, list[str]]:
    """The learner's folder with every lesson in it (`folder`, else training/ here), and what is to be said of it.

    UsageError for an unknown language or a folder that cannot be written.
    """
    if lang not in LANGUAGES:
        raise UsageError(
            "course-language", name=lang, allowed=", ".join(LANGUAGES), hint=did_you_mean(lang, LANGUAGES)
        )
    place = (Path(folder) if folder else Path.cwd() / FOLDER).resolve()
    return place, about(place, fill_folder(place, lang))


def about(place: Path, given: Given) -> list[str]:
    """Where is the folder, and what was put into it?"""
    lang = reader_language()
    told = [say(lang, "said.place", folder=place)]
    for key in ("new", "replaced", "beside"):
        names = getattr(given, key)
        if names:
            told.append(say(lang, f"said.{key}", names=", ".join(names)))
    return told + ([say(lang, "said.same", n=len(given.same))] if given.same else [])
