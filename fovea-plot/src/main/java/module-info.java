/** Pictures of data, models and training for Fovea. */
module dev.fovea.plot {
    requires transitive dev.fovea;
    requires transitive java.desktop;
    requires org.knowm.xchart;
    requires VectorGraphics2D;

    exports dev.fovea.plot;
}
