"""Automatic styles of the dossiers' documents: tables and pictures, which a word processor does not list by name.

Everything that it lists (titles, texts, cells' texts) is in resources/templates/dossier.fodt.
"""

from __future__ import annotations

TEXT_WIDTH_CM = 17.0
_PADDING = 'fo:padding-top="0.1cm" fo:padding-bottom="0.1cm" fo:padding-left="0.12cm" fo:padding-right="0.2cm"'
_RULE = "0.5pt solid #c9c3d6"
_SIDES = 'fo:border-left="none" fo:border-right="none"'


def automatic(colour: str) -> tuple[str, ...]:
    """The styles of tables and pictures. colour: of table heads, "#rrggbb"."""
    return (
        _cell("AnctCell", f'fo:border-bottom="{_RULE}" fo:border-top="none" {_SIDES}'),
        _cell(
            "AnctCellAlternate",
            f'fo:background-color="#f6f6fa" fo:border-bottom="{_RULE}" fo:border-top="none" {_SIDES}',
        ),
        _cell("AnctCellHead", f'fo:background-color="{colour}" style:vertical-align="bottom" fo:border="none"'),
        _cell("AnctCellTotal", f'fo:border-top="1pt solid {colour}" fo:border-bottom="1pt solid {colour}" {_SIDES}'),
        f'<style:style style:name="AnctTable" style:family="table"><style:table-properties '
        f'style:width="{TEXT_WIDTH_CM}cm" table:align="margins" fo:margin-bottom="0.2cm"/></style:style>',
        # A short table stays in one piece, and a label with what it announces.
        f'<style:style style:name="AnctTableKept" style:family="table"><style:table-properties '
        f'style:width="{TEXT_WIDTH_CM}cm" table:align="margins" fo:margin-bottom="0.2cm" '
        'style:may-break-between-rows="false"/></style:style>',
        '<style:style style:name="AnctLabelKept" style:family="paragraph" style:parent-style-name="Anct_20_Label">'
        '<style:paragraph-properties fo:keep-with-next="always"/></style:style>',
        '<style:style style:name="AnctGeneratedKept" style:family="paragraph" '
        'style:parent-style-name="Anct_20_Generated"><style:paragraph-properties fo:keep-with-next="always"/>'
        "</style:style>",
        '<style:style style:name="AnctCaptionKept" style:family="paragraph" style:parent-style-name="Anct_20_Note">'
        '<style:paragraph-properties fo:keep-with-next="always"/></style:style>',
        '<style:style style:name="AnctImageKept" style:family="paragraph" style:parent-style-name="Standard">'
        '<style:paragraph-properties fo:keep-with-next="always"/></style:style>',
        '<style:style style:name="AnctRow" style:family="table-row">'
        '<style:table-row-properties fo:keep-together="always"/></style:style>',
        '<style:style style:name="AnctNewPage" style:family="paragraph" style:parent-style-name="Heading_20_1">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>',
        '<style:style style:name="AnctPicture" style:family="graphic"><style:graphic-properties '
        'style:vertical-pos="top" style:vertical-rel="baseline" fo:border="0.5pt solid #c9c3d6"/></style:style>',
    )


def _cell(name: str, properties: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
        f"{_PADDING} {properties}/></style:style>"
    )


def column(name: str, share: float) -> str:
    """A column's automatic style; share: of the table's width, 0-1."""
    return (
        f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{share * TEXT_WIDTH_CM:.2f}cm" style:rel-column-width="{round(share * 65535)}*"/>'
        "</style:style>"
    )
