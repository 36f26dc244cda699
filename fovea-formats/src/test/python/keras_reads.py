"""Has Keras load each .keras file of a folder and compares what it predicts with what NAME.json says.

    KERAS_BACKEND=jax python3 keras_reads.py FOLDER

NAME.json is {"inputs": [{"shape", "values"}], "outputs": [[values]]}. Prints a line for each file that differs, and a
last line "N files, M differ".
"""

import json
import sys
import warnings
from pathlib import Path

import keras
import numpy as np


def differences(path):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        model = keras.saving.load_model(path)
    complaints = [str(w.message).split("\n")[0] for w in said if issubclass(w.category, UserWarning)]
    with open(path.with_suffix(".json"), encoding="utf-8") as f:
        told = json.load(f)
    inputs = [np.array(i["values"], "f4").reshape(i["shape"]) for i in told["inputs"]]
    outputs = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    for output, wanted in zip(outputs, told["outputs"], strict=True):
        output = np.array(output).ravel()
        if output.shape != (len(wanted),) or not np.allclose(output, np.array(wanted, "f4"), 1e-4, 1e-5):
            complaints.append(f"predicts {output[:5]}, not {wanted[:5]}")
    return complaints


if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).glob("*.keras"))
    differ = 0
    for file in files:
        try:
            complaints = differences(file)
        except Exception as e:
            complaints = [f"{type(e).__name__}: {str(e)[-600:]}"]
        if complaints:
            differ += 1
            print(file.name, "; ".join(complaints))
    print(f"{len(files)} files, {differ} differ")
