"""`recognize transfer` answers in JSON, or says why it refuses."""

import json

import pytest
import torch

from recognition import cli
from recognition.nets import checkpoint, registry
from recognition.nets.base import Outputs
from recognition.nets.checkpoint import Checkpoint
from tests.recognition.reviewed_labels import EXERCISES, clinic, write


@pytest.fixture
def net(tmp_path):
    """One checkpoint of a net that knows nothing yet."""
    torch.manual_seed(0)
    config = registry.config_of("lite", outputs=Outputs(2, 2))
    built = registry.build("lite", config)
    torch.nn.init.zeros_(built.head.weight)  # the same answer to everything
    known = Checkpoint("lite", built, config, tuple(EXERCISES), (), 16, {})
    path = tmp_path / "best.pt"
    checkpoint.save(known, path)
    return path


@pytest.fixture
def answered(net, tmp_path, capsys):
    """Transfer labels; return exit status, JSON of stdout, text of stderr."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)

    def run(labels):
        words = ["transfer", str(labels), "--net", str(net), "--epochs", "8"]
        code = cli.main([*words, "--output", str(tmp_path / "out")])
        out, err = capsys.readouterr()
        return code, json.loads(out), err

    yield run
    torch.set_num_threads(before)


@pytest.mark.slow
def test_the_answer_has_the_figures_and_where_the_net_is(answered, tmp_path):
    code, answer, text = answered(write(tmp_path / "labels", clinic(4)))

    assert code == 0
    assert answer["before"]["exercise"] <= answer["after"]["exercise"]
    assert answer["parts"]["test"]["patients"] == 1
    assert answer["nets"] == [str(tmp_path / "out" / "seed0" / "best.pt")]
    assert (tmp_path / "out" / "seed0" / "best.pt").is_file()
    assert "held out" in text
    assert "Not measured: whether other exercises were forgotten." in text


def test_a_refusal_exits_with_2_and_says_what_to_do(answered, tmp_path):
    code, answer, text = answered(tmp_path)

    assert code == 2
    assert answer["error"]["code"] == "no_labels"
    assert "export_labels" in text


def test_no_net_or_no_epoch_is_a_usage_error(tmp_path, capsys):
    for words in (
        ["--net", str(tmp_path / "absent")],
        ["--net", str(tmp_path), "--epochs", "0"],
    ):
        with pytest.raises(SystemExit) as left:
            cli.main(["transfer", str(tmp_path), "--output", str(tmp_path), *words])
        assert left.value.code == 64
        assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"


def test_the_help_says_what_is_refused(capsys):
    with pytest.raises(SystemExit):
        cli.main(["transfer", "--help"])
    out = capsys.readouterr().out
    assert "exit status is 2" in out
    assert "recognize transfer labels --net" in out
