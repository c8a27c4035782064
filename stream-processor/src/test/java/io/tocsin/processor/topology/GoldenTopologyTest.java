package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GoldenTopologyTest {

    /**
     * A difference is a change of sub-topologies, topics or stores: state of running installations may be lost. When it is
     * meant, replace the file with the description that the failure shows, and say in the same commit what becomes of the
     * state.
     */
    @Test
    void theTopologyIsTheOneOfTheFile() throws IOException {
        try (ProcessorRig rig = new ProcessorRig();
                InputStream golden = getClass().getResourceAsStream("golden-topology.txt")) {
            assertThat(golden).as("golden-topology.txt").isNotNull();
            assertThat(rig.topology.describe().toString())
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
