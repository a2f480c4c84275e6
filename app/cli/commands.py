"""The command line: the clerk's verbs for scripts and checks, over the same services."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from app.cli.reading import amount, day, password, period, words
from app.errors import UserError
from app.files import start_log
from app.importing.describe import as_json
from app.models.rules.periods import Period
from app.services.breakdown.items import list_open_items, tick_items
from app.services.formfilling.blankforms import choices_for
from app.services.formfilling.formchoices import form_key
from app.services.formfilling.forms import fill_blank, is_form, write_form
from app.services.intake.importcommand import ImportOrder, run_import
from app.services.intake.imports import read_file
from app.services.keeping.backup import back_up, check, restore
from app.services.keeping.handover import needs_password
from app.services.keeping.ledgers import open_ledger
from app.services.queries import find_task
from app.services.reporting.filing import file_form, file_return, write_return
from app.services.reporting.formats import list_formats
from app.services.reporting.narrative import KEY as WORK_REPORT
from app.services.reporting.narrative import file_report, write_report
from app.services.reporting.returns import Wanted, list_if_any, only_list
from app.services.samples.tour import play_tour
from app.services.wording import counted_records
from app.services.work.doubts import doubts_of
from app.services.work.progress import UNSET, Entry, record_progress
from app.services.work.tasks import finish_tasks

_FILED_BY_COMMAND = "命令行定稿，未另作说明"
_log = logging.getLogger(__name__)


def main(argv: Sequence[str]) -> int:
    """Carry out one command.

    Returns:
        0 done; 1 a problem the user can mend, said in one Chinese sentence on stderr;
        2 wrong usage.
    """
    start_log("command.log")
    if isinstance(sys.stdout, TextIOWrapper):  # a letter the terminal lacks undoes no work
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        verb: Callable[[argparse.Namespace], None] = options.run
        verb(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output (head, say) has had enough; let Python's last flush fall flat.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UserError as error:
        _log.warning("%s: %s %s", error.code, error.message, error.details)
        print(error.message, file=sys.stderr)
        return 1
    except Exception:  # noqa: BLE001 - the outermost door: no traceback reaches a clerk
        _log.exception("the command %s failed", argv[:1])
        print("程序内部出错，已记入日志；台账没有改动。", file=sys.stderr)
        return 1
    return 0


class _Parser(argparse.ArgumentParser):
    """A parser that says in Chinese that the words of a command are off."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写法有误：{message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="main.py", description="攻坚台账")
    verbs = parser.add_subparsers(required=True, metavar="命令", parser_class=_Parser)
    for add in (
        _add_read, _add_import, _add_tick, _add_progress, _add_return, _add_formats, _add_check,
        _add_backup, _add_restore, _add_tour,
    ):  # fmt: skip
        add(verbs)
    return parser


def _verb(verbs: Any, name: str, run: Callable[[argparse.Namespace], None], words: str) -> Any:
    verb = verbs.add_parser(name, help=words, description=words)
    verb.set_defaults(run=run)
    return verb


def _add_read(verbs: Any) -> None:
    verb = _verb(verbs, "read", _read, "读一个文件，显示识别结果，不动台账")
    verb.add_argument("file", type=Path)
    verb.add_argument("--sheet")
    verb.add_argument("--year", type=int)
    verb.add_argument("--json", action="store_true")


def _add_import(verbs: Any) -> None:
    verb = _verb(verbs, "import", _import, "把任务分解表与台账比较；加 --commit 则导入")
    verb.add_argument("file", type=Path)
    verb.add_argument("--ledger", type=Path, required=True)
    verb.add_argument("--office", type=words)
    verb.add_argument("--list", dest="title", type=words)
    verb.add_argument("--sheet", type=words)
    verb.add_argument("--year", type=int)
    verb.add_argument("--commit", action="store_true")
    verb.add_argument("--json", action="store_true")


def _add_tick(verbs: Any) -> None:
    verb = _verb(verbs, "tick", _tick, "勾选任务，或它的清单项")
    _add_task_options(verb)
    which = verb.add_mutually_exclusive_group()
    which.add_argument("--item", type=words, help="清单项名称")
    which.add_argument("--count", type=int, help="按次序勾选几项")
    verb.add_argument("--on", type=day, required=True)


def _add_progress(verbs: Any) -> None:
    verb = _verb(verbs, "progress", _progress, "填写一个任务的本期进展")
    _add_task_options(verb)
    verb.add_argument("--period", type=period, required=True)
    verb.add_argument("--amount", type=amount, default=UNSET)
    verb.add_argument("--text", default=UNSET)
    verb.add_argument("--problems", default=UNSET)
    verb.add_argument("--next", dest="next_steps", default=UNSET)
    verb.add_argument("--nil", dest="nil_report", action="store_const", const=True, default=UNSET)


def _add_return(verbs: Any) -> None:
    verb = _verb(
        verbs,
        "return",
        _return,
        "按格式出报表（.xlsx 和 .pdf），或工作报告（.docx 和 .pdf）；加 --file 则定稿",
    )
    verb.add_argument(
        "format", help=f"报表格式的键（见 formats）、上级空白表的文件，或 {WORK_REPORT}（工作报告）"
    )
    verb.add_argument("--period", type=period, required=True)
    verb.add_argument("--ledger", type=Path, required=True)
    verb.add_argument("--list", dest="title", type=words)
    verb.add_argument("--out", type=Path, required=True)
    verb.add_argument("--file", action="store_true", help="定稿")
    verb.add_argument("--why", default=_FILED_BY_COMMAND, help="定稿时对检查结果的说明")


def _add_formats(verbs: Any) -> None:
    _verb(verbs, "formats", _formats, "列出内置报表格式")


def _add_check(verbs: Any) -> None:
    verb = _verb(verbs, "check", _check, "检查台账：数据库、佐证、定稿报表、备份")
    verb.add_argument("--ledger", type=Path, required=True)
    verb.add_argument("--json", action="store_true")


def _add_backup(verbs: Any) -> None:
    verb = _verb(verbs, "backup", _backup, "把整个台账备份成一个文件")
    verb.add_argument("--ledger", type=Path, required=True)
    verb.add_argument("--to", type=Path, required=True)
    verb.add_argument("--encrypt", action="store_true", help="加密，运行时输入密码")
    verb.add_argument("--password-fd", type=int, help="从这个文件描述符读密码，并加密")


def _add_restore(verbs: Any) -> None:
    verb = _verb(verbs, "restore", _restore, "把备份恢复到一个新文件夹")
    verb.add_argument("file", type=Path)
    verb.add_argument("--to", type=Path, required=True)
    verb.add_argument("--password-fd", type=int, help="从这个文件描述符读密码")


def _add_tour(verbs: Any) -> None:
    verb = _verb(verbs, "tour", _tour, "用示例走一遍主要工作，文件和窗口图片存入文件夹")
    verb.add_argument("out", type=Path)


def _add_task_options(verb: Any) -> None:
    verb.add_argument("--ledger", type=Path, required=True)
    verb.add_argument("--task", type=words, required=True, help="序号，如 12；同号第二行写 4#2")
    verb.add_argument("--list", dest="title", type=words)


def _read(options: argparse.Namespace) -> None:
    result = as_json(read_file(options.file, sheet=options.sheet, year=options.year))
    if options.json:
        _print_json(result)
        return
    for table in result["tables"]:
        print(f"{table['sheet']}：{table['title']}，{len(table['tasks'])} 项任务")


def _import(options: argparse.Namespace) -> None:
    order = ImportOrder(**{key: getattr(options, key) for key in ImportOrder.__slots__})
    done = run_import(order)
    if options.json:
        _print_json(done)
        return
    print(
        f"{'已导入' if done['committed'] else '将导入'}“{done['list']}”第{done['edition']}版："
        f"新增 {len(done['added'])}、取消 {len(done['removed'])}、不变 {done['same']}；"
        f"本镇 {done['ours']['yes']} 项，待确认 {done['ours']['ask']} 项。"
    )
    for title in done.get("left", ()):
        print(f"文件里还有任务表“{title}”没有导入；请用 --sheet 指明后再导入。")


def _tick(options: argparse.Namespace) -> None:
    with open_ledger(options.ledger) as ledger:
        task_id = find_task(ledger, options.task, list_title=options.title)
        if options.item is None and options.count is None:
            finish_tasks(ledger, [task_id], options.on)
            print(f"任务 {options.task} 已于 {options.on} 完成")
            return
        chosen = list_open_items(ledger, task_id, name=options.item, count=options.count)
        tick_items(ledger, chosen, options.on)
        print(f"已勾选 {len(chosen)} 项")


def _progress(options: argparse.Namespace) -> None:
    entry = Entry(**{key: getattr(options, key) for key in Entry.__slots__})
    with open_ledger(options.ledger) as ledger:
        task_id = find_task(ledger, options.task, list_title=options.title)
        doubts = doubts_of(ledger, task_id, options.period, entry)
        record_progress(ledger, task_id, options.period, entry)
    print(f"任务 {options.task} 的{Period.parse(options.period).label}进展已记入")
    for doubt in doubts:
        print(f"请核对：{doubt.message}")


def _return(options: argparse.Namespace) -> None:
    if is_form(options.format):
        _fill_form(options)
        return
    with open_ledger(options.ledger, readonly=not options.file) as ledger:
        list_id = list_if_any(ledger, options.title)
        wanted = Wanted(words(options.format), options.period, list_id, _today())
        is_report = options.format == WORK_REPORT
        paths = (write_report if is_report else write_return)(ledger, wanted, options.out)
        if options.file:
            freeze = file_report if is_report else file_return
            filed = freeze(ledger, wanted, default_word=options.why)
            print(f"已定稿第 {filed.version} 版")
    for path in paths:
        print(path)


def _fill_form(options: argparse.Namespace) -> None:
    with open_ledger(options.ledger, readonly=not options.file) as ledger:
        list_id = only_list(ledger, options.title)
        blank = Path(options.format)
        filled = fill_blank(
            ledger,
            blank,
            period=options.period,
            list_id=list_id,
            filled_on=_today(),
            choices=choices_for(ledger, blank, list_id=list_id),
        )
        paths = write_form(filled, options.out)
        if options.file:
            key = form_key(blank)
            wanted = Wanted(key, options.period, list_id, _today())
            filed = file_form(ledger, wanted, filled.files, default_word=options.why)
            print(f"已定稿第 {filed.version} 版")
    for line in (*filled.notes, *paths):
        print(line)


def _formats(_options: argparse.Namespace) -> None:
    for fmt in list_formats():
        print(f"{fmt.key}\t{fmt.name}")


def _check(options: argparse.Namespace) -> None:
    with open_ledger(options.ledger, readonly=True) as ledger:
        report = check(ledger)
    if options.json:
        _print_json(asdict(report))
    else:
        print(counted_records(report.counts))
        print(f"核对文件 {report.files} 个，备份 {report.backups} 份")
        print(f"上次恢复演练：{report.drilled[:10] or '还没有'}")
    if report.faults:
        raise UserError("faults_found", f"台账有 {len(report.faults)} 处问题：{report.faults[0]}")


def _backup(options: argparse.Namespace) -> None:
    with open_ledger(options.ledger, readonly=True) as ledger:
        sealed = options.encrypt or options.password_fd is not None
        secret = password(options, twice=True) if sealed else ""
        counts = back_up(ledger, options.to, password=secret)
    print(f"已备份到 {options.to}，任务 {counts['task']} 项")


def _restore(options: argparse.Namespace) -> None:
    sealed = options.file.is_file() and needs_password(options.file)
    secret = password(options) if sealed else ""
    counts = restore(options.file, options.to, password=secret)
    print(f"已恢复到 {options.to}，任务 {counts['task']} 项")


def _tour(options: argparse.Namespace) -> None:
    for line in play_tour(options.out):
        print(line)


def _print_json(value: Any) -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    print(json.dumps(value, ensure_ascii=False))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
