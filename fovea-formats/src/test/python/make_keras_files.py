"""Makes small files as versions of Keras write them, from the documented layout alone, by h5py and numpy.

    python3 make_keras_files.py ../resources/dev/fovea/formats

What each model makes of an input is computed here, by numpy, and kept beside the files in expected.json.
"""

import json
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

OUT = Path(sys.argv[1])
RANDOM = np.random.RandomState(7)
EXPECTED = {}


def weights(*shape):
    return RANDOM.uniform(-0.5, 0.5, shape).astype("f4")


def conv(x, kernel, bias=0.0):
    rows, columns = x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1
    y = np.zeros((rows, columns, kernel.shape[3]))
    for i in range(rows):
        for j in range(columns):
            window = x[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            y[i, j] = np.tensordot(window, kernel, 3)
    return y + bias


def relu(x):
    return np.maximum(x, 0)


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def pool(x):
    return x[: x.shape[0] // 2 * 2, : x.shape[1] // 2 * 2].reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2, -1).max((1, 3))


def normalized(x, gamma, beta, mean, variance, epsilon=1e-3):
    return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta


def expect(name, x, y):
    EXPECTED[name] = {"input": x.ravel().tolist(), "output": y.ravel().tolist()}


def layer_group(root, name, values, **options):
    group = root.create_group(name)
    group.attrs["weight_names"] = np.array([f"{name}/{key}".encode() for key in values], dtype="S") if values else []
    for key, value in values.items():
        group.create_dataset(f"{name}/{key}", data=value, **options)


def uniform():
    config = {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}
    return {"class_name": "VarianceScaling", "config": config}


def conv_config(name, filters, size, activation, **more):
    return {
        "name": name, "trainable": True, **more, "filters": filters, "kernel_size": [size, size], "strides": [1, 1],
        "padding": "valid", "data_format": "channels_last", "dilation_rate": [1, 1], "activation": activation,
        "use_bias": True, "kernel_initializer": uniform(), "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": None, "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None,
        "bias_constraint": None,
    }


def dense_config(name, units, activation):
    return {
        "name": name, "trainable": True, "units": units, "activation": activation, "use_bias": True,
        "kernel_initializer": uniform(), "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": None, "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None,
        "bias_constraint": None,
    }


def keras2_sequential():
    """A whole model of Keras 2.2: no InputLayer, no groups, compiled, with Adam's variables."""
    kernel, bias = weights(3, 3, 1, 2), weights(2)
    dense, dense_bias = weights(8, 3), weights(3)
    config = [
        {"class_name": "Conv2D", "config": conv_config("conv2d_1", 2, 3, "relu", batch_input_shape=[None, 6, 6, 1], dtype="float32")},
        {"class_name": "MaxPooling2D", "config": {"name": "max_pooling2d_1", "trainable": True, "pool_size": [2, 2], "padding": "valid", "strides": [2, 2], "data_format": "channels_last"}},
        {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": True, "data_format": "channels_last"}},
        {"class_name": "Dropout", "config": {"name": "dropout_1", "trainable": True, "rate": 0.5, "noise_shape": None, "seed": None}},
        {"class_name": "Dense", "config": dense_config("dense_1", 3, "softmax")},
    ]
    training = {
        "optimizer_config": {"class_name": "Adam", "config": {"lr": 0.002, "beta_1": 0.9, "beta_2": 0.999, "decay": 0.0, "epsilon": 1e-07, "amsgrad": False}},
        "loss": "categorical_crossentropy", "metrics": ["accuracy"], "sample_weight_mode": None, "loss_weights": None,
    }
    with h5py.File(OUT / "keras2_sequential.h5", "w") as f:
        f.attrs["keras_version"] = np.bytes_("2.2.4")
        f.attrs["backend"] = np.bytes_("tensorflow")
        f.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"name": "sequential_1", "layers": config}}).encode()
        f.attrs["training_config"] = json.dumps(training).encode()
        g = f.create_group("model_weights")
        g.attrs["layer_names"] = np.array([layer["config"]["name"].encode() for layer in config], dtype="S")
        g.attrs["backend"] = np.bytes_("tensorflow")
        g.attrs["keras_version"] = np.bytes_("2.2.4")
        layer_group(g, "conv2d_1", {"kernel:0": kernel, "bias:0": bias})
        for name in ("max_pooling2d_1", "flatten_1", "dropout_1"):
            layer_group(g, name, {})
        layer_group(g, "dense_1", {"kernel:0": dense, "bias:0": dense_bias})
        slots = [("iter:0", np.int64(17))]
        for slot in "m", "v":
            for name, value in ("conv2d_1/kernel", kernel), ("conv2d_1/bias", bias), ("dense_1/kernel", dense), ("dense_1/bias", dense_bias):
                slots.append((f"{name}/{slot}:0", np.abs(value) * (0.5 if slot == "m" else 0.25)))
        o = f.create_group("optimizer_weights")
        o.attrs["weight_names"] = np.array([f"training/Adam/{name}".encode() for name, _ in slots], dtype="S")
        for name, value in slots:
            o.create_dataset(f"training/Adam/{name}", data=value)
    x = weights(6, 6, 1)
    expect("keras2_sequential.h5", x, softmax(pool(relu(conv(x, kernel, bias))).ravel() @ dense + dense_bias))


def keras2_functional():
    """A whole model of tf.keras 2: a layer applied twice, a model within, nodes as nested lists, names in two attributes."""
    kernel, bias = weights(1, 1, 2, 2), weights(2)
    gamma, beta, mean, variance = weights(2) + 1, weights(2), weights(2), weights(2) + 1
    dense, dense_bias = weights(18, 2), weights(2)
    inner = {
        "name": "inner",
        "layers": [
            {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 3, 3, 2], "dtype": "float32", "sparse": False, "ragged": False, "name": "input_2"}, "name": "input_2", "inbound_nodes": []},
            {"class_name": "BatchNormalization", "config": {"name": "bn", "trainable": False, "dtype": "float32", "axis": [3], "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": True, "beta_initializer": {"class_name": "Zeros", "config": {}}, "gamma_initializer": {"class_name": "Ones", "config": {}}, "moving_mean_initializer": {"class_name": "Zeros", "config": {}}, "moving_variance_initializer": {"class_name": "Ones", "config": {}}, "beta_regularizer": None, "gamma_regularizer": None, "beta_constraint": None, "gamma_constraint": None}, "name": "bn", "inbound_nodes": [[["input_2", 0, 0, {}]]]},
        ],
        "input_layers": [["input_2", 0, 0]],
        "output_layers": [["bn", 0, 0]],
    }
    config = {
        "name": "model",
        "layers": [
            {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 3, 3, 2], "dtype": "float32", "sparse": False, "ragged": False, "name": "input_1"}, "name": "input_1", "inbound_nodes": []},
            {"class_name": "Conv2D", "config": {**conv_config("shared", 2, 1, "relu"), "groups": 1}, "name": "shared", "inbound_nodes": [[["input_1", 0, 0, {}]], [["shared", 0, 0, {}]]]},
            {"class_name": "Add", "config": {"name": "add", "trainable": True, "dtype": "float32"}, "name": "add", "inbound_nodes": [[["shared", 0, 0, {}], ["shared", 1, 0, {}]]]},
            {"class_name": "Functional", "config": inner, "name": "inner", "inbound_nodes": [[["add", 0, 0, {"training": False}]]]},
            {"class_name": "Flatten", "config": {"name": "flatten", "trainable": True, "dtype": "float32", "data_format": "channels_last"}, "name": "flatten", "inbound_nodes": [[["inner", 0, 0, {}]]]},
            {"class_name": "Dense", "config": dense_config("dense", 2, "linear"), "name": "dense", "inbound_nodes": [[["flatten", 0, 0, {}]]]},
        ],
        "input_layers": [["input_1", 0, 0]],
        "output_layers": [["dense", 0, 0]],
    }
    names = ["input_1", "shared", "add", "inner", "flatten", "dense"]
    with h5py.File(OUT / "keras2_functional.h5", "w") as f:
        f.attrs["keras_version"] = "2.8.0"
        f.attrs["backend"] = "tensorflow"
        f.attrs["model_config"] = json.dumps({"class_name": "Functional", "config": config})
        g = f.create_group("model_weights")
        g.attrs["layer_names0"] = np.array([n.encode() for n in names[:3]], dtype="S")
        g.attrs["layer_names1"] = np.array([n.encode() for n in names[3:]], dtype="S")
        for name in "input_1", "add", "flatten":
            layer_group(g, name, {})
        packed = {"compression": "gzip", "shuffle": True, "chunks": True}
        layer_group(g, "shared", {"kernel:0": kernel, "bias:0": bias}, **packed)
        layer_group(g, "dense", {"kernel:0": dense.astype("f8"), "bias:0": dense_bias.astype(">f4")})
        inner_group = g.create_group("inner")
        # What was frozen came last, and so in the layers' order; here in another one.
        values = {"bn/moving_mean:0": mean, "bn/moving_variance:0": variance, "bn/gamma:0": gamma, "bn/beta:0": beta}
        inner_group.attrs["weight_names"] = np.array([n.encode() for n in values], dtype="S")
        for name, value in values.items():
            inner_group.create_dataset(name, data=value)
        g.create_group("top_level_model_weights").attrs["weight_names"] = []
    x = weights(3, 3, 2)
    once = relu(conv(x, kernel, bias))
    twice = relu(conv(once, kernel, bias))
    y = normalized(once + twice, gamma, beta, mean, variance)
    expect("keras2_functional.h5", x, y.ravel() @ dense + dense_bias)


def no_top():
    """Weights as keras.applications publishes them, without the top, in half precision; names of Keras 1."""
    kernel, bias = weights(3, 3, 1, 2).astype("f2"), weights(2).astype("f2")
    with h5py.File(OUT / "applications_notop.h5", "w") as f:
        f.attrs["layer_names"] = np.array([b"input_1", b"block1_conv1", b"block1_pool"], dtype="S")
        for name in "input_1", "block1_pool":
            f.create_group(name).attrs["weight_names"] = np.zeros(0)
        g = f.create_group("block1_conv1")
        g.attrs["weight_names"] = np.array([b"block1_conv1_W_1:0", b"block1_conv1_b_1:0"], dtype="S")
        g.create_dataset("block1_conv1_W_1:0", data=kernel)
        g.create_dataset("block1_conv1_b_1:0", data=bias)
    x = weights(4, 4, 1)
    expect("applications_notop.h5", x, pool(relu(conv(x, kernel.astype("f4"), bias.astype("f4")))))


def keras3():
    """A model of Keras 3: two branches that its order sorts by depth, operators, defaults left out, words for loss and metrics."""
    kernels = {name: (weights(1, 1, 2, 3), weights(3)) for name in ("deep", "deeper", "shortcut")}
    gamma, beta, mean, variance = weights(3) + 1, weights(3), weights(3), weights(3) + 1
    dense, dense_bias = weights(3, 2), weights(2)
    kernels["deeper"] = (weights(1, 1, 3, 3), weights(3))

    def tensor(layer, shape):
        return {"class_name": "__keras_tensor__", "config": {"shape": [None, *shape], "dtype": "float32", "keras_history": [layer, 0, 0]}}

    def keras_layer(name, kind, config, inputs, module="keras.layers"):
        policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "mixed_float16"}, "registered_name": None, "shared_object_id": 1}
        nodes = [] if inputs is None else [{"args": inputs, "kwargs": {"mask": None} if kind == "BatchNormalization" else {}}]
        return {
            "module": module, "class_name": kind, "config": {"name": name, "trainable": True, "dtype": policy, **config},
            "registered_name": None, "build_config": {"input_shape": [None, 2, 2, 2]}, "name": name, "inbound_nodes": nodes,
        }

    def glorot():
        return {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None}, "registered_name": None}

    def keras_conv(name, inputs):
        config = {"filters": 3, "kernel_size": [1, 1], "activation": "relu" if name == "deep" else "linear", "kernel_initializer": glorot(), "kernel_regularizer": None}
        return keras_layer(name, "Conv2D", config, inputs)

    image, maps = (2, 2, 2), (2, 2, 3)
    config = {
        "module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional",
        "build_config": {"input_shape": None},
        "config": {
            "name": "functional_1", "trainable": True,
            "layers": [
                {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [None, 2, 2, 2], "dtype": "float32", "sparse": False, "name": "image"}, "registered_name": None, "name": "image", "inbound_nodes": []},
                keras_conv("deep", [tensor("image", image)]),
                keras_conv("deeper", [tensor("deep", maps)]),
                keras_layer("bn", "BatchNormalization", {"axis": -1, "momentum": 0.9, "epsilon": 0.001, "synchronized": False, "renorm": False}, [tensor("deeper", maps)]),
                keras_conv("shortcut", [tensor("image", image)]),
                keras_layer("add", "Add", {}, [tensor("bn", maps), tensor("shortcut", maps)], "keras.src.ops.numpy"),
                keras_layer("dropout", "Dropout", {"rate": 0.3, "seed": None, "noise_shape": None}, [tensor("add", maps)]),
                keras_layer("gap", "GlobalAveragePooling2D", {"data_format": "channels_last", "keepdims": False}, [tensor("dropout", maps)]),
                keras_layer("dense", "Dense", {"units": 2, "activation": "softmax", "quantization_config": None}, [tensor("gap", (3,))]),
            ],
            "input_layers": ["image", 0, 0],
            "output_layers": ["dense", 0, 0],
        },
        "compile_config": {
            "optimizer": {"module": "keras.optimizers", "class_name": "Adam", "config": {"name": "adam", "learning_rate": 0.0010000000474974513, "weight_decay": None, "clipnorm": None, "global_clipnorm": None, "clipvalue": None, "use_ema": False, "ema_momentum": 0.99, "ema_overwrite_frequency": None, "loss_scale_factor": None, "gradient_accumulation_steps": None, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False}, "registered_name": None},
            "loss": "sparse_categorical_crossentropy", "loss_weights": None, "metrics": ["accuracy"], "weighted_metrics": None,
            "run_eagerly": False, "steps_per_execution": 1, "jit_compile": True,
        },
    }
    path = OUT / "keras3.weights.h5"
    with h5py.File(path, "w") as f:
        f.create_group("vars").attrs["name"] = "functional_1"

        def put(at, name, *values):
            group = f.create_group(f"{at}/vars")
            if name:
                group.attrs["name"] = name
            for i, value in enumerate(values):
                group[str(i)] = value

        put("layers/input_layer", "image")
        put("layers/conv2d", "deep", *kernels["deep"])
        put("layers/conv2d_1", "deeper", *kernels["deeper"])
        put("layers/conv2d_2", "shortcut", *kernels["shortcut"])
        put("layers/batch_normalization", "bn", gamma, beta, mean, variance)
        put("layers/dropout", "dropout")
        put("layers/dropout/seed_generator", "seed_generator", np.array([123, 0], "u4"))
        put("layers/global_average_pooling2d", "gap")
        put("layers/dense", "dense", dense, dense_bias)
        learning = [*kernels["deep"], *kernels["deeper"], gamma, beta, *kernels["shortcut"], dense, dense_bias]
        slots = [part for value in learning for part in (value * 0.5, value * value)]
        put("optimizer", "adam", np.int64(42), np.float32(0.0005), *slots)
    with zipfile.ZipFile(OUT / "keras3.keras", "w") as z:
        when = (2026, 1, 1, 0, 0, 0)
        z.writestr(zipfile.ZipInfo("metadata.json", when), json.dumps({"keras_version": "3.16.0", "date_saved": "2026-01-01@00:00:00"}))
        z.writestr(zipfile.ZipInfo("config.json", when), json.dumps(config))
        z.writestr(zipfile.ZipInfo("model.weights.h5", when), path.read_bytes())
    x = weights(2, 2, 2)
    deep = conv(relu(conv(x, *kernels["deep"])), *kernels["deeper"])
    y = normalized(deep, gamma, beta, mean, variance) + conv(x, *kernels["shortcut"])
    expect("keras3.keras", x, softmax(y.mean((0, 1)) @ dense + dense_bias))


if __name__ == "__main__":
    keras2_sequential()
    keras2_functional()
    no_top()
    keras3()
    (OUT / "expected.json").write_text(json.dumps(EXPECTED))
