"""A day typed as one writes it, or picked in a calendar."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QPoint, Qt
from qgis.PyQt.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from ...core.dates import iso_date, short_date
from ...i18n import translate


class DateLine(QLineEdit):
    """A line rather than Qt's date box, in which a day cannot be typed while none is there yet.

    What is no day stays as typed, for the form to say so.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(translate("Anct", "dd/mm/yyyy"))
        self.setMaximumWidth(180)
        icon = QgsApplication.getThemeIcon("/mIconFieldDate.svg")
        action = self.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip(translate("Anct", "Calendar"))
        action.triggered.connect(lambda _checked=False: self.show_calendar())
        self.editingFinished.connect(lambda: self.setText(short_date(self.value() or "")))

    def value(self) -> str | None:
        """The day as ISO text, what was typed where it is none, None where nothing was."""
        text = self.text().strip()
        return (iso_date(text) or text) if text else None

    def show_value(self, value: Any) -> None:
        """Show a day, or whatever stands in its place."""
        self.setText(short_date(str(value or "")))

    def show_calendar(self) -> QCalendarWidget:
        """Open the calendar under the line, on the day typed or today."""
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        day = QDate.fromString(self.value() or "", Qt.DateFormat.ISODate)
        if day.isValid():
            calendar.setSelectedDate(day)

        def take(chosen: QDate) -> None:
            popup.close()
            self.setText(chosen.toString("dd/MM/yyyy"))
            self.textEdited.emit(self.text())

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(calendar)
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()
        calendar.setFocus()
        return calendar
