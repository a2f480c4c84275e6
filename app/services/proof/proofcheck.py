"""Whether every proof's file is still there and unaltered, and how one is put back."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.files import keep_file, sha256_of
from app.models.database import Ledger
from app.monitor import SILENT, Monitor
from app.services.proof.evidence import find_evidence, kept_path
from app.services.proof.prooffiles import Gauge, gather, shown_name
from app.services.proof.proofplaces import PlacedProof, all_proof
from app.services.wording import shorten, size_words

MISSING, ALTERED, UNREADABLE = "missing", "altered", "unreadable"
_WORDS = {MISSING: "缺少文件", ALTERED: "文件内容已变", UNREADABLE: "文件读不了"}


@dataclass(frozen=True, slots=True)
class BadFile:
    """A kept file that is not what it was; ``proofs`` are all that rest on it."""

    kind: str
    kept: Path
    proofs: tuple[PlacedProof, ...]

    @property
    def label(self) -> str:
        """What is wrong, in a word."""
        return _WORDS[self.kind]

    @property
    def file_name(self) -> str:
        """The name the clerk knows it by."""
        return self.proofs[0].file.file_name

    @property
    def places(self) -> str:
        """What it proves, one after the other."""
        return "；".join(one.place for one in self.proofs)

    @property
    def words(self) -> str:
        """The whole sentence: what, of which task, and what to do."""
        return (
            f"{self.label} evidence/{self.kept.name}：佐证“{self.file_name}”（{self.places}）；"
            "请从备份恢复，或在“佐证”里重新添加原文件。"
        )


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What a look at every proof's file found."""

    files: int
    size: int
    bad: tuple[BadFile, ...]

    @property
    def words(self) -> str:
        """The outcome in one line."""
        if not self.files:
            return "还没有佐证文件。"
        if not self.bad:
            return f"佐证文件 {self.files} 个（{size_words(self.size)}）全部完好。"
        return f"佐证文件 {self.files} 个，其中 {len(self.bad)} 个缺失或被改动。"


def check_proof(ledger: Ledger, *, monitor: Monitor = SILENT) -> ProofReport:
    """Look at the file of every proof: is it there, and has it the hash it must have.

    Raises:
        UserError: the ledger's disk is gone; then nothing is said of single files.
        Cancelled: the clerk stopped it.
    """
    by_file: dict[Path, list[PlacedProof]] = defaultdict(list)
    for one in all_proof(ledger):
        by_file[kept_path(ledger, one.file.file_name, one.file.sha256)].append(one)
    if by_file and not ledger.evidence_folder.is_dir():
        raise UserError(
            "not_found",
            f"找不到“{ledger.evidence_folder}”；请检查磁盘是否已拔出，或从备份恢复。",
        )
    gauge = Gauge(monitor, sum(proofs[0].file.size for proofs in by_file.values()))
    bad: list[BadFile] = []
    for count, (path, proofs) in enumerate(by_file.items(), 1):
        gauge.words = f"正在核对佐证…　{count} / {len(by_file)} 个"
        gauge.tell(0)
        if kind := fault_of(path, proofs[0].file.sha256, gauge):
            bad.append(BadFile(kind, path, tuple(proofs)))
    return ProofReport(len(by_file), gauge.total, tuple(bad))


def mend_proof(
    ledger: Ledger, evidence_id: int, source: Path, *, monitor: Monitor = SILENT
) -> None:
    """Put a missing or altered file back; only the very same content is accepted.

    No record changes, so there is nothing to undo.

    Raises:
        UserError: ``other_file`` when the content is not that of the proof; nothing is changed.
    """
    if ledger.readonly:
        raise UserError("read_only", "台账以只读方式打开，不能修改；请在另一处关闭后重新打开。")
    (proof,) = find_evidence(ledger, [evidence_id])
    found = gather([source])
    gauge = Gauge(monitor, 2 * found.size, "正在核对…")
    if sha256_of(found.files[0], tell=gauge.tell) != proof.sha256:
        raise UserError(
            "other_file",
            f"“{shorten(shown_name(found.files[0]))}”的内容和佐证“{shorten(proof.file_name)}”"
            "原来的不一样，没有放回；确要用它，请改作新佐证。",
        )
    keep_file(found.files[0], ledger.evidence_folder, name=proof.file_name, tell=gauge.tell)


def fault_of(path: Path, sha256: str, gauge: Gauge) -> str:
    """What is wrong with a kept file, empty when it has the hash it must have."""
    if not path.is_file():
        return MISSING
    try:
        held = sha256_of(path, tell=gauge.tell)
    except UserError:
        return UNREADABLE if path.is_file() else MISSING
    return "" if held == sha256 else ALTERED
