/** Convolutional neural networks in pure Java; depends on nothing but the JDK. */
module dev.fovea {
    // Optional: without it the reference kernels run.
    requires static jdk.incubator.vector;
}
