"""Has Keras write models in each of its formats, with what it predicts in NAME.json.

    KERAS_BACKEND=jax python3 keras_writes.py FOLDER
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

OUT = Path(sys.argv[1])


def scramble(model, seed=5):
    random = np.random.RandomState(seed)
    model.set_weights([random.uniform(0.1, 0.6, w.shape).astype("f4") for w in model.get_weights()])


def write(name, model, fit=None):
    scramble(model)
    if fit is not None:
        model.fit(*fit, epochs=2, batch_size=4, verbose=0)
    random = np.random.RandomState(6)
    inputs = [random.uniform(-1, 1, (2, *i.shape[1:])).astype("f4") for i in model.inputs]
    outputs = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    told = {
        "inputs": [{"shape": list(i.shape), "values": i.ravel().tolist()} for i in inputs],
        "outputs": [np.array(o).ravel().tolist() for o in outputs],
        "optimizer": [keras.ops.convert_to_numpy(v).ravel().tolist() for v in model.optimizer.variables] if getattr(model, "optimizer", None) else None,
    }
    (OUT / f"{name}.json").write_text(json.dumps(told))
    model.save(OUT / f"{name}.keras")
    model.save_weights(OUT / f"{name}.weights.h5")
    model.save(OUT / f"{name}.h5")


def images(*shape):
    random = np.random.RandomState(8)
    return random.uniform(0, 1, (8, *shape)).astype("f4"), np.arange(8) % 3


def stack():
    model = keras.Sequential([
        keras.Input((8, 8, 3)),
        layers.Rescaling(1 / 2.0, -0.1),
        layers.RandomFlip("horizontal"),
        layers.Conv2D(4, 3, activation="relu", padding="same", kernel_regularizer="l2"),
        layers.BatchNormalization(),
        layers.SeparableConv2D(4, 3, activation="hard_silu"),
        layers.MaxPooling2D(),
        layers.SpatialDropout2D(0.2),
        layers.Conv2DTranspose(2, 3, strides=2),
        layers.LeakyReLU(),
        layers.PReLU(shared_axes=[1, 2]),
        layers.GlobalAveragePooling2D(),
        layers.Dropout(0.3),
        layers.Dense(3, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def branched():
    image = keras.Input((6, 6, 2), name="image")
    shared = layers.Conv2D(2, 3, padding="same", name="shared")
    once = shared(image)
    twice = layers.BatchNormalization()(shared(layers.ReLU(6.0)(once)))
    inner = keras.Sequential([keras.Input((6, 6, 2)), layers.DepthwiseConv2D(3), layers.LayerNormalization()], name="inner")
    inner.trainable = False
    joined = layers.Concatenate()([inner(twice), inner(layers.Conv2D(2, 1)(image))])
    maps = layers.Flatten()(joined + joined)
    model = keras.Model(image, [layers.Dense(3, activation="softmax", name="kind")(maps), layers.Dense(1, name="size")(maps)])
    model.compile(
        keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(0.01, 100), global_clipnorm=1.0, use_ema=True),
        {"kind": "sparse_categorical_crossentropy", "size": keras.losses.Huber()}, loss_weights={"kind": 1.0, "size": 0.5},
        metrics={"kind": ["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(2)], "size": "mse"},
    )
    return model


def frozen_within():
    inner_input = keras.Input((4, 4, 2))
    x = layers.BatchNormalization(name="bn")(layers.Conv2D(2, 1, name="conv")(inner_input))
    inner = keras.Model(inner_input, x, name="backbone")
    inner.trainable = False
    image = keras.Input((4, 4, 2))
    x = inner(image, training=False)
    model = keras.Model(image, layers.Dense(3)(layers.GlobalMaxPooling2D()(x)))
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    "rmsprop": lambda: keras.optimizers.RMSprop(momentum=0.5, centered=True),
    "amsgrad": lambda: keras.optimizers.Adam(amsgrad=True),
    "nadam": lambda: keras.optimizers.Nadam(),
    "adamax": lambda: keras.optimizers.Adamax(),
    "adagrad": lambda: keras.optimizers.Adagrad(),
    "adadelta": lambda: keras.optimizers.Adadelta(),
    "ftrl": lambda: keras.optimizers.Ftrl(),
    "lion": lambda: keras.optimizers.Lion(),
    "accumulated": lambda: keras.optimizers.Adam(gradient_accumulation_steps=2, use_ema=True, clipvalue=0.5),
}


if __name__ == "__main__":
    write("stack", stack(), images(8, 8, 3))
    x, y = images(6, 6, 2)
    write("branched", branched(), (x, {"kind": y, "size": y.astype("f4")}))
    write("frozen", frozen_within(), images(4, 4, 2))
    for name, optimizer in OPTIMIZERS.items():
        model = keras.Sequential([keras.Input((4,)), layers.Dense(5, activation="tanh"), layers.BatchNormalization(), layers.Dense(3)])
        model.compile(optimizer(), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        write(name, model, images(4))
    if "applications" in sys.argv:
        for make in (keras.applications.MobileNetV2, keras.applications.ResNet50, keras.applications.MobileNetV3Small):
            model = make(weights=None, input_shape=(64, 64, 3), classes=10)
            write(make.__name__.lower(), model)
    print("written", flush=True)
