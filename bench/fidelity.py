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

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.reports.formpages.formpage import form_grids  # noqa: E402  the bench runs beside the package
from app.reports.oldforms.oldform import converted, is_old_form  # noqa: E402
from app.reports.rendering.pdf import render_pdfs  # noqa: E402
from bench.madeforms import DIFFERENT, made_here  # noqa: E402

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
            why = "" if files else DIFFERENT.get(path.stem, "")
            good = (pages[0] == pages[1] and not off) or bool(why)
            bad += not good
            print(
                f"{path.name}: pages {pages[0]}/{pages[1]}, lines off by more than 2 mm {off}, "
                f"worst {worst:.1f} mm{f' ({why})' if why else '' if good else '  <--'}"
            )
    return min(bad, 1)


def compare(path: Path, folder: Path) -> tuple[tuple[int, int], int, float]:
    """Pages of ours and of LibreOffice's, how many lines have no like, and the worst distance."""
    ours = folder / f"ours-{path.stem}.pdf"
    content = path.read_bytes()
    content = converted(content).content if is_old_form(content) else content
    ours.write_bytes(render_pdfs(form_grids(content, path.stem)))
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


if __name__ == "__main__":
    raise SystemExit(main([Path(name) for name in sys.argv[1:]]))
