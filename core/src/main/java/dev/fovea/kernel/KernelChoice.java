package dev.fovea.kernel;

import java.lang.System.Logger.Level;

/** Which kernels this JVM can run. */
public final class KernelChoice {
    private static final Kernels BEST = choose();

    private KernelChoice() {}

    /**
     * The fastest kernels there are here: SIMD where the module {@code jdk.incubator.vector} was added and the
     * property {@code fovea.kernels} is not {@code reference}.
     */
    public static Kernels best() {
        return BEST;
    }

    /** Whether those have SIMD. */
    public static boolean vectors() {
        return BEST.getClass() != ReferenceKernels.class;
    }

    private static Kernels choose() {
        if ("reference".equals(System.getProperty("fovea.kernels"))) {
            return new ReferenceKernels();
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            System.getLogger("dev.fovea")
                    .log(
                            Level.WARNING,
                            "the module jdk.incubator.vector is missing, so slow kernels run; start java with"
                                    + " --add-modules jdk.incubator.vector");
            return new ReferenceKernels();
        }
        return new VectorKernels();
    }
}
