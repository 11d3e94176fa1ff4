"""The answers of the gap analysis, for those who only name them: no data library is needed to read this."""

from __future__ import annotations

THRESHOLD = 4  # from this class on a commune counts as fragile
SITUATIONS = {
    "fragile_non_couvert": "fragile et non couverte",
    "fragile_couvert": "fragile et couverte",
    "non_fragile_couvert": "non fragile et couverte",
    "non_fragile_non_couvert": "non fragile et non couverte",
    "sans_indice": "sans indice",
}
