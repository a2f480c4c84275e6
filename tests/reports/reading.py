"""Reads printed returns back, by two readers of PDF and one of workbooks."""

import subprocess
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from app.reports.grid import Grid


def squeezed(text: str) -> str:
    """The text without white space, which a PDF does not keep."""
    return "".join(text.split())


def pypdf_pages(content: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def poppler_pages(content: bytes, folder: Path) -> list[str]:
    path = folder / "printed.pdf"
    path.write_bytes(content)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    shown = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    return [squeezed(page) for page in shown.split("\f")[:-1]]


def open_sheet(content: bytes) -> Worksheet:
    return load_workbook(BytesIO(content)).worksheets[0]


def sheet_texts(content: bytes) -> dict[tuple[int, int], str]:
    """What each filled cell of the workbook shows, by row and column."""
    shown = {}
    for row in open_sheet(content).iter_rows():
        for cell in row:
            if cell.value is not None:
                shown[cell.row, cell.column] = shown_text(cell.value, cell.number_format)
    return shown


def shown_text(value: object, code: str) -> str:
    """What a program would show for a value under a format code of ours."""
    if isinstance(value, str):
        return value
    places = len(code.rstrip("%").partition(".")[2])
    number = float(str(value)) * (100 if code.endswith("%") else 1)
    comma = "," if code.startswith("#,##") else ""
    return f"{number:{comma}.{places}f}" + ("%" if code.endswith("%") else "")


def assert_pages_hold(pages: list[str], grid: Grid, texts: dict[tuple[int, int], str]) -> None:
    """Every text of the workbook stands on the pages, in order, and nothing else does.

    Allowed besides: the repeated head, labels of merged areas again, page numbers.
    """
    head_rows = range(grid.repeat_rows[0], grid.repeat_rows[1] + 1) if grid.repeat_rows else ()
    ordered = [(place, squeezed(texts[place])) for place in sorted(texts)]
    head = "".join(text for (row, _), text in ordered if row in head_rows)
    labels = {squeezed(cell.text) for cell in grid.cells if cell.row_span > 1 and cell.text}
    expected = [text for _, text in ordered if text]
    for number, page in enumerate(pages, start=1):
        rest = page.removesuffix(f"第{number}页共{len(pages)}页")
        assert rest != page, f"page {number} is not numbered"
        if number > 1:
            assert rest.startswith(head), f"page {number} begins without the head: {rest[:40]}"
            rest = rest.removeprefix(head)
        _consume(rest, expected, labels)
    assert not expected, f"not printed: {expected[:3]}"


def _consume(rest: str, expected: list[str], labels: set[str]) -> None:
    while rest:
        if expected and rest.startswith(expected[0]):
            rest = rest.removeprefix(expected.pop(0))
            continue
        label = next((each for each in labels if rest.startswith(each)), None)
        assert label, f"found {rest[:40]}, expected {expected[:1]}"
        rest = rest.removeprefix(label)
