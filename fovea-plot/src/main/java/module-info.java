/** Pictures of data, models and training for Fovea. */
module dev.fovea.plot {
    requires transitive dev.fovea;
    requires java.desktop;
    requires org.knowm.xchart;
}
