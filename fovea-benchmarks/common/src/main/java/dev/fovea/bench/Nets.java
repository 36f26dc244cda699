package dev.fovea.bench;

/** The networks of the benchmarks. All give logits; a bias is left out where a batch normalization follows. */
final class Nets {
    private Nets() {}

    /** LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998) with ReLU and max pooling. */
    static Net leNet5() {
        Net net = new Net("lenet5", 28, 28, 1);
        int x = net.relu(net.conv(net.input(), 6, 5, 1, 2, true));
        x = net.maxPool(x, 2, 2, 0);
        x = net.relu(net.conv(x, 16, 5, 1, 0, true));
        x = net.maxPool(x, 2, 2, 0);
        x = net.relu(net.dense(net.flatten(x), 120));
        x = net.relu(net.dense(x, 84));
        net.dense(x, 10);
        return net;
    }

    /** The small convolutional net of Keras's introduction to MNIST. */
    static Net convNet() {
        Net net = new Net("convnet", 28, 28, 1);
        int x = net.relu(net.conv(net.input(), 32, 3, 1, 0, true));
        x = net.maxPool(x, 2, 2, 0);
        x = net.relu(net.conv(x, 64, 3, 1, 0, true));
        x = net.maxPool(x, 2, 2, 0);
        x = net.dropout(net.flatten(x), 0.5f);
        net.dense(x, 10);
        return net;
    }

    /** ResNet-20 for CIFAR-10 (He, Zhang, Ren and Sun 2016), with projections where the shape changes. */
    static Net resNet20() {
        Net net = new Net("resnet20", 32, 32, 3);
        int x = net.relu(net.batchNorm(net.conv(net.input(), 16, 3, 1, 1, false)));
        for (int stage = 0; stage < 3; stage++) {
            for (int block = 0; block < 3; block++) {
                int filters = 16 << stage;
                int stride = stage > 0 && block == 0 ? 2 : 1;
                int y = net.relu(net.batchNorm(net.conv(x, filters, 3, stride, 1, false)));
                y = net.batchNorm(net.conv(y, filters, 3, 1, 1, false));
                int shortcut = stride == 1 ? x : net.batchNorm(net.conv(x, filters, 1, stride, 0, false));
                x = net.relu(net.sum(y, shortcut));
            }
        }
        net.dense(net.globalAverage(x), 10);
        return net;
    }

    /** VGG-16 (Simonyan and Zisserman 2015) without its dropout. */
    static Net vgg16() {
        Net net = new Net("vgg16", 224, 224, 3);
        int x = net.input();
        int[][] stages = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};
        for (int[] stage : stages) {
            for (int filters : stage) {
                x = net.relu(net.conv(x, filters, 3, 1, 1, true));
            }
            x = net.maxPool(x, 2, 2, 0);
        }
        x = net.relu(net.dense(net.flatten(x), 4096));
        x = net.relu(net.dense(x, 4096));
        net.dense(x, 1000);
        return net;
    }

    /** ResNet-50 (He, Zhang, Ren and Sun 2016) with the stride in the 3x3 convolutions, as is usual since. */
    static Net resNet50() {
        Net net = new Net("resnet50", 224, 224, 3);
        int x = net.relu(net.batchNorm(net.conv(net.input(), 64, 7, 2, 3, false)));
        x = net.maxPool(x, 3, 2, 1);
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 0; stage < blocks.length; stage++) {
            int filters = 64 << stage;
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                int y = net.relu(net.batchNorm(net.conv(x, filters, 1, 1, 0, false)));
                y = net.relu(net.batchNorm(net.conv(y, filters, 3, stride, 1, false)));
                y = net.batchNorm(net.conv(y, 4 * filters, 1, 1, 0, false));
                int shortcut = block > 0 ? x : net.batchNorm(net.conv(x, 4 * filters, 1, stride, 0, false));
                x = net.relu(net.sum(y, shortcut));
            }
        }
        net.dense(net.globalAverage(x), 1000);
        return net;
    }

    /** MobileNetV2 (Sandler, Howard, Zhu, Zhmoginov and Chen 2018) of width 1. */
    static Net mobileNetV2() {
        Net net = new Net("mobilenetv2", 224, 224, 3);
        int x = net.relu6(net.batchNorm(net.conv(net.input(), 32, 3, 2, 1, false)));
        // Expansion, filters, blocks and the first block's stride: the paper's table 2.
        int[][] stages = {
            {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
        };
        for (int[] stage : stages) {
            for (int block = 0; block < stage[2]; block++) {
                x = bottleneck(net, x, stage[0], stage[1], block == 0 ? stage[3] : 1);
            }
        }
        x = net.relu6(net.batchNorm(net.conv(x, 1280, 1, 1, 0, false)));
        net.dense(net.globalAverage(x), 1000);
        return net;
    }

    private static int bottleneck(Net net, int x, int expansion, int filters, int stride) {
        int channels = net.node(x).shape().dim(2);
        int y = expansion == 1 ? x : net.relu6(net.batchNorm(net.conv(x, expansion * channels, 1, 1, 0, false)));
        y = net.relu6(net.batchNorm(net.depthwise(y, 3, stride, 1)));
        y = net.batchNorm(net.conv(y, filters, 1, 1, 0, false));
        return stride == 1 && channels == filters ? net.sum(x, y) : y;
    }
}
