"""Writes what the networks of keras.applications and torchvision make of an image: NAME,SIDE,OUTPUT...

    KERAS_BACKEND=jax python3 networks.py keras resnet50 mobilenetv2 ... >> networks.csv
    python3 networks.py torchvision resnet18 ... >> networks.csv

Weights and images are hashes of their names and places, so that NetworkTest can have the same.
"""

import sys
import zlib

import numpy as np


def even(name, size):
    """Numbers from -1 to 1: a mix of a name's CRC-32 and each place."""
    x = (np.arange(size, dtype=np.uint64) * 2654435761 + zlib.crc32(name.encode())) & 0xFFFFFFFF
    x ^= x >> 16
    x = (x * 0x85EBCA6B) & 0xFFFFFFFF
    x ^= x >> 13
    x = (x * 0xC2B2AE35) & 0xFFFFFFFF
    x ^= x >> 16
    return (x.astype(np.float64) / 2**31 - 1).astype(np.float32)


def weight(layer, kind, shape):
    """In Keras's layout."""
    x = even(layer + "/" + kind, int(np.prod(shape))).reshape(shape)
    if kind in ("gamma", "moving_variance"):
        return 1 + np.float32(0.5) * x
    if kind in ("beta", "bias", "moving_mean"):
        return np.float32(0.1) * x
    alone = kind == "depthwise_kernel" or len(shape) == 4 and shape[3] == 1
    fan = np.prod(shape[:2]) if alone else np.prod(shape[:-1])
    return np.float32(np.sqrt(3 / fan)) * x


def show(name, side, output):
    print(",".join([name, str(side)] + ["%.9g" % y for y in np.asarray(output).ravel()]), flush=True)


def of_keras(name):
    import keras

    builders = {b.lower(): getattr(keras.applications, b) for b in dir(keras.applications) if b[0].isupper()}
    side = 75 if name in ("inceptionv3", "xception") else 64
    keras.utils.clear_session()
    model = builders[name](weights=None, input_shape=(side, side, 3), classes=7, classifier_activation=None)

    def fill(layers, prefix):
        for layer in layers:
            if isinstance(layer, keras.Model):
                fill(layer.layers, prefix + layer.name + "/")
            elif not isinstance(layer, (keras.layers.Normalization, keras.layers.Dropout)):
                for w in layer.weights:
                    kind = "gamma" if type(layer).__name__ == "LayerScale" else w.name
                    w.assign(weight(prefix + layer.name, kind, w.shape))

    fill(model.layers, "")
    image = even("image", side * side * 3).reshape(1, side, side, 3)
    inside = name.startswith(("mobilenetv3", "efficientnet", "convnext"))
    show(name, side, model(127.5 + 127.5 * image if inside else image, training=False))


def names_of_vgg(model):
    """Keras's names of layers, by torchvision's."""
    names = {"classifier.0": "fc1", "classifier.3": "fc2", "classifier.6": "predictions"}
    block, conv = 1, 0
    for i, module in enumerate(model.features):
        if type(module).__name__ == "Conv2d":
            conv += 1
            names["features.%d" % i] = "block%d_conv%d" % (block, conv)
        elif type(module).__name__ == "MaxPool2d":
            block, conv = block + 1, 0
    return names


def of_torchvision(name):
    import torch
    import torchvision.models as models

    side = 224 if name.startswith(("alexnet", "vgg")) else 64
    more = {"aux_logits": False, "init_weights": False} if name == "googlenet" else {}
    name_there = {
        "squeezenet": "squeezenet1_1",
        "torchmobilenetv2": "mobilenet_v2",
        "torchmobilenetv3small": "mobilenet_v3_small",
        "torchmobilenetv3large": "mobilenet_v3_large",
    }.get(name, name.replace("torch", ""))
    model = getattr(models, name_there)(weights=None, num_classes=7, **more).eval()
    kinds = {"running_mean": "moving_mean", "running_var": "moving_variance", "bias": "bias", "weight": "kernel"}
    names = names_of_vgg(model) if name.startswith("vgg") else {}
    state = model.state_dict()
    normalized = {key[: -len(".running_mean")] for key in state if key.endswith("running_mean")}
    for key, value in state.items():
        layer, kind = key.rsplit(".", 1)
        if kind not in kinds:
            continue
        layer, kind = names.get(layer, layer), kinds[kind]
        if layer in normalized:
            kind = {"kernel": "gamma", "bias": "beta"}.get(kind, kind)
        shape = tuple(value.shape)
        if len(shape) == 4:
            w = weight(layer, kind, (shape[2], shape[3], shape[1], shape[0])).transpose(3, 2, 0, 1)
        elif len(shape) == 2:
            w = weight(layer, kind, (shape[1], shape[0])).transpose(1, 0)
            flattened = {("alexnet", "classifier.1"): (6, 256), ("vgg11", "fc1"): (7, 512), ("vgg13", "fc1"): (7, 512)}
            if (name, layer) in flattened:
                # Torch flattens channels first.
                rows, channels = flattened[name, layer]
                w = w.reshape(shape[0], rows, rows, channels).transpose(0, 3, 1, 2).reshape(shape)
        else:
            w = weight(layer, kind, shape)
        value.copy_(torch.from_numpy(np.ascontiguousarray(w)))
    image = even("image", side * side * 3).reshape(1, side, side, 3).transpose(0, 3, 1, 2)
    with torch.no_grad():
        show(name, side, model(torch.from_numpy(np.ascontiguousarray(image))).numpy())


for network in sys.argv[2:]:
    of_keras(network) if sys.argv[1] == "keras" else of_torchvision(network)
