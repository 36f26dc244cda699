"""Writes torchvision's networks, with random weights, as ONNX files, for OnnxFolderTest.

    apt install python3-torch python3-torchvision
    /usr/bin/python3 export-torchvision.py FOLDER [NETWORK...]
    mvn verify -Pconformance -pl fovea-conformance -am -Dtest=OnnxFolderTest -Donnx.models=FOLDER

Each is written as torch does by default, with normalizations folded into convolutions, and once more with them apart.
"""
import pathlib
import sys

import torch
import torchvision.models as models

NETWORKS = [
    "alexnet", "vgg11", "vgg16_bn", "googlenet", "inception_v3", "resnet18", "resnet50", "resnext50_32x4d",
    "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_small", "mobilenet_v3_large", "efficientnet_b0", "densenet121",
    "convnext_tiny", "shufflenet_v2_x1_0", "mnasnet1_0", "regnet_y_400mf",
]


class Tiny(torch.nn.Module):
    """A network of a few kilobytes with what torch writes of convolutions, pooling and normalization."""

    def __init__(self):
        super().__init__()
        self.features = torch.nn.Sequential(
            torch.nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False),
            torch.nn.BatchNorm2d(8),
            torch.nn.ReLU(),
            torch.nn.MaxPool2d(3, stride=2, padding=1),
            torch.nn.Conv2d(8, 8, 3, padding=1, groups=8),
            torch.nn.BatchNorm2d(8),
            torch.nn.Hardswish(),
        )
        self.scale = torch.nn.Sequential(torch.nn.Conv2d(8, 4, 1), torch.nn.SiLU(), torch.nn.Conv2d(4, 8, 1))
        self.classifier = torch.nn.Linear(8 * 4 * 4, 5)

    def forward(self, x):
        x = self.features(x)
        gate = torch.sigmoid(self.scale(x.mean((2, 3), keepdim=True)))
        x = torch.cat([x * gate, torch.nn.functional.gelu(x)], 1)
        a, b = torch.chunk(x, 2, 1)
        return self.classifier(torch.flatten(a + b, 1))


def network(name):
    torch.manual_seed(1)
    if name == "tiny":
        model, side = Tiny(), 16
    else:
        extra = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
        model, side = getattr(models, name)(weights=None, **extra), 299 if name == "inception_v3" else 224
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.2, 0.2)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.2, 0.2)
    return model.eval(), side


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
torch.set_num_threads(1)
for name in sys.argv[2:] or ["tiny", *NETWORKS]:
    model, side = network(name)
    image = torch.randn(1, 3, side, side)
    for kind, training, opset in (
        ("", torch.onnx.TrainingMode.EVAL, 16),
        ("-bn", torch.onnx.TrainingMode.PRESERVE, 11),
    ):
        if kind and not any(isinstance(m, torch.nn.BatchNorm2d) for m in model.modules()):
            continue
        torch.onnx.export(
            model, image, str(folder / f"{name}{kind}.onnx"), opset_version=opset, training=training,
            input_names=["image"], output_names=["logits"],
            dynamic_axes={"image": {0: "N"}, "logits": {0: "N"}})
    print(name, flush=True)
