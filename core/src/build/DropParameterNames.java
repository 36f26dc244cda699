import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes the names of parameters out of the class files in the given folders: of layers and their like they are the names of
 * settings in saved models, elsewhere they would only make the jar larger.
 */
class DropParameterNames {
    public static void main(String[] folders) throws IOException {
        ClassFile classes = ClassFile.of();
        ClassTransform drop = ClassTransform.transformingMethods((method, element) -> {
            if (!(element instanceof MethodParametersAttribute)) {
                method.with(element);
            }
        });
        for (String folder : folders) {
            List<Path> files;
            try (Stream<Path> all = Files.list(Path.of(folder))) {
                files = all.filter(file -> file.toString().endsWith(".class")).toList();
            }
            for (Path file : files) {
                byte[] before = Files.readAllBytes(file);
                byte[] after = classes.transformClass(classes.parse(before), drop);
                if (after.length < before.length) {
                    Files.write(file, after);
                }
            }
        }
    }
}
