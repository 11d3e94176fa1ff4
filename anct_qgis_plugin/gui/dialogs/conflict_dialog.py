"""Two people wrote in the same section: what each wrote, field by field, and which one stays."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ...core.dossier_definition import Definition
from ...core.dossier_sections import SectionContent, changed_fields
from ...core.dossier_text import display
from ...errors import SectionConflict
from ...i18n import translate
from .. import style
from .dossier_dialog import local_time

MINE, THEIRS = "mine", "theirs"


class ConflictDialog(QDialog):
    """For each field that differs, mine or theirs; theirs unless chosen otherwise, since the store has it."""

    def __init__(
        self, definition: Definition, mine: SectionContent, conflict: SectionConflict, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.mine, self.theirs = mine, conflict.theirs
        self.setObjectName("AnctConflictDialog")
        self.setWindowTitle(translate("Anct", "Two versions of a section"))
        style.open_at(self, 880, 560)
        names = {section.id: section.label for section in definition.sections}
        intro = style.Label(
            translate(
                "Anct",
                "{author} saved “{section}” on {when}, while you were writing in it. Choose for each field; the other "
                "text stays in the history.",
            ).format(
                author=conflict.author,
                section=names.get(conflict.section, conflict.section),
                when=local_time(conflict.date),
            ),
            self,
        )
        intro.setWordWrap(True)
        page = QWidget(self)
        grid = QGridLayout(page)
        self.choices: dict[str, QButtonGroup] = {}
        for row, field in enumerate(changed_fields(conflict.theirs, mine)):
            known = definition.fields.get(field)
            label = style.Label(known.label if known is not None else field, page)
            label.setFont(style.font(label, 1.0, True))
            grid.addWidget(label, 3 * row, 0, 1, 2)
            group = QButtonGroup(page)
            for column, (key, title, content) in enumerate(
                (
                    (MINE, translate("Anct", "Mine"), mine),
                    (THEIRS, translate("Anct", "Theirs"), conflict.theirs),
                )
            ):
                button = QRadioButton(title, page)
                button.setObjectName(f"{key}_{field}")
                button.setChecked(key == THEIRS)
                group.addButton(button, column)
                value = content.values.get(field)
                text = QPlainTextEdit(display(known, value) if known is not None else str(value or ""), page)
                text.setReadOnly(True)
                text.setMinimumHeight(120)
                text.setAccessibleName(f"{label.text()} – {title}")
                grid.addWidget(button, 3 * row + 1, column)
                grid.addWidget(text, 3 * row + 2, column)
            self.choices[field] = group
            # The texts share the room; their headings take what they need.
            grid.setRowStretch(3 * row + 2, 1)
        area = QScrollArea(self)
        area.setWidget(page)
        area.setWidgetResizable(True)
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.keep_button = box.addButton(translate("Anct", "Save this choice"), roles.AcceptRole)
        box.addButton(translate("Anct", "Later"), roles.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(area, 1)
        layout.addWidget(box)
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def content(self) -> SectionContent:
        """The section as chosen."""
        values = dict(self.theirs.values)
        generated, figures = set(self.theirs.generated), [dict(one) for one in self.theirs.figures]
        for field, group in self.choices.items():
            if group.checkedId() != 0:
                continue
            values.pop(field, None)
            if field in self.mine.values:
                values[field] = self.mine.values[field]
            generated.discard(field)
            if field in self.mine.generated:
                generated.add(field)
            figures = [one for one in figures if one.get("field") != field]
            figures += [dict(one) for one in self.mine.figures if one.get("field") == field]
        return SectionContent(values, tuple(sorted(generated)), tuple(figures))
