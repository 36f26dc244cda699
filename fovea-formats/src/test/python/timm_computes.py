"""Writes what timm's networks make of an image, for TorchWeightsTest: NAME,SIDE,OUTPUT... and a line of the modules with weights.

    python3 timm_computes.py mobilenetv2_100 mobilenetv3_small_100 mobilenetv3_large_100 > timm.csv

Weights and images are hashes of their names and places, as in fovea-conformance's networks.py.
"""

import sys
import zlib

import numpy as np
import timm
import torch


def even(name, size):
    """Numbers from -1 to 1: a mix of a name's CRC-32 and each place."""
    x = (np.arange(size, dtype=np.uint64) * 2654435761 + zlib.crc32(name.encode())) & 0xFFFFFFFF
    x ^= x >> 16
    x = (x * 0x85EBCA6B) & 0xFFFFFFFF
    x ^= x >> 13
    x = (x * 0xC2B2AE35) & 0xFFFFFFFF
    x ^= x >> 16
    return (x.astype(np.float64) / 2**31 - 1).astype(np.float32)


def values(key, shape):
    x = even(key, int(np.prod(shape)))
    if len(shape) > 1:
        return np.float32(np.sqrt(3 / np.prod(shape[1:]))) * x
    return np.float32(0.1) * x if key.endswith(("bias", "running_mean")) else 1 + np.float32(0.5) * x


side = 64
print("# timm %s on torch %s." % (timm.__version__, torch.__version__))
for name in sys.argv[1:]:
    model = timm.create_model(name, num_classes=7).eval()
    modules = {}
    for key, value in model.state_dict().items():
        module, kind = key.rsplit(".", 1)
        if kind != "num_batches_tracked":
            modules[module] = None
            shape = tuple(value.shape)
            value.copy_(torch.from_numpy(values(key, shape).reshape(shape)))
    image = even("image", side * side * 3).reshape(1, side, side, 3).transpose(0, 3, 1, 2)
    with torch.no_grad():
        output = model(torch.from_numpy(np.ascontiguousarray(image))).numpy().ravel()
    print(",".join([name, str(side)] + ["%.9g" % y for y in output]))
    print(",".join(modules))
