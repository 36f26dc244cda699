package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.nn.Activations;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.nn.RandomRotation;
import dev.fovea.train.Accuracy;
import dev.fovea.train.Adam;
import dev.fovea.train.AdamW;
import dev.fovea.train.CategoricalAccuracy;
import dev.fovea.train.KLDivergence;
import dev.fovea.train.Lion;
import dev.fovea.train.MeanSquaredError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Configs are written as Keras expects them, and read as Keras and its users write them. */
class KerasConfigsTest {
    private static Model model(String layers) {
        return Model.fromJson(
                ("{'class_name':'Sequential','config':{'name':'m','layers':[{'class_name':'InputLayer','config':"
                                + "{'batch_shape':[null,8,8,3],'name':'in'}}," + layers + "]}}")
                        .replace('\'', '"'),
                0);
    }

    @Test
    void whatAConfigLeavesOutIsTheDefault() {
        assertThat(model("{'class_name':'Conv2D','config':{'name':'c','filters':2,'kernel_size':3}}")
                        .getLayer("c"))
                .isEqualTo(Conv2D.of(2, 3).name("c"));
        assertThat(model("{'class_name':'BatchNormalization','config':{'name':'b','axis':[3],'beta_initializer':null,"
                                + "'scale':null}}")
                        .getLayer("b"))
                .isEqualTo(BatchNormalization.of().axis(3).name("b"));
        assertThat(model("{'class_name':'RandomRotation','config':{'name':'r','factor':0.25}}")
                        .getLayer("r"))
                .isEqualTo(RandomRotation.of(0.25f).name("r"));
        assertThat(model("{'class_name':'RandomRotation','config':{'name':'r','factor':[-0.1,0.25]}}")
                        .getLayer("r"))
                .isEqualTo(RandomRotation.of(-0.1f, 0.25f).name("r"));
    }

    @Test
    void argumentsThatNoLayerHasHereAreRefusedUnlessTheyAskForNothing() {
        model("{'class_name':'BatchNormalization','config':{'renorm':false,'synchronized':false}}");
        assertThatThrownBy(() -> model("{'class_name':'BatchNormalization','config':{'renorm':true}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BatchNormalization.renorm is true");
    }

    private static Model compiled(String config) {
        Model model = Sequential.of(Input.of(3), Dense.of(2));
        model.compileFromConfig(config.replace('\'', '"'));
        return model;
    }

    @Test
    void wordsStandForLossesAndMetrics() {
        Model model =
                compiled("{'optimizer':{'class_name':'Adam','config':{'learning_rate':0.5}},'loss':'kl_divergence',"
                        + "'metrics':['acc','mse','categorical_accuracy']}");
        var objective = model.compiled().objectives().getFirst();
        assertThat(objective.loss()).isEqualTo(new KLDivergence("kl_divergence"));
        assertThat(objective.metrics())
                .isEqualTo(List.of(
                        new Accuracy("acc"),
                        new MeanSquaredError("mse"),
                        new CategoricalAccuracy("categorical_accuracy")));
        assertThat(model.compiled().optimizer()).isEqualTo(Adam.of(0.5f));
    }

    @Test
    void whatAllOptimizersHaveInKerasIsAroundAnOptimizerHere() {
        Model model = compiled("{'optimizer':{'class_name':'Lion','config':{'clipvalue':0.5,'use_ema':true,"
                + "'weight_decay':null,'gradient_accumulation_steps':4,'clipnorm':null}},'loss':'mse'}");
        assertThat(model.compiled().optimizer())
                .isEqualTo(Lion.of().clipvalue(0.5f).useEma(true).gradientAccumulationSteps(4));
        assertThat(model.compileConfig())
                .contains("\"class_name\":\"Lion\"")
                .contains("\"weight_decay\":null")
                .contains("\"clipvalue\":0.5")
                .contains("\"global_clipnorm\":null")
                .contains("\"gradient_accumulation_steps\":4")
                .doesNotContain("Tuned");
    }

    @Test
    void aRateIsANumberAndNoDecayIsNullButForAdamW() {
        Model model = Sequential.of(Input.of(3), Dense.of(2).activation(Activations.SOFTMAX));
        model.compile(Adam.of(0.25f), MeanSquaredError.of(), Accuracy.of());
        assertThat(model.compileConfig())
                .contains("\"learning_rate\":0.25")
                .contains("\"weight_decay\":null")
                .contains("\"metrics\":[\"accuracy\"]");
        model.compile(AdamW.of().weightDecay(0), MeanSquaredError.of());
        assertThat(model.compileConfig()).contains("\"weight_decay\":0.0");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> compiled("{'optimizer':{'class_name':'Muon','config':{}},'loss':'mse'}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown class \"Muon\"");
        assertThatThrownBy(() -> compiled("{'optimizer':{'class_name':'Adam','config':{}},'loss':'my_loss'}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown class \"MyLoss\"");
    }
}
