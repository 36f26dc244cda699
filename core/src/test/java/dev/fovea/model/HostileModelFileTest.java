package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file asks for, it is refused by the documented exception, before room is made for it. */
class HostileModelFileTest {
    private static final String INPUT = "{'class_name':'InputLayer','config':{'batch_shape':[null,4,4,1],'name':'in'}}";
    private static final String SMALLEST = "{'class_name':'Sequential','config':{'name':'m','layers':[" + INPUT
            + ",{'class_name':'Flatten','config':" + "{'data_format':'channels_last'}}]}}";

    @TempDir
    Path folder;

    private Model load(Map<String, Tensor> tensors, String architecture, String compiled) throws IOException {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("architecture", architecture.replace('\'', '"'));
        if (compiled != null) {
            metadata.put("compile_config", compiled.replace('\'', '"'));
        }
        Path file = folder.resolve("hostile.safetensors");
        SafeTensors.write(file, tensors, metadata);
        return Model.load(file);
    }

    private void refuses(Map<String, Tensor> tensors, String architecture, String compiled) {
        assertThatThrownBy(() -> load(tensors, architecture, compiled)).isInstanceOf(MalformedModelException.class);
    }

    @Test
    void theSmallestModelIsRead() throws IOException {
        assertThat(load(Map.of(), SMALLEST, null).outputShape()).isEqualTo(Shape.of(16));
    }

    @Test
    void theSizesOfAWindowOverOneAxisAreReadAsKerasWritesThem() throws IOException {
        Model model = load(
                Map.of("conv/kernel", Tensor.zeros(3, 1, 2)),
                "{'class_name':'Sequential','config':{'name':'m','layers':[{'class_name':'InputLayer','config':"
                        + "{'batch_shape':[null,4,1],'name':'in'}},{'class_name':'Conv1D','config':{'name':'conv',"
                        + "'filters':2,'kernel_size':[3],'strides':[2],'padding':'causal','data_format':'channels_last',"
                        + "'dilation_rate':[1],'groups':1,'activation':'linear','use_bias':false,"
                        + "'kernel_initializer':{'class_name':'Zeros','config':{}}}}]}}",
                null);
        assertThat(model.outputShape()).isEqualTo(Shape.of(2, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'class_name':'Conv2DTranspose','config':{'filters':1,'kernel_size':[1,1],'strides':[2147483647,9],"
                        + "'padding':'same','data_format':'channels_last','dilation_rate':[1,1],'use_bias':false}",
                "'class_name':'Conv2DTranspose','config':{'filters':1,'kernel_size':[1,1],'strides':[9,9],"
                        + "'output_padding':[null,1],'padding':'same','data_format':'channels_last',"
                        + "'dilation_rate':[1,1],'use_bias':false}",
                "'class_name':'Conv3D','config':{'filters':1,'kernel_size':[1,1],'strides':[1,1,1]}",
                "'class_name':'Reshape','config':{'target_shape':[65536,65536,65536,65536]}",
                "'class_name':'Reshape','config':{'target_shape':[2147483647,2147483647,-1]}",
                "'class_name':'Reshape','config':{'target_shape':[4294967296]}",
                "'class_name':'Reshape','config':{'target_shape':[null]}",
                "'class_name':'ZeroPadding2D','config':{'padding':[[2147483647,2147483647],[0,0]],"
                        + "'data_format':'channels_last'}",
                "'class_name':'ZeroPadding2D','config':{'padding':[[1000000,1000000],[1000000,1000000]],"
                        + "'data_format':'channels_last'}",
                "'class_name':'MaxPooling2D','config':{'pool_size':[2147483647,2147483647],'padding':'same',"
                        + "'data_format':'channels_last'}",
                "'class_name':'InputLayer','config':{'batch_shape':[null,2147483648]}",
                "'class_name':'InputLayer','config':{'batch_shape':[]}",
                "'class_name':'Dense','config':{'units':2147483647,'activation':'linear','use_bias':true}",
                "'class_name':'Dense','config':null",
                "'class_name':'Permute','config':{'dims':[1,1,1]}",
                "'class_name':null"
            })
    void absurdLayersAreRefused(String layer) {
        refuses(
                Map.of(),
                "{'class_name':'Sequential','config':{'name':'m','layers':[" + INPUT + ",{" + layer + "}]}}",
                null);
    }

    @Test
    void aDilationThatMakesTheKernelsSpanOverflowIsRefused() {
        // 65536 steps of 65536 pixels and one pixel are 2^32 + 1, which an int takes for 1.
        refuses(
                Map.of("conv/kernel", Tensor.zeros(65537, 1, 1, 1)),
                "{'class_name':'Sequential','config':{'name':'m','layers':[" + INPUT + ",{'class_name':'Conv2D',"
                        + "'config':{'name':'conv','filters':1,'kernel_size':[65537,1],'strides':[1,1],"
                        + "'padding':'valid','data_format':'channels_last','dilation_rate':[65536,1],'groups':1,"
                        + "'activation':'linear','use_bias':false}}]}}",
                null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'layers':[],'output_layers':[]}",
                "{'layers':[],'output_layers':[['in',0,0]]}",
                "{'layers':[],'output_layers':[[]]}",
                "{'layers':null}",
                "{'layers':[{'class_name':'Add','config':{},'name':'a','inbound_nodes':[{'args':[]}]}],"
                        + "'output_layers':[['a',0,0]]}",
                "{'layers':[{'class_name':'Add','config':{},'name':'a','inbound_nodes':null}],"
                        + "'output_layers':[['a',0,0]]}"
            })
    void absurdWiringIsRefused(String config) {
        refuses(Map.of(), "{'class_name':'Functional','config':" + config + "}", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{'metrics':null}",
                "{'metrics':[null],'optimizer':null,'loss':null}",
                "{'metrics':[],'optimizer':{'class_name':'Adam','config':{}},'loss':null}",
                "{'metrics':[],'optimizer':{'class_name':'OptimizerState','config':{}},'loss':3}"
            })
    void absurdCompilationIsRefused(String compiled) {
        refuses(Map.of(), SMALLEST, compiled);
    }

    @Test
    void deepAndEndlessJsonIsRefused() {
        refuses(Map.of(), "[".repeat(1_000_000), null);
        refuses(Map.of(), "{'a':".repeat(1_000_000), null);
        refuses(Map.of(), Collections.nCopies(100_000, "1").toString().replace(", ", ""), null);
    }

    @Test
    void namesOfOddCharactersComeBack() throws IOException {
        for (String name : new String[] {"a/b", "\u0000", "\"\\\n", "\ud83d\ude00", "__metadata__", "optimizer", " "}) {
            Sequential model = Sequential.of(Input.of(3), Dense.of(2).name(name));
            Path file = folder.resolve("odd.safetensors");
            model.save(file);
            Tensor image = Tensor.filled(Shape.of(1, 3), 1);
            assertThat(Model.load(file).layerNames()).isEqualTo(model.layerNames());
            assertThat(Model.load(file).predict(image)).isEqualTo(model.predict(image));
        }
    }
}
