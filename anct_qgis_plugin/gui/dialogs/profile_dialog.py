"""How the index is built: the profile's page, its weights, and the indicators that say the same thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ...core import robustness
from ...core.wording import NBSP, number
from ...i18n import translate
from ...snapshot.profiles import explanation
from .. import style

if TYPE_CHECKING:
    from ...core.diagnostic import Analyst
    from ...core.profile import Profile

# Pairs of indicators shown, the most correlated first.
_PAIRS = 5


class ProfileDialog(QDialog):
    """A page to read; French, as the documents are."""

    def __init__(self, analyst: Analyst, profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Anct", "How the index is built: {name}").format(name=profile.label))
        style.open_at(self, 860, 640)
        self.page = QTextBrowser(self)
        self.page.setOpenExternalLinks(True)
        self.page.setMarkdown(page(analyst, profile))
        buttons = QDialogButtonBox(self)
        buttons.addButton(translate("Anct", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.page)
        layout.addWidget(buttons)


def page(analyst: Analyst, profile: Profile) -> str:
    """The page in Markdown: the shipped profile's own, or one made from the user's, then the correlations."""
    text = explanation(profile.id) if _is_shipped(analyst, profile) else _described(analyst, profile)
    return f"{text}\n{_correlations(analyst, profile)}"


def _letters(text: str) -> str:
    """A text in Markdown that shows what was typed."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.splitlines()))


def _is_shipped(analyst: Analyst, profile: Profile) -> bool:
    from ...snapshot.profiles import read_profile, shipped

    known = analyst.facts.catalogue.indicators
    return profile.id in shipped() and read_profile(known, profile.id) == profile


def _described(analyst: Analyst, profile: Profile) -> str:
    declared, themes = analyst.facts.catalogue.indicators, dict(profile.themes)
    lines = [f"# {_letters(profile.label)}", "", _letters(profile.description), "", "## Indicateurs et poids", ""]
    lines += ["| Indicateur | Thème | Poids | Fragile si | Millésime |", "|---|---|---:|---|---|"]
    for one in profile.indicators:
        side = "élevé" if one.fragile == "high" else "bas"
        indicator = declared[one.indicator]
        weight = f"{number(100 * one.weight, 1)}{NBSP}%"
        cells = (indicator.label, themes.get(one.theme, ""), weight, side, indicator.vintage)
        lines.append(f"| {' | '.join(map(_letters, cells))} |")
    method = f"normalisation «{NBSP}{profile.normalisation}{NBSP}», moyenne «{NBSP}{profile.aggregation}{NBSP}»"
    treatment = f"valeurs extrêmes{NBSP}: «{NBSP}{profile.treatment}{NBSP}»"
    return "\n".join(
        [*lines, "", f"Profil personnel{NBSP}: {method}, {treatment}. Indice construit, non officiel.", ""]
    )


def _correlations(analyst: Analyst, profile: Profile) -> str:
    declared = analyst.facts.catalogue.indicators
    pairs = analyst.redundancies(profile)
    if not pairs:
        return ""
    lines = ["## Indicateurs qui se ressemblent", ""]
    warned = [pair for pair in pairs if pair.same]
    lines += [f"- **Attention**{NBSP}: {_letters(robustness.redundancy_sentence(pair, declared))}" for pair in warned]
    if not warned:
        lines.append(f"Aucun couple d’indicateurs ne dit deux fois la même chose (seuil{NBSP}: 0,80).")
    lines += ["", f"Corrélation des rangs parmi les communes de France, les plus fortes{NBSP}:", ""]
    lines += ["| Indicateur | Indicateur | Corrélation |", "|---|---|---:|"]
    for pair in pairs[:_PAIRS]:
        first, second = (_letters(declared[one].label) for one in (pair.first, pair.second))
        lines.append(f"| {first} | {second} | {number(pair.correlation, 2)} |")
    return "\n".join([*lines, ""])
