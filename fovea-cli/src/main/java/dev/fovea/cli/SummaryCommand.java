package dev.fovea.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea summary}: shows the layers of a model. */
@Command(
        name = "summary",
        description = "Shows a model's layers with their output shapes and numbers of parameters.",
        footer = {
            "%nExamples:",
            "  fovea summary lenet5",
            "  fovea summary runs/mnist-convnet-1",
            "  fovea summary cats.keras"
        })
final class SummaryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            completionCandidates = ModelSource.Candidates.class,
            description =
                    "a model's file, of any format; the folder of a run; or a model's name, as lenet5 or resnet50")
    private String model;

    @Override
    public Integer call() throws IOException {
        try {
            spec.commandLine().getOut().print(ModelSource.readOrMake(model).summary());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }
}
