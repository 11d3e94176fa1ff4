"""Styles of the dossiers' documents, as OpenDocument XML: a service changes them in its word processor by name."""

from __future__ import annotations

VIOLET = "#4b2e83"
FONT = "Liberation Sans"
TEXT_WIDTH_CM = 17.0

_TEXT = f'style:font-name="{FONT}" fo:font-family="\'{FONT}\'" fo:language="fr" fo:country="FR"'


def _paragraph(
    name: str, paragraph: str, text: str, parent: str = "Standard", display: str = "", more: str = ""
) -> str:
    shown = f' style:display-name="{display}"' if display else ""
    up = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}"{shown} style:family="paragraph"{up} style:class="text" {more}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def _text(name: str, display: str, properties: str) -> str:
    return (
        f'<style:style style:name="{name}" style:display-name="{display}" style:family="text">'
        f"<style:text-properties {properties}/></style:style>"
    )


_PADDING = 'fo:padding-top="0.1cm" fo:padding-bottom="0.1cm" fo:padding-left="0.12cm" fo:padding-right="0.2cm"'


def _cell(name: str, properties: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
        f"{_PADDING} {properties}/></style:style>"
    )


_HEADING = 'fo:keep-with-next="always" fo:text-align="left"'
_RULE = "0.5pt solid #c9c3d6"

# Common styles, shown in the list of styles of a word processor.
COMMON = (
    _paragraph(
        "Standard", 'fo:orphans="2" fo:widows="2"', f'{_TEXT} fo:font-size="10pt" fo:color="#1e1e1e"', parent=""
    ),
    _paragraph(
        "Text_20_body", 'fo:margin-top="0cm" fo:margin-bottom="0.18cm" fo:line-height="118%"', "", display="Text body"
    ),
    _paragraph(
        "Title", 'fo:margin-top="0.1cm" fo:margin-bottom="0.15cm" fo:text-align="left" fo:keep-with-next="always"',
        f'fo:font-size="22pt" fo:font-weight="bold" fo:color="{VIOLET}"',
    ),
    _paragraph("Subtitle", 'fo:margin-bottom="0.1cm" fo:text-align="left"', 'fo:font-size="12pt" fo:color="#444444"'),
    _paragraph(
        "Anct_20_Kind", 'fo:margin-bottom="0cm"',
        f'fo:font-size="10pt" fo:letter-spacing="0.05cm" fo:text-transform="uppercase" fo:color="{VIOLET}"',
        display="Anct Kind",
    ),
    _paragraph(
        "Anct_20_Status",
        f'fo:margin-top="0.25cm" fo:margin-bottom="0.3cm" fo:padding="0.15cm" fo:border-top="1.2pt solid {VIOLET}" '
        f'fo:border-bottom="0.5pt solid {VIOLET}" fo:border-left="none" fo:border-right="none"',
        'fo:font-size="9pt"', display="Anct Status",
    ),
    _paragraph(
        "Heading_20_1", f'fo:margin-top="0.75cm" fo:margin-bottom="0.25cm" {_HEADING} fo:padding-bottom="0.06cm" '
        f'fo:border-bottom="0.8pt solid {VIOLET}" fo:border-top="none" fo:border-left="none" fo:border-right="none"',
        f'fo:font-size="15pt" fo:font-weight="bold" fo:font-style="normal" fo:color="{VIOLET}"',
        display="Heading 1", more='style:default-outline-level="1" style:next-style-name="Text_20_body"',
    ),
    _paragraph(
        "Heading_20_2", f'fo:margin-top="0.4cm" fo:margin-bottom="0.14cm" {_HEADING}',
        f'fo:font-size="11.5pt" fo:font-weight="bold" fo:font-style="normal" fo:color="{VIOLET}"',
        display="Heading 2", more='style:default-outline-level="2" style:next-style-name="Text_20_body"',
    ),
    _paragraph(
        "Heading_20_3", f'fo:margin-top="0.3cm" fo:margin-bottom="0.1cm" {_HEADING}',
        'fo:font-size="10pt" fo:font-weight="bold" fo:font-style="normal" fo:color="#333333"',
        display="Heading 3", more='style:default-outline-level="3" style:next-style-name="Text_20_body"',
    ),
    _paragraph("Anct_20_Cell", 'fo:text-align="left"', 'fo:font-size="8.5pt"', display="Anct Cell"),
    _paragraph(
        "Anct_20_Number", 'fo:text-align="right"', 'fo:font-size="8.5pt"', parent="Anct_20_Cell", display="Anct Number"
    ),
    _paragraph(
        "Anct_20_Head", 'fo:text-align="left" fo:keep-with-next="always"',
        'fo:font-size="8.5pt" fo:font-weight="bold" fo:color="#ffffff"', display="Anct Head",
    ),
    _paragraph(
        "Anct_20_HeadNumber", 'fo:text-align="right"', "", parent="Anct_20_Head", display="Anct HeadNumber"
    ),
    _paragraph("Anct_20_Value", 'fo:text-align="left"', 'fo:font-size="9.5pt"', display="Anct Value"),
    _paragraph(
        "Anct_20_Label", 'fo:text-align="left"', 'fo:font-size="9.5pt" fo:color="#4a4a4a"', display="Anct Label"
    ),
    _paragraph(
        "Anct_20_Note", 'fo:margin-top="0.08cm" fo:margin-bottom="0.12cm" fo:keep-with-next="auto"',
        'fo:font-size="8pt" fo:font-style="italic" fo:color="#5a5a5a"', display="Anct Note",
    ),
    _paragraph(
        "Anct_20_Generated", 'fo:margin-bottom="0.08cm" fo:keep-with-next="always"',
        f'fo:font-size="8pt" fo:font-style="italic" fo:color="{VIOLET}"', display="Anct Generated",
    ),
    _paragraph(
        "Header",
        f'fo:padding-bottom="0.08cm" fo:border-bottom="{_RULE}" fo:border-top="none" fo:border-left="none" '
        'fo:border-right="none" fo:text-align="left"',
        'fo:font-size="8pt" fo:color="#5a5a5a"',
    ).replace("/><style:text", "><style:tab-stops><style:tab-stop style:position=\"17cm\" style:type=\"right\"/>"
              "</style:tab-stops></style:paragraph-properties><style:text", 1),
    _paragraph("Footer", 'fo:text-align="left"', 'fo:font-size="8pt" fo:color="#5a5a5a"').replace(
        "/><style:text", "><style:tab-stops><style:tab-stop style:position=\"17cm\" style:type=\"right\"/>"
        "</style:tab-stops></style:paragraph-properties><style:text", 1),
    _text("Anct_20_Missing", "Anct Missing", 'fo:background-color="#fff0b3" fo:color="#5c4300"'),
    _text("Anct_20_Empty", "Anct Empty", 'fo:color="#767676" fo:font-style="italic"'),
    _text("Anct_20_Source", "Anct Source", 'fo:font-size="8pt" fo:color="#5a5a5a"'),
)  # fmt: skip

# Automatic styles: tables, which a word processor does not list.
AUTOMATIC = (
    _cell("AnctCell", f'fo:border-bottom="{_RULE}" fo:border-top="none" fo:border-left="none" fo:border-right="none"'),
    _cell(
        "AnctCellAlternate",
        f'fo:background-color="#f6f4fa" fo:border-bottom="{_RULE}" fo:border-top="none" fo:border-left="none" '
        'fo:border-right="none"',
    ),
    _cell("AnctCellHead", f'fo:background-color="{VIOLET}" style:vertical-align="bottom" fo:border="none"'),
    f'<style:style style:name="AnctTable" style:family="table"><style:table-properties '
    f'style:width="{TEXT_WIDTH_CM}cm" table:align="margins" fo:margin-bottom="0.2cm"/></style:style>',
    '<style:style style:name="AnctRow" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>',
    '<style:style style:name="AnctNewPage" style:family="paragraph" style:parent-style-name="Heading_20_1">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>',
    '<style:style style:name="AnctPicture" style:family="graphic"><style:graphic-properties '
    'style:vertical-pos="top" style:vertical-rel="baseline" fo:border="0.5pt solid #c9c3d6"/></style:style>',
)  # fmt: skip


def column(name: str, share: float) -> str:
    """A column's automatic style; share: of the table's width, 0-1."""
    return (
        f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{share * TEXT_WIDTH_CM:.2f}cm" style:rel-column-width="{round(share * 65535)}*"/>'
        "</style:style>"
    )


def page_layout() -> str:
    """A4 portrait, with room for header and footer."""
    gap = 'fo:min-height="0.8cm" fo:margin-{side}="0.35cm"'
    return (
        '<style:page-layout style:name="AnctPage"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" style:print-orientation="portrait" fo:margin-top="1.5cm" fo:margin-bottom="1.4cm" '
        'fo:margin-left="2cm" fo:margin-right="2cm"/>'
        f"<style:header-style><style:header-footer-properties {gap.format(side='bottom')}/></style:header-style>"
        f"<style:footer-style><style:header-footer-properties {gap.format(side='top')}/></style:footer-style>"
        "</style:page-layout>"
    )


def outline() -> str:
    """Numbers of headings: "3." for sections, "3.1" for fields, none below."""

    def level(number: int, properties: str) -> str:
        return (
            f'<text:outline-level-style text:level="{number}" {properties}><style:list-level-properties '
            'text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
            'text:label-followed-by="space"/></style:list-level-properties></text:outline-level-style>'
        )

    numbered = level(1, 'style:num-format="1" style:num-suffix="."')
    numbered += level(2, 'style:num-format="1" text:display-levels="2"')
    rest = "".join(
        level(n, 'style:num-format=""').replace('followed-by="space"', 'followed-by="nothing"') for n in range(3, 11)
    )
    return f'<text:outline-style style:name="Outline">{numbered}{rest}</text:outline-style>'
