"""Packs ONNX's tests of single ops, of Debian's libonnx-testdata, to one archive, the same bytes each time.

    python3 pack-onnx-node-tests.py ../resources/dev/fovea/conformance/onnx-node-tests.zip
"""
import pathlib
import sys
import zipfile

ROOT = pathlib.Path("/usr/share/libonnx-testdata/data/node")
LOSSES = ("test_nllloss_", "test_sce_")

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for test in sorted(ROOT.iterdir()):
        if test.name.startswith(LOSSES):
            continue
        for file in [test / "model.onnx", *sorted((test / "test_data_set_0").iterdir())]:
            entry = zipfile.ZipInfo(f"{test.name[5:]}/{file.name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
