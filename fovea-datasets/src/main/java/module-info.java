/** Data sets for Fovea. */
module dev.fovea.datasets {
    requires transitive dev.fovea;
    requires transitive java.desktop;

    exports dev.fovea.datasets;
}
