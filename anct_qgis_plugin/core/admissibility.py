"""Is an engineering request admissible? A and (B or C), from what the dossier holds now; names what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from . import wording
from .dossier import Dossier, is_empty
from .fragility import CLASS_LABELS

# Provenance indicator that carries the class of the index (1-5) into the dossier.
CLASS_OF_INDEX = "classe_fragilite"
FRAGILE_FROM = 4
ACTORS_NEEDED = 2
CHARACTERS_NEEDED = 100


@dataclass(frozen=True)
class Criterion:
    """One criterion: is it met, on what evidence, and what would meet it (French: these are printed)."""

    label: str
    met: bool
    evidence: str
    missing: str


@dataclass(frozen=True)
class Admissibility:
    """The three criteria and the answer."""

    a: Criterion
    b: Criterion
    c: Criterion

    @property
    def met(self) -> bool:
        """A and (B or C)."""
        return self.a.met and (self.b.met or self.c.met)

    @property
    def missing(self) -> list[str]:
        """What would make the request admissible; empty when it is."""
        found = [] if self.a.met else [f"critère A : {self.a.missing}"]
        if not (self.b.met or self.c.met):
            found.append(f"critère B ou C : {self.b.missing}, ou bien {self.c.missing}")
        return found

    def rows(self) -> list[dict[str, str]]:
        """The table printed in the dossier: columns critere, rempli, constat."""
        found = [
            {
                "critere": one.label,
                "rempli": "oui" if one.met else "non",
                "constat": one.evidence if one.met else f"{one.evidence} Il manque : {one.missing}.",
            }
            for one in (self.a, self.b, self.c)
        ]
        conclusion = "La demande remplit A et (B ou C)." if self.met else f"Il manque : {' ; '.join(self.missing)}."
        found.append(
            {"critere": "Recevabilité : A et (B ou C)", "rempli": "oui" if self.met else "non", "constat": conclusion}
        )
        return found


def admissibility(dossier: Dossier) -> Admissibility:
    """The rule applied to the dossier's present values."""
    return Admissibility(_a(dossier), _b(dossier), _c(dossier))


def _a(dossier: Dossier) -> Criterion:
    label = "A. Fragilité du territoire"
    number = next((f.value for f in dossier.figures if f.indicator == CLASS_OF_INDEX and f.value is not None), None)
    name = CLASS_LABELS[int(number)] if number is not None else None
    evidence = f"Classe de l'indice construit : {name}." if name else "Le territoire n'a pas d'indice."
    if number is not None and number >= FRAGILE_FROM:
        return Criterion(label, True, evidence, "")
    # A drafted text is no statement: the reason must have been written by a person.
    written = not is_empty(dossier.values.get("justification_A")) and "justification_A" not in dossier.generated
    if dossier.values.get("declaration_a") is True and written:
        return Criterion(label, True, f"{evidence} Fragilité déclarée et motivée par le demandeur.", "")
    return Criterion(
        label, False, evidence, "une classe « fragile » ou « très fragile », ou une fragilité déclarée et motivée"
    )


def _b(dossier: Dossier) -> Criterion:
    label = "B. Insuffisance des ressources locales"
    answers: dict[str, str] = {}
    waiting: list[str] = []
    for row in dossier.values.get("acteurs_sollicites") or []:
        if not isinstance(row, dict) or is_empty(row.get("acteur")):
            continue
        # The same body asked twice is one body.
        if is_empty(row.get("reponse")):
            waiting.append(str(row["acteur"]))
        else:
            answers.setdefault(str(row["acteur"]), str(row["reponse"]))
    count = len(answers)
    evidence = "Aucun acteur local n'a encore répondu."
    if count:
        given = ", ".join(f"{name} ({answer})" for name, answer in answers.items())
        said = wording.counted(count, "acteur sollicité a", "acteurs sollicités ont")
        evidence = f"{said} répondu{wording.NBSP}: {given}."
    waiting = [name for name in dict.fromkeys(waiting) if name not in answers]
    if waiting:
        evidence += f" Sans réponse à ce jour{wording.NBSP}: {wording.listing(waiting)}."
    needed = "la réponse de deux acteurs locaux au moins"
    if count == 1:
        needed = "la réponse d'un second acteur local"
    return Criterion(label, count >= ACTORS_NEEDED, evidence, needed)


def _c(dossier: Dossier) -> Criterion:
    label = "C. Projet innovant ou complexe"
    ticked = [name for name in ("innovant", "complexe") if dossier.values.get(name) is True]
    length = len(str(dossier.values.get("justification_C") or "").strip())
    evidence = (
        f"Projet déclaré {' et '.join(ticked)}" if ticked else "Projet déclaré ni innovant ni complexe"
    ) + f", justification de {wording.counted(length, 'caractère', 'caractères')}."
    return Criterion(
        label,
        bool(ticked) and length >= CHARACTERS_NEEDED,
        evidence,
        f"un projet déclaré innovant ou complexe et une justification de {CHARACTERS_NEEDED} caractères",
    )
