"""Packs ONNX's tests of ops, of Debian's libonnx-testdata, to one archive, the same bytes each time.

    python3 pack-onnx-node-tests.py ../resources/dev/fovea/conformance/onnx-node-tests.zip
"""
import pathlib
import sys
import zipfile

DATA = pathlib.Path("/usr/share/libonnx-testdata/data")
LOSSES = ("test_nllloss_", "test_sce_")
# Of what torch wrote, those of this many bytes at most: the others have as large weights as images.
MOST = 100_000

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for folder in ("node", "pytorch-converted", "pytorch-operator", "simple"):
        for test in sorted((DATA / folder).iterdir()):
            if test.name.startswith(LOSSES) or not (test / "test_data_set_0").exists():
                continue
            files = [test / "model.onnx", *sorted((test / "test_data_set_0").iterdir())]
            if folder != "node" and sum(file.stat().st_size for file in files) > MOST:
                continue
            for file in files:
                entry = zipfile.ZipInfo(f"{test.name[5:]}/{file.name}", (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
