"""The states of a dossier and the changes that are allowed between them."""

from __future__ import annotations

from dataclasses import replace

from ..errors import DossierError
from ..i18n import translate
from .admissibility import admissibility
from .dossier import Dossier, StateChange, missing
from .dossier_definition import Definition

# DOMAIN 5.3, in its order; a final state and an archived dossier can be reopened with a reason.
STATES = (
    "brouillon", "complet", "transmis", "en instruction", "à compléter", "validé", "refusé", "classé sans suite",
    "archivé",
)  # fmt: skip
FINAL_STATES = ("validé", "refusé", "classé sans suite")
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "brouillon": ("complet",),
    "complet": ("transmis", "brouillon"),
    "transmis": ("en instruction",),
    "en instruction": ("validé", "refusé", "classé sans suite", "à compléter"),
    "à compléter": ("transmis",),
    "validé": ("archivé", "en instruction"),
    "refusé": ("archivé", "en instruction"),
    "classé sans suite": ("archivé", "en instruction"),
    "archivé": ("en instruction",),
}


def allowed_states(dossier: Dossier) -> tuple[str, ...]:
    """The states that the present one may change to."""
    return TRANSITIONS.get(dossier.state, ())


def is_reopening(before: str, after: str) -> bool:
    """True if the change takes a closed dossier up again, which needs a reason."""
    return before in (*FINAL_STATES, "archivé") and after != "archivé"


def change_state(
    dossier: Dossier, definition: Definition, after: str, now: str, author: str, comment: str = ""
) -> Dossier:
    """The dossier in another state; the change is recorded with date, author and comment.

    Raises:
        DossierError: if the change is not allowed, a reason is missing, or a draft is called complete and is not; names
            what is missing.
    """
    before = dossier.state
    if after not in allowed_states(dossier):
        raise DossierError(
            translate("Anct", "A dossier cannot go from “{before}” to “{after}”. Possible: {list}.").format(
                before=before, after=after, list=", ".join(allowed_states(dossier))
            )
        )
    if is_reopening(before, after) and not comment.strip():
        raise DossierError(
            translate("Anct", "A reason is needed to reopen a dossier that is “{state}”.").format(state=before)
        )
    if after == "complet":
        lacking = blockers(dossier, definition)
        if lacking:
            raise DossierError(
                translate("Anct", "The dossier is not complete. Missing: {list}.").format(list=" ; ".join(lacking))
            )
    change = StateChange(now, author, before, after, comment.strip())
    return replace(dossier, state=after, modified=now, changes=(*dossier.changes, change))


def blockers(dossier: Dossier, definition: Definition) -> list[str]:
    """What keeps a dossier from being called complete: required fields, and the rule of admissibility if it has one."""
    found = [lack.text for lacks in missing(dossier, definition).values() for lack in lacks]
    if any(one.live == "recevabilite" for one in definition):
        found += admissibility(dossier).missing
    return found
