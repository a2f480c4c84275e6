"""The sample ledger shows every light on its day, so that the first look explains them all."""

from pathlib import Path

from app.models.rules.pace import State
from app.services.queries import list_tasks
from app.services.samples.sample import create_sample
from app.services.samples.sample_data import load_sample


def test_all_eight_lights_appear_on_the_half_year(tmp_path: Path) -> None:
    as_of = load_sample().as_of
    with create_sample(tmp_path / "示例台账") as ledger:
        tasks = list_tasks(ledger, as_of=as_of, period="2020Q2")
    ours = {task.serial: task for task in tasks if task.ours == "yes"}
    assert {task.judgement.state for task in ours.values()} == set(State)
    assert (ours["12"].items_done, ours["12"].items) == (17, 23)
    assert any(task.ours == "ask" for task in tasks)
