/** Data sets for Fovea. */
module dev.fovea.datasets {
    requires transitive dev.fovea;
}
