/** Model files of other tools, read and written by Fovea. */
module dev.fovea.formats {
    requires transitive dev.fovea;
    requires com.google.protobuf;
    requires io.jhdf;
    requires tools.jackson.databind;

    exports dev.fovea.formats;
    exports dev.fovea.formats.onnx;
}
