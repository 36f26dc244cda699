package dev.fovea.conformance;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * TensorFlow's convolution over two or three axes and its gradients; over one, that of an image of one row. On CPUs it
 * has no groups, which are convolved one by one, and dilation forward over two axes alone; elsewhere it is given filters
 * with zeros between the taps.
 */
record TensorFlowConvolution(TensorFlow tf, Window window, int groups) {
    private boolean sequence() {
        return window.sides().length == 1;
    }

    private TensorFlowConvolution ofRow() {
        return new TensorFlowConvolution(tf, window.ofRow(), groups);
    }

    private String name() {
        return window.sides().length == 2 ? "Conv2D" : "Conv3D";
    }

    Tensor forward(Tensor x, Tensor w) {
        if (sequence()) {
            return Layout.drop(ofRow().forward(Layout.lift(x, 1), Layout.lift(w, 0)), 1);
        }
        boolean knows = window.sides().length == 2;
        List<Tensor> made = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            Tensor filters = part(w, g);
            TensorFlow.Call call =
                    tf.op(name()).in(part(x, g), knows ? filters : Dilation.spread(filters, window.dilations()));
            made.add(window.set(call, knows).get());
        }
        return Layout.concatenate(made);
    }

    Tensor byInput(Shape x, Tensor w, Tensor dy) {
        if (sequence()) {
            return Layout.drop(ofRow().byInput(Layout.lift(x, 1), Layout.lift(w, 0), Layout.lift(dy, 1)), 1);
        }
        String name = name() + (window.sides().length == 2 ? "BackpropInput" : "BackpropInputV2");
        Shape part = x.with(x.rank() - 1, x.dim(-1) / groups);
        List<Tensor> made = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            TensorFlow.Call call =
                    tf.op(name).ints(part.dims()).in(Dilation.spread(part(w, g), window.dilations()), part(dy, g));
            made.add(window.set(call, false).get());
        }
        return Layout.concatenate(made);
    }

    Tensor byKernel(Tensor x, Shape w, Tensor dy) {
        if (sequence()) {
            return Layout.drop(ofRow().byKernel(Layout.lift(x, 1), Layout.lift(w, 0), Layout.lift(dy, 1)), 0);
        }
        String name = name() + (window.sides().length == 2 ? "BackpropFilter" : "BackpropFilterV2");
        Shape part = w.with(w.rank() - 1, w.dim(-1) / groups);
        List<Tensor> made = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            TensorFlow.Call call = tf.op(name)
                    .in(part(x, g))
                    .ints(Dilation.spread(part, window.dilations()).dims())
                    .in(part(dy, g));
            made.add(Dilation.gather(window.set(call, false).get(), part, window.dilations()));
        }
        return Layout.concatenate(made);
    }

    private Tensor part(Tensor x, int group) {
        int each = x.shape().dim(-1) / groups;
        return Layout.slice(x, group * each, (group + 1) * each);
    }
}
