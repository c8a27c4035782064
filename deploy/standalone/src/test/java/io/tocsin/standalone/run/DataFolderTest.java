package io.tocsin.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void aFolderIsMadeAndLockedUntilItIsClosed() throws Exception {
        Path path = temporary.resolve("new folder/below");
        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(folder.of("kafka")).isEqualTo(path.resolve("kafka"));
            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOf(DataFolder.InUseException.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining("--data");
        }
        DataFolder.open(path).close();
    }
}
