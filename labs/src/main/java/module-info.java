/** Worked exercises on convolutional networks. */
module dev.fovea.labs {
    requires transitive dev.fovea;
    requires dev.fovea.datasets;
    requires dev.fovea.plot;

    exports dev.fovea.labs;
}
