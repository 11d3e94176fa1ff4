"""The long works that the panel starts, each as a job: reading the data, gathering facts, maps, diagnostic, layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback, QgsProject

from .. import dependencies, settings
from ..errors import Cancelled, ProfileError
from ..gis.jobs import Job, Steps
from ..i18n import translate

if TYPE_CHECKING:  # pandas is imported when the data are first read, not with the panel
    from ..core.diagnostic import Analyst, Diagnostic
    from ..core.profile import Profile
    from ..core.territory import Territory
    from .widgets.territory_card import CardFacts

# Levels around a territory that stand beside it in the inspect dialog.
BESIDE = ("departement", "region")


@dataclass(frozen=True)
class Ready:
    """The data, read: what every further work needs."""

    analyst: Analyst
    profile: Profile
    note: str = ""


def read_data() -> Job:
    """Read the snapshot and build the name index; the result is a `Ready`.

    The user's own profile may have gone or been spoilt since: the balanced one then stands in, and `note` says so.
    """
    key = settings.profile()

    def compute(feedback: QgsFeedback) -> Ready:
        # Both are said at once to be missing, before anything is shown that could not go on.
        dependencies.require("geopandas")
        dependencies.require("matplotlib")
        from ..snapshot import profiles, reader

        feedback.setProgress(5)
        analyst = reader.analyst()
        feedback.setProgress(70)
        known, note = analyst.facts.catalogue.indicators, ""
        try:
            profile = profiles.read_profile(known, key)
        except ProfileError as problem:
            profile = profiles.read_profile(known, profiles.DEFAULT)
            note = f"{problem} " + translate("Anct", "The profile “{name}” is used.").format(name=profile.label)
        analyst.fragility(profile, "commune")
        feedback.setProgress(90)
        analyst.gazetteer.names.prepare()
        return Ready(analyst, profile, note)

    return Job(translate("Anct", "Reading the data…"), compute)


def change_profile(ready: Ready, key: str) -> Job:
    """Read another profile, by key or path, and compute its index of the communes; the result is a `Ready`."""

    def compute(feedback: QgsFeedback) -> Ready:
        from ..snapshot import profiles

        profile = profiles.read_profile(ready.analyst.facts.catalogue.indicators, key)
        ready.analyst.fragility(profile, "commune")
        feedback.setProgress(50)
        ready.analyst.redundancies(profile)
        return Ready(ready.analyst, profile)

    return Job(translate("Anct", "Reading the profile…"), compute)


def gather(ready: Ready, expression: str) -> Job:
    """The facts of a territory for its card; the result is a `CardFacts`."""

    def compute(feedback: QgsFeedback) -> CardFacts:
        from ..core.positions import positions
        from .widgets.territory_card import CardFacts

        territory = ready.analyst.gazetteer.resolve(expression)
        diagnostic = ready.analyst.diagnostic(territory, ready.profile)
        feedback.setProgress(60)
        stop_if_cancelled(feedback)
        return CardFacts(diagnostic, positions(ready.analyst.facts, [territory, *beside(ready.analyst, territory)]))

    return Job(translate("Anct", "Gathering the facts…"), compute)


def beside(analyst: Analyst, territory: Territory) -> list[Territory]:
    """The département and région around a territory, and France; those that are wider than it."""
    around = analyst.gazetteer.containing(territory)
    return [t for t in around if t.level in BESIDE or t.expression == "FR"]


def load_layers(ready: Ready, diagnostic: Diagnostic) -> Job:
    """Add the territory's group of layers to the project; the result is the group."""

    def compute(feedback: QgsFeedback) -> Path:
        from ..gis import dataset

        return dataset.write_dataset(ready.analyst, diagnostic.territory, ready.profile, None, feedback)

    def steps(path: Path, feedback: QgsFeedback) -> Steps:
        from ..gis import group

        yield 10, translate("Anct", "Adding the layers…")
        return group.add_group(QgsProject.instance(), path, diagnostic.territory, diagnostic)

    return Job(translate("Anct", "Loading {name}…").format(name=diagnostic.territory.label), compute, steps, 0.9)


def make_maps(ready: Ready, diagnostic: Diagnostic, themes: Sequence[str], paper: str, form: str, folder: Path) -> Job:
    """One map page per theme; the result is the list of files."""
    territory = diagnostic.territory

    def compute(feedback: QgsFeedback) -> Path:
        from ..gis import dataset

        return dataset.write_dataset(ready.analyst, territory, ready.profile, None, feedback)

    def steps(dataset_path: Path, feedback: QgsFeedback) -> Steps:
        from ..gis import map_page

        files: list[Path] = []
        for done, theme in enumerate(themes):
            yield (
                100 * done / len(themes),
                translate("Anct", "Map {number} of {total}…").format(number=done + 1, total=len(themes)),
            )
            files += map_page.write_maps(
                ready.analyst, territory, ready.profile, [theme], paper, form, folder, feedback, dataset_path
            )
        return files

    return Job(translate("Anct", "Maps of {name}").format(name=territory.label), compute, steps, 0.3)


def make_diagnostic(ready: Ready, diagnostic: Diagnostic, folder: Path, formats: Sequence[str] = ("pdf",)) -> Job:
    """The diagnostic in the formats asked for; the result is the list of files."""
    territory = diagnostic.territory

    def compute(feedback: QgsFeedback) -> Path:
        from ..gis import dataset

        return dataset.write_dataset(ready.analyst, territory, ready.profile, None, feedback)

    def steps(dataset_path: Path, feedback: QgsFeedback) -> Steps:
        from ..gis.diagnostic_document import diagnostic_steps

        return diagnostic_steps(ready.analyst, diagnostic, folder, feedback, dataset_path, formats)

    return Job(translate("Anct", "Diagnostic of {name}").format(name=territory.label), compute, steps, 0.3)


def stop_if_cancelled(feedback: QgsFeedback) -> None:
    """Raise Cancelled if the user asked to stop."""
    if feedback.isCanceled():
        raise Cancelled("")
