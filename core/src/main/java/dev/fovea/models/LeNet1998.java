package dev.fovea.models;

import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.nn.Activations.TANH;

import dev.fovea.model.Model;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Input;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.tensor.Shape;

/**
 * LeNet-5 as it was (LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998),
 * figure 2: means of 2x2 pixels that are scaled and shifted by learned numbers, hyperbolic tangents, and third-layer maps that
 * each see only some of the second's, by table 1. Up to the layer F6 it has the paper's 60,000 parameters. Behind that the
 * paper measures distances to drawings of the digits, which are not learned; here softmax does, with 850 more parameters.
 * Images smaller than 32x32 are put amid zeros, as the paper does.
 */
final class LeNet1998 {
    private static final int SIDE = 32;

    /** Table 1: which of the maps of S2 each map of C3 sees. */
    private static final int[][] SEES = {
        {0, 1, 2},
        {1, 2, 3},
        {2, 3, 4},
        {3, 4, 5},
        {4, 5, 0},
        {5, 0, 1},
        {0, 1, 2, 3},
        {1, 2, 3, 4},
        {2, 3, 4, 5},
        {3, 4, 5, 0},
        {4, 5, 0, 1},
        {5, 0, 1, 2},
        {0, 1, 3, 4},
        {1, 2, 4, 5},
        {0, 2, 3, 5},
        {0, 1, 2, 3, 4, 5}
    };

    private LeNet1998() {}

    static Model of(Shape shape, int classes, long seed) {
        Symbol image = Input.of(shape.dims());
        Symbol x = image;
        int rows = shape.rank() == 3 ? Math.max(0, SIDE - shape.dim(0)) : 0;
        int columns = shape.rank() == 3 ? Math.max(0, SIDE - shape.dim(1)) : 0;
        if (rows > 0 || columns > 0) {
            x = ZeroPadding2D.of(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2)
                    .apply(x);
        }
        Symbol[] maps = new Symbol[6];
        for (int m = 0; m < maps.length; m++) {
            Symbol map = Conv2D.of(1, 5).activation(TANH).name("c1_" + m).apply(x);
            maps[m] = subsampled(map, "s2_" + m);
        }
        Symbol[] seeing = new Symbol[SEES.length];
        for (int m = 0; m < SEES.length; m++) {
            Symbol[] seen = new Symbol[SEES[m].length];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = maps[SEES[m][i]];
            }
            Symbol joined = Concatenate.of().apply(seen);
            seeing[m] = Conv2D.of(1, 5).activation(TANH).name("c3_" + m).apply(joined);
        }
        x = subsampled(Concatenate.of().name("c3").apply(seeing), "s4");
        x = Flatten.of().apply(Conv2D.of(120, 5).activation(TANH).name("c5").apply(x));
        x = Dense.of(84).activation(TANH).name("f6").apply(x);
        x = Dense.of(classes).activation(SOFTMAX).name("predictions").apply(x);
        return Model.named("lenet5-1998", seed, image, x);
    }

    private static Symbol subsampled(Symbol x, String name) {
        Symbol means = AveragePooling2D.of(2).apply(x);
        return DepthwiseConv2D.of(1)
                .depthwiseInitializer(Initializer.ONES)
                .activation(TANH)
                .name(name)
                .apply(means);
    }
}
