/** Convolutional neural networks in pure Java; depends on nothing but the JDK. */
module dev.fovea {
    // Optional: without it the reference kernels run.
    requires static jdk.incubator.vector;

    exports dev.fovea.data;
    exports dev.fovea.model;
    exports dev.fovea.models;
    exports dev.fovea.nn;
    exports dev.fovea.op;
    exports dev.fovea.tensor;
    exports dev.fovea.train;
}
