package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.nn.Add;
import dev.fovea.nn.AveragePooling1D;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.GlobalMaxPooling1D;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling3D;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding3D;
import dev.fovea.op.Padding;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void aFunctionalModelSaysWhatEachLayerIsConnectedTo() {
        Symbol image = Input.of(28, 28, 1);
        Symbol left = Conv2D.of(4, 3).padding(Padding.SAME).apply(image);
        Symbol right = Conv2D.of(4, 1).name("a_name_longer_than_its_column").apply(image);
        Symbol sum = Add.of().apply(left, right);
        assertThat(Model.named("joined", 0, image, BatchNormalization.of().apply(sum))
                        .summary())
                .isEqualTo("""
                        Model: "joined"
                        ┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
                        ┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
                        ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
                        │ input_layer         │ (None, 28, 28, 1) │          0 │ -                 │
                        │ (InputLayer)        │                   │            │                   │
                        ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
                        │ conv2d (Conv2D)     │ (None, 28, 28, 4) │         40 │ input_layer[0][0] │
                        ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
                        │ a_name_longer_than… │ (None, 28, 28, 4) │          8 │ input_layer[0][0] │
                        │ (Conv2D)            │                   │            │                   │
                        ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
                        │ add (Add)           │ (None, 28, 28, 4) │          0 │ conv2d[0][0],     │
                        │                     │                   │            │ a_name_longer_th… │
                        ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
                        │ batch_normalization │ (None, 28, 28, 4) │         16 │ add[0][0]         │
                        │ (BatchNormalizatio… │                   │            │                   │
                        └─────────────────────┴───────────────────┴────────────┴───────────────────┘
                         Total params: 64 (256.00 B)
                         Trainable params: 56 (224.00 B)
                         Non-trainable params: 8 (32.00 B)
                        """);
    }

    @Test
    void sequencesAndVolumesAreNamedAndMeasuredAsInKeras() {
        String summary = Sequential.of(
                        Input.of(4, 6, 5, 2),
                        ZeroPadding3D.of(1),
                        MaxPooling3D.of(2),
                        Reshape.of(12, 6),
                        AveragePooling1D.of(5).strides(2),
                        GlobalMaxPooling1D.of())
                .summary();
        assertThat(summary.lines().filter(line -> line.startsWith("│")))
                .containsExactly(
                        "│ zero_padding3d (ZeroPadding3D)  │ (None, 6, 8, 7, 2)     │             0 │",
                        "│ max_pooling3d (MaxPooling3D)    │ (None, 3, 4, 3, 2)     │             0 │",
                        "│ reshape (Reshape)               │ (None, 12, 6)          │             0 │",
                        "│ average_pooling1d               │ (None, 4, 6)           │             0 │",
                        "│ (AveragePooling1D)              │                        │               │",
                        "│ global_max_pooling1d            │ (None, 6)              │             0 │",
                        "│ (GlobalMaxPooling1D)            │                        │               │");
    }
}
