package io.tocsin.processor.topology;

import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import java.util.Objects;

/**
 * What the topology works with. Immutable.
 *
 * @param registry finds writers' schemas
 * @param patience waits for the registry when it is away
 * @param formats how outputs are encoded
 * @param register hears which partitions are folded here
 */
public record TopologyServices(
        SchemaRegistryClient registry, RegistryPatience patience, OutputFormats formats, TaskRegister register) {

    public TopologyServices {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(formats, "formats");
        Objects.requireNonNull(register, "register");
    }
}
