"""How near our PDF of a form comes to LibreOffice's of the same file: pages, and every ruled line.

Run: ``python bench/fidelity.py FILE.xlsx ...``; without files, forms made here are measured.
Both PDFs are drawn at 150 dpi; the lines that rule cells are found in both, and every line of one
must have its like in the other within 2 mm.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.reports.formpage import form_grids  # noqa: E402  the bench runs beside the package
from app.reports.pdf import render_pdfs  # noqa: E402

DPI = 150
MM = DPI / 25.4
LEAST = round(14 * MM)  # ruled lines go over several cells; strokes of signs are shorter
NEAR = 2.0
_DARK = re.compile(rb"[\x00-\x9f]{%d,}" % LEAST)


@dataclass(frozen=True, slots=True)
class Lines:
    """Where lines lie on a page, in millimetres: rows from the top, columns from the left."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]


def main(files: list[Path]) -> int:
    """Measure each file; 1 when one differs."""
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        for path in files or made_here(Path(name)):
            pages, off, worst = compare(path, Path(name))
            good = pages[0] == pages[1] and not off
            bad += not good
            print(
                f"{path.name}: pages {pages[0]}/{pages[1]}, lines off by more than 2 mm {off}, "
                f"worst {worst:.1f} mm{'' if good else '  <--'}"
            )
    return min(bad, 1)


def compare(path: Path, folder: Path) -> tuple[tuple[int, int], int, float]:
    """Pages of ours and of LibreOffice's, how many lines have no like, and the worst distance."""
    ours = folder / f"ours-{path.stem}.pdf"
    ours.write_bytes(render_pdfs(form_grids(path.read_bytes(), path.stem)))
    theirs = office_pdf(path, folder)
    left, right = lines_of(ours, folder), lines_of(theirs, folder)
    off, worst = 0, 0.0
    for mine, other in zip(left, right, strict=False):
        for found, wanted in ((mine.rows, other.rows), (mine.columns, other.columns)):
            for one, many in ((found, wanted), (wanted, found)):
                for place in one:
                    distance = min((abs(place - like) for like in many), default=99.0)
                    off += distance > NEAR
                    worst = max(worst, distance)
    return (len(left), len(right)), off, worst


def office_pdf(path: Path, folder: Path) -> Path:
    """LibreOffice's PDF of a workbook."""
    out = folder / "office"
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.pdf"


def lines_of(pdf: Path, folder: Path) -> list[Lines]:
    """The ruled lines of each page."""
    stem = folder / f"page-{pdf.parent.name}-{pdf.stem}"
    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), str(pdf), str(stem)], check=True)
    return [_lines(Image.open(page)) for page in sorted(folder.glob(f"{stem.name}-*.pgm"))]


def _lines(page: Image.Image) -> Lines:
    turned = page.transpose(Image.Transpose.TRANSPOSE)
    return Lines(_runs(page), _runs(turned))


def _runs(page: Image.Image) -> tuple[float, ...]:
    """Rows of pixels with a long dark run, neighbours joined, in millimetres."""
    width, height = page.size
    pixels = page.tobytes()
    dark = [row for row in range(height) if _DARK.search(pixels[row * width : (row + 1) * width])]
    places: list[list[int]] = []
    for row in dark:
        if places and row - places[-1][-1] <= 1:
            places[-1].append(row)
        else:
            places.append([row])
    return tuple(sum(place) / len(place) / MM for place in places)


def made_here(folder: Path) -> list[Path]:
    """Forms of many traits, made in code: paper, scale, heights, merges, hidden parts, covers."""
    makers = (_plain, _wide, _scaled, _tall, _hidden, _cover, _footed, _portrait, _merged)
    paths = []
    for make in makers:
        book = Workbook()
        make(book.active)
        paths.append(folder / f"{make.__name__.strip('_')}.xlsx")
        book.save(paths[-1])
    return paths


def _table(sheet: Any, columns: int, rows: int, *, height: float = 40.0) -> None:
    """A ruled table below a title, every row with a height of its own."""
    side = Side(style="thin")
    ruled = Border(left=side, right=side, top=side, bottom=side)
    sheet.cell(1, 1, "污染防治攻坚战进展情况表").font = Font(size=18)
    sheet.row_dimensions[1].height = 36
    for row in range(2, rows + 2):
        sheet.row_dimensions[row].height = height + (row % 4) * 9
        for column in range(1, columns + 1):
            cell = sheet.cell(row, column, "完成整治并通过验收" if row > 2 else f"栏目{column}")
            cell.border, cell.alignment = ruled, Alignment(wrap_text=True, vertical="center")
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 9 + (column % 3) * 7
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"


def _fit_width(sheet: Any) -> None:
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _plain(sheet: Any) -> None:
    _table(sheet, 5, 12)


def _wide(sheet: Any) -> None:
    _table(sheet, 12, 20)
    _fit_width(sheet)
    sheet.print_title_rows = "2:2"


def _scaled(sheet: Any) -> None:
    _table(sheet, 5, 16)
    sheet.page_setup.scale = 80


def _tall(sheet: Any) -> None:
    _table(sheet, 4, 10, height=150)
    sheet.print_title_rows = "1:2"
    sheet.cell(5, 2).value = "一是全面排查，二是分类处置，三是长效监管。" * 12


def _hidden(sheet: Any) -> None:
    _table(sheet, 6, 12)
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[6].hidden = True


def _cover(sheet: Any) -> None:
    _table(sheet, 3, 5, height=60)
    sheet.print_options.horizontalCentered = sheet.print_options.verticalCentered = True


def _footed(sheet: Any) -> None:
    _table(sheet, 5, 30)
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _portrait(sheet: Any) -> None:
    _table(sheet, 4, 30)
    sheet.page_setup.orientation = "portrait"
    sheet.print_options.horizontalCentered = True


def _merged(sheet: Any) -> None:
    _table(sheet, 6, 18)
    sheet.page_setup.paperSize = 8
    for top in (3, 9):
        sheet.merge_cells(start_row=top, end_row=top + 4, start_column=1, end_column=1)
    sheet.merge_cells("C5:E5")


if __name__ == "__main__":
    raise SystemExit(main([Path(name) for name in sys.argv[1:]]))
