package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final List<String> KNOWN = List.of("mnist", "fashion-mnist", "cifar-10", "lenet5");

    @Test
    void aSlipOfTheKeysFindsTheName() {
        assertThat(Names.nearest("minst", KNOWN)).containsExactly("mnist");
        assertThat(Names.nearest("MNIST", KNOWN)).startsWith("mnist");
        assertThat(Names.nearest("lenet-5", KNOWN)).containsExactly("lenet5");
        assertThat(Names.nearest("fashionmnist", KNOWN)).containsExactly("fashion-mnist");
        assertThat(Names.nearest("cifar10", KNOWN)).containsExactly("cifar-10");
    }

    @Test
    void aPartOfANameFindsIt() {
        assertThat(Names.nearest("fashion", KNOWN)).containsExactly("fashion-mnist");
    }

    @Test
    void theNearestComesFirst() {
        assertThat(Names.nearest("resnet51", List.of("resnet152", "resnet50", "resnet101")))
                .startsWith("resnet50");
    }

    @Test
    void aNameUnlikeAnyFindsNone() {
        assertThat(Names.nearest("imagenet", KNOWN)).isEmpty();
        assertThat(Names.nearest("", KNOWN)).isEmpty();
    }

    @Test
    void theMessageSuggestsAndListsNames() {
        assertThat(Names.unknown("data set", "minst", KNOWN))
                .isEqualTo("unknown data set \"minst\"; did you mean \"mnist\"? There are: cifar-10, fashion-mnist,"
                        + " lenet5, mnist");
        assertThat(Names.unknown("model", "zzz", List.of("b", "a")))
                .isEqualTo("unknown model \"zzz\"; there are: a, b");
    }

    @Test
    void editsAreCounted() {
        assertThat(Names.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Names.distance("ab", "ba")).isEqualTo(1);
        assertThat(Names.distance("", "abc")).isEqualTo(3);
    }

    @Property(tries = 200)
    void distanceIsTheSameBothWaysAndZeroOnlyForEquals(
            @ForAll @AlphaChars @StringLength(max = 8) String a, @ForAll @AlphaChars @StringLength(max = 8) String b) {
        assertThat(Names.distance(a, b)).isEqualTo(Names.distance(b, a));
        assertThat(Names.distance(a, b) == 0).isEqualTo(a.equals(b));
        assertThat(Names.distance(a, b)).isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    }
}
