/** The {@code fovea} command. */
module dev.fovea.cli {
    requires dev.fovea;
    requires dev.fovea.datasets;
    requires dev.fovea.formats;
    requires dev.fovea.plot;
    requires info.picocli;
    requires me.tongfei.progressbar;

    opens dev.fovea.cli to
            info.picocli;
}
