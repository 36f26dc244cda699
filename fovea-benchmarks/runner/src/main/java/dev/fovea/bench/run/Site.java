package dev.fovea.bench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things are, and how processes are started.
 *
 * @param modules the folder of the benchmarks' modules, which are built
 * @param work where files for and of the run are kept
 */
record Site(Path modules, Path work) {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    Path materials() {
        return work.resolve("materials");
    }

    /**
     * The class path of a module.
     *
     * @throws IOException if the module was not built
     */
    String classPath(String module) throws IOException {
        Path target = modules.resolve(module).resolve("target");
        Path dependencies = target.resolve("classpath");
        if (!Files.isRegularFile(dependencies)) {
            throw new IOException("its module is not built: there is no " + dependencies);
        }
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("its module is not built: there is no jar in " + target));
            return jar + File.pathSeparator + Files.readString(dependencies).strip();
        }
    }

    /** A process of this Java, held to as many processors as it has threads where the system allows. */
    ProcessBuilder java(int threads, String classPath, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(TASKSET)) {
            command.addAll(List.of(TASKSET.toString(), "--cpu-list", "0-" + (threads - 1)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:ActiveProcessorCount=" + threads,
                // The same for all; they make little garbage.
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.cachedir=" + work.resolve("javacpp")));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
        process.environment().put("DJL_CACHE_DIR", work.resolve("djl").toString());
        return process;
    }
}
