package io.tocsin.gateway.account;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.StrictJson;
import java.io.IOException;
import java.time.Instant;

/** Writes a report as one line of JSON, masked. Not thread-safe. */
final class ReportLine {

    private final MaskedTexts masked;

    ReportLine(MaskedTexts masked) {
        this.masked = masked;
    }

    /** Returns the line with its line break, in UTF-8. */
    byte[] write(BatchReport report) throws IOException {
        ByteArrayBuilder out = new ByteArrayBuilder(320);
        try (JsonGenerator json = StrictJson.factory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField(
                    "time", Instant.ofEpochMilli(report.receivedAt()).toString());
            json.writeStringField("endpoint", report.endpoint().path());
            json.writeStringField("client", report.client());
            json.writeNumberField("status", report.status());
            json.writeNumberField("accepted", report.accepted());
            json.writeNumberField("rejected", report.rejected());
            json.writeNumberField("failed", report.failed());
            json.writeNumberField("bytes", report.bytes());
            json.writeNumberField("duration_ms", report.nanos() / 1000 / 1000.0);
            json.writeArrayFieldStart("sources");
            for (String source : report.sources()) {
                json.writeString(masked.mask(source));
            }
            json.writeEndArray();
            if (report.moreSources()) {
                json.writeBooleanField("more_sources", true);
            }
            if (!report.detail().isEmpty()) {
                json.writeStringField("detail", masked.mask(report.detail()));
            }
            if (!report.errors().isEmpty()) {
                errors(json, report);
            }
            json.writeEndObject();
        }
        out.append('\n');
        return out.toByteArray();
    }

    private void errors(JsonGenerator json, BatchReport report) throws IOException {
        json.writeArrayFieldStart("errors");
        for (FieldError error : report.errors()) {
            json.writeStartObject();
            json.writeStringField("field", masked.mask(error.field()));
            json.writeStringField("message", masked.mask(error.message()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
