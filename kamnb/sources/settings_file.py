"""Reading client.yml and judgement.yml: every problem at once, with its line and what to write instead."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kamnb.errors import Problem
from kamnb.sources.contract import load_contract
from kamnb.sources.contradictions import find_contradictions
from kamnb.sources.settings import Judgement, Settings
from kamnb.sources.suggest import nearest
from kamnb.sources.yamlfile import YamlFile, parse_yaml, read_yaml

Model = TypeVar("Model", bound=BaseModel)
KEYS = {
    "extra_forbidden": "settings-unknown-key",
    "missing": "settings-missing",
    "literal_error": "settings-choice",
    "string_too_short": "settings-blank",
    "too_short": "settings-blank",
    "weights": "settings-weights",
    "comparisons": "settings-comparisons",
    "source": "settings-source",
    "assumption_order": "settings-assumption-order",
    "date_years": "settings-date-range",
}
PREFIXES = (("date", "settings-date"), ("int", "settings-number"), ("float", "settings-number"))
Place = tuple[str | int, ...]
LIMITS = ("ge", "gt", "le", "lt")


def read_settings(folder: Path, clauses: Iterable[str] = ()) -> tuple[Settings | None, list[Problem]]:
    """What does client.yml say? None where it cannot be used; the problems say why."""
    path = folder / "client.yml"
    if not path.is_file():
        return None, [Problem("no-settings", path.name)]
    file, clauses = read_yaml(path), tuple(clauses)
    settings, problems = read_model(file, Settings)
    if settings is not None:
        known = load_contract().tables
        problems += [
            Problem("settings-table", path.name, value=name, values={"nearest": nearest(name, known)})
            for name in settings.tables
            if name not in known
        ]
        targets = [(name, ("targets", name)) for name in settings.targets]
        problems += _unknown_clauses(file, targets, [*clauses, *areas_of(clauses)])
        wanted = [(name, ("priorities", name)) for name in settings.priorities]
        problems += _unknown_clauses(file, wanted, [part for c in clauses for part in (c, c[:1])])
        settings = _named(settings, folder.resolve().name)
    return settings or usable_rest(file), problems


def usable_rest(file: YamlFile) -> Settings | None:
    """What can be used of a client.yml with errors, so that its tables are checked in the same go?

    The wrong keys are left out. None where it is not known which tables there are or when the data end.
    """
    if not isinstance(file.data, dict):
        return None
    given = dict(file.data)
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        wrong = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
    if wrong & {"as_of", "tables", "root"}:
        return None
    return Settings.model_validate({k: v for k, v in given.items() if str(k) not in wrong})


def read_judgement(folder: Path, clauses: Iterable[str] = ()) -> tuple[Judgement, list[Problem]]:
    """What does judgement.yml say? An empty judgement where there is none. Unknown clauses are problems."""
    path = folder / "judgement.yml"
    return check_judgement(path.read_bytes() if path.is_file() else b"", path.name, clauses)


def check_judgement(data: bytes, name: str, clauses: Iterable[str] = ()) -> tuple[Judgement, list[Problem]]:
    """What do the bytes of a judgement.yml say, and what is wrong? An unfinished judgement is a warning."""
    if not data.strip():
        return Judgement(), []
    file = parse_yaml(data, name)
    judgement, problems = read_model(file, Judgement)
    if judgement is None:
        return Judgement(), problems
    places: list[tuple[str, Place]] = [(name, ("clauses", name)) for name in judgement.clauses]
    places += [(one.clause, ("overrides", i, "clause")) for i, one in enumerate(judgement.overrides)]
    places += [(name.split("-")[0], ("findings", name)) for name in judgement.findings]
    problems += [*find_contradictions(judgement, file), *unfinished(judgement, file)]
    return judgement, problems + _unknown_clauses(file, places, clauses)


def unfinished(judgement: Judgement, file: YamlFile) -> list[Problem]:
    """Which clauses were judged blind and do not count yet, as their reason is missing?"""
    return [
        Problem("judgement-open", file.name, row=file.line(("clauses", k)), value=k, severity="warning")
        for k, said in judgement.clauses.items()
        if said.is_open
    ]


def areas_of(clauses: Iterable[str]) -> list[str]:
    """Which areas may a target name? None where no clauses are given."""
    from kamnb.instrument.load import load_instrument

    known = set(clauses)
    return [a.id for a in load_instrument().areas if known & {c.id for c in a.clauses}] if known else []


def _unknown_clauses(
    file: YamlFile, places: Iterable[tuple[str, Place]], clauses: Iterable[str]
) -> list[Problem]:
    """Which clauses are named that the instrument does not have? None where no clauses are given."""
    known, problems = sorted(set(clauses)), []
    for name, place in places:
        if known and name not in known:
            values = {"nearest": nearest(name, known), "place": ".".join(map(str, place))}
            problems.append(
                Problem("settings-clause", file.name, row=file.line(place), value=name, values=values)
            )
    return problems


def read_model(file: YamlFile, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Which model does a YAML file make? None with its problems where it makes none."""
    problems = list(file.problems)
    if problems and not file.data:
        return None, problems
    try:
        made = model.model_validate(file.data)
    except ValidationError as error:
        return None, problems + [_problem(detail, file, model) for detail in error.errors(include_url=False)]
    return (None if problems else made), problems


def _named(settings: Settings, folder: str) -> Settings:
    """A client without a name is called like its folder; a wave without a label like the month of as_of."""
    other = next(iter(settings.name.values()), "") or folder
    name = {lang: settings.name.get(lang) or other for lang in ("zh", "en")}
    wave = settings.wave or settings.as_of.strftime("%Y-%m")
    return settings.model_copy(update={"name": name, "wave": wave})


def _problem(detail: Any, file: YamlFile, model: type[BaseModel]) -> Problem:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    kind, context = detail["type"], detail.get("ctx", {})
    key = KEYS.get(kind) or next((key for start, key in PREFIXES if kind.startswith(start)), "settings-value")
    above = ".".join(map(str, place[:-1] if key in ("settings-unknown-key", "settings-missing") else place))
    values: dict[str, Any] = {"place": above or file.name}
    value = str(place[-1]) if key in ("settings-unknown-key", "settings-missing") else _shown(detail["input"])
    if key == "settings-unknown-key":
        values["nearest"] = nearest(value, _known_keys(model, place[:-1]))
    if key == "settings-choice":
        values["allowed"] = context.get("expected", "").replace(" or ", ", ")
    if any(limit in context for limit in LIMITS):
        key, values["limit"] = "settings-range", _limit(context)
    column = ".".join(map(str, place)) or None
    return Problem(key, file.name, row=file.line(place), column=column, value=value, values=values)


def _limit(context: dict[str, Any]) -> str:
    low, high = context.get("ge", context.get("gt")), context.get("le", context.get("lt"))
    return f"≥ {low:g}" if low is not None else f"≤ {high:g}"


def _shown(value: Any) -> str:
    return str(value)[:80]


def _known_keys(model: type[BaseModel], place: tuple[Any, ...]) -> list[str]:
    """Which keys does the model at a place know?"""
    here: Any = model
    for part in place:
        here = _below(here, part)
    return list(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _below(annotation: Any, part: Any) -> Any:
    """Which type stands below an annotation at a key or index? None where nothing is known."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found = annotation.model_fields.get(str(part))
        return _plain(found.annotation) if found else None
    arguments = [argument for argument in typing.get_args(annotation) if argument is not Ellipsis]
    return _plain(arguments[-1]) if arguments else None


def _plain(annotation: Any) -> Any:
    """The annotation without `None`."""
    if isinstance(annotation, types.UnionType):
        return next(argument for argument in typing.get_args(annotation) if argument is not type(None))
    return annotation
