package io.tocsin.query.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantileMixtureTest {

    private final QuantileMixture mixture = new QuantileMixture();

    @Test
    void onePopulationGivesItsOwnQuantilesBack() {
        mixture.add(100, 7, 1, 5, 20, 30, 40, 50);

        assertThat(mixture.mean()).isEqualTo(7);
        assertThat(mixture.quantile(0.5)).isEqualTo(5);
        assertThat(mixture.quantile(0.95)).isEqualTo(30);
        assertThat(mixture.quantile(0.99)).isEqualTo(40);
    }

    @Test
    void twoEqualPopulationsAreAsOne() {
        mixture.add(10, 7, 1, 5, 20, 30, 40, 50);
        mixture.add(90, 7, 1, 5, 20, 30, 40, 50);

        assertThat(mixture.quantile(0.5)).isCloseTo(5, within(1e-9));
        assertThat(mixture.quantile(0.99)).isCloseTo(40, within(1e-9));
    }

    @Test
    void aLargePopulationWeighsMoreThanASmallOne() {
        mixture.add(990, 10, 10, 10, 10, 10, 10, 10);
        mixture.add(10, 1000, 1000, 1000, 1000, 1000, 1000, 1000);

        assertThat(mixture.mean()).isCloseTo(19.9, within(1e-9));
        assertThat(mixture.quantile(0.95)).isCloseTo(10, within(1e-6));
        assertThat(mixture.quantile(0.999)).isCloseTo(1000, within(1e-6));
    }

    @Test
    void withoutValuesThereIsNoQuantile() {
        mixture.add(0, 0, 0, 0, 0, 0, 0, 0);

        assertThat(mixture.mean()).isNull();
        assertThat(mixture.quantile(0.5)).isNull();
    }
}
