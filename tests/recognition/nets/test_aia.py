"""Blocks of attention and the memory."""

import pytest
import torch

from recognition.nets import aia


def test_a_block_changes_nothing_at_the_start():
    query, context = torch.randn(3, 8), torch.randn(3, 5, 8)
    known = torch.ones(3, 5, dtype=torch.bool)

    assert torch.equal(aia.Interaction(8, 0.2).eval()(query, context, known), query)


def woken():
    block = aia.Interaction(8, 0.0)
    torch.nn.init.normal_(block.out.weight)
    return block.eval()


def test_memory_without_places_has_no_order():
    block, query, context = woken(), torch.randn(2, 8), torch.randn(2, 5, 8)
    known = torch.ones(2, 5, dtype=torch.bool)

    turned = block(query, context.flip(1), known)

    torch.testing.assert_close(turned, block(query, context, known))


def test_memory_with_places_has_an_order():
    block, query, context = woken(), torch.randn(2, 8), torch.randn(2, 5, 8)
    known, place = torch.ones(2, 5, dtype=torch.bool), torch.randn(5, 8)

    turned = block(query, context.flip(1), known, place)

    assert not torch.allclose(turned, block(query, context, known, place))


def test_what_is_not_known_gets_no_attention():
    block, query, context = woken(), torch.randn(2, 8), torch.randn(2, 5, 8)
    known = torch.tensor([[True, True, False, False, False]] * 2)
    other = context.clone()
    other[:, 2:] = 9.0

    torch.testing.assert_close(block(query, other, known), block(query, context, known))


def test_dense_blocks_start_as_serial_ones():
    weights = aia._last_only(4, 8).softmax(dim=0)

    assert (weights[-1] >= 0.9999).all()
    assert torch.allclose(weights[:-1], torch.full((3, 8), 1e-5), rtol=1e-2)


@pytest.mark.parametrize(
    ("then", "now", "weight"), [(2, 2, 1), (1, 4, 0.25), (4, 1, 0.25)]
)
def test_old_features_count_less_the_more_the_loss_has_changed(then, now, weight):
    pool = aia.MemoryPool()
    pool.write("monday", 3, torch.ones(4), then)

    assert torch.allclose(pool.read("monday", 3, now), torch.full((4,), float(weight)))
    assert pool.read("monday", 4, now) is None
