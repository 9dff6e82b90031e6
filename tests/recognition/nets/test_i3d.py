"""Inflation: a video that does not move gives what the picture gives."""

from dataclasses import replace

import torch

from recognition.nets import i3d


def test_a_boring_video_gives_what_the_picture_gives():
    config = replace(i3d.SMALL, mixed=("3b", "3c"), dropout=0.0)
    picture_net = i3d.I3D(i3d.flat(config)).eval()
    net = i3d.I3D(config).eval()
    with torch.no_grad():
        for norm in (m for m in picture_net.modules() if hasattr(m, "running_mean")):
            norm.running_mean.normal_(0.0, 0.1)
            norm.running_var.uniform_(0.5, 2.0)
    i3d.inflate(picture_net, net)
    picture = torch.rand(1, 20, 1, 20, 20)
    frames = 25

    with torch.no_grad():
        seen = torch.ones(1, 1, dtype=torch.bool)
        flat, _ = picture_net.volume(picture, seen)
        video, _ = net.volume(
            picture.expand(-1, -1, frames, -1, -1), seen.expand(-1, frames)
        )

    middle = video[:, :, video.shape[2] // 2]  # away from the ends, which are padded
    torch.testing.assert_close(middle, flat[:, :, 0], atol=1e-4, rtol=1e-4)
