"""What the steps of the journal can be narrowed to: kinds of work, each with its verbs."""

from __future__ import annotations

KINDS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (name, frozenset(verbs.split()))
    for name, verbs in (
        ("全部操作", ""),
        ("导入", "import import_items import_problems"),
        (
            "任务",
            "add_task change_task remove_tasks move_task regroup_tasks decide_ours finish_tasks "
            "reach_checkpoint write_checkpoint change_checkpoint remove_checkpoint "
            "change_target add_target remove_target move_target spread_target record_readings "
            "add_own_column rename_own_column remove_own_column",
        ),
        (
            "清单",
            "add_items change_items tick_items remove_items move_items "
            "add_item_column rename_item_column remove_item_column take_over_columns",
        ),
        ("分解到村", "set_shares report_shares drop_unit_shares add_villages take_over_amount"),
        (
            "进展、佐证",
            "record_progress remove_progress attach detach move_evidence rename_evidence "
            "replace_evidence decide_proof",
        ),
        (
            "问题",
            "add_problem change_problem remove_problems advance_problems complete_step reopen_step "
            "change_step arrange_steps change_problem_steps add_link change_link remove_links",
        ),
        (
            "交办",
            "issue_assignments change_assignment remove_assignments withdraw_assignments add_lines "
            "change_lines remove_lines record_feedback change_feedback remove_feedback "
            "accept_feedback return_feedback take_back_verdict",
        ),
        (
            "报表",
            "file_return send_back keep_form rename_form remove_form "
            "add_format change_format rename_format delete_format replace_format "
            "write_report set_rule give_points",
        ),
        ("单位", "add_unit add_units paste_units change_unit merge_units remove_unit"),
        ("恢复", "restore"),
        ("设置", "create sample change_office change_thresholds change_as_of"),
    )
)
"""No verbs for all."""
