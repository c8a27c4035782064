package io.tocsin.processor.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.source.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScanTest {

    @ParameterizedTest
    @CsvSource({
        "connection to payments refused, payments",
        "dial tcp inventory:8080: connect: no route to host, inventory",
        "failed to connect to auth: connection timed out, auth",
        "upstream search returned 503, search",
        "GET http://ranking:8080/v1 failed, ranking",
        "timeout calling svc-b12 with deadline, svc-b12",
        "failed to reach the database at orders_db, orders_db",
        "could not obtain lock on relation at ledger-store, ledger-store",
        "something went wrong,",
        "could not connect to server,"
    })
    void aTextNamesAnotherSource(String text, String name) {
        Text error = new Text();
        error.set(text);
        assertThat(AddressScan.find(error)).isEqualTo(name);
    }
}
