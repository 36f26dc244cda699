"""Checks by h5py that a .keras or .weights.h5 file has the paths, types, attributes and values that Keras expects.

    python3 check_keras_file.py FILE EXPECTED

EXPECTED is JSON: {"names": {group: attribute "name"}, "data": {path: {"dtype", "shape", "values"}}}. All groups and
datasets of the file must be among them.
"""

import io
import json
import sys
import zipfile

import h5py
import numpy as np


def main(file, expected):
    with open(expected, encoding="utf-8") as f:
        expected = json.load(f)
    if file.endswith(".keras"):
        with zipfile.ZipFile(file) as z:
            assert z.testzip() is None
            assert z.namelist() == ["metadata.json", "config.json", "model.weights.h5"], z.namelist()
            assert all(i.compress_type == zipfile.ZIP_STORED for i in z.infolist())
            metadata = json.loads(z.read("metadata.json"))
            assert set(metadata) == {"keras_version", "date_saved"}, metadata
            config = json.loads(z.read("config.json"))
            assert {"module", "class_name", "config", "registered_name", "compile_config"} <= set(config), config
            file = io.BytesIO(z.read("model.weights.h5"))
    found = set()
    with h5py.File(file) as f:
        assert type(f["vars"].attrs["name"]) is str

        def visit(path, node):
            if isinstance(node, h5py.Dataset):
                found.add(path)
                wanted = expected["data"][path]
                assert node.dtype == np.dtype(wanted["dtype"]), (path, node.dtype)
                assert node.shape == tuple(wanted["shape"]), (path, node.shape)
                np.testing.assert_array_equal(node[()].ravel(), np.array(wanted["values"], node.dtype), path)
            elif "name" in node.attrs:
                assert path.split("/")[-1] == "vars", path
                assert node.attrs["name"] == expected["names"].pop(path), path

        f.visititems(visit)
    assert found == set(expected["data"]), found ^ set(expected["data"])
    assert not expected["names"], expected["names"]
    print("as Keras expects")


if __name__ == "__main__":
    main(*sys.argv[1:])
