/** The {@code fovea} command. */
module dev.fovea.cli {
    requires dev.fovea;
    requires dev.fovea.datasets;
    requires dev.fovea.formats;
    requires dev.fovea.labs;
    requires dev.fovea.plot;
    requires info.picocli;
    requires jdk.unsupported; // Ctrl-C
    requires tools.jackson.core;
    requires tools.jackson.databind;

    opens dev.fovea.cli to
            info.picocli,
            tools.jackson.databind;
}
