package dev.fovea.bench;

/** A library for neural networks; its class has a constructor without arguments, and a process to itself. */
public interface Peer {
    /** Makes a work ready. */
    Session open(Work work, Materials materials, int threads) throws Exception;

    /** The library and its version, and what was chosen of its settings. */
    String version();
}
