package io.tocsin.processor.iq;

import io.tocsin.processor.core.logs.LogTemplate;
import io.tocsin.processor.core.logs.TemplateMiner;
import io.tocsin.processor.topology.state.LogShelf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The ids under which the lines of some templates were kept: a line keeps the id that it got, also when its template was
 * merged into another one later. Looked up once per source. For one question; not thread-safe.
 */
final class TemplateIds {

    private final ReadOnlyKeyValueStore<Bytes, byte[]> templates;
    private final Set<String> wanted;
    private final RowSink rows;
    private final Map<String, Set<Long>> bySource = new HashMap<>();

    /**
     * Makes it.
     *
     * @param wanted ids that were asked for, in upper-case hex digits
     * @param rows is told of each template that is looked at
     */
    TemplateIds(ReadOnlyKeyValueStore<Bytes, byte[]> templates, Set<String> wanted, RowSink rows) {
        this.templates = templates;
        this.wanted = wanted;
        this.rows = rows;
    }

    /** Returns whether a line of a source is one of a wanted template. */
    boolean has(String source, long id) {
        return bySource.computeIfAbsent(source, this::ids).contains(id);
    }

    /** Returns whether a template is wanted, by its id or by that of one that was merged into it. */
    static boolean isOne(LogTemplate template, Set<String> wanted) {
        return wanted.contains(hex(template.id()))
                || Arrays.stream(template.history().mergedIds()).anyMatch(id -> wanted.contains(hex(id)));
    }

    private Set<Long> ids(String source) {
        Set<Long> ids = new HashSet<>();
        wanted.forEach(id -> ids.add(Long.parseUnsignedLong(id, 16)));
        Bytes prefix = LogShelf.prefix(source.getBytes(StandardCharsets.UTF_8));
        try (KeyValueIterator<Bytes, byte[]> entries = templates.prefixScan(prefix, new BytesSerializer())) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                rows.look();
                if (entry.key.get().length == prefix.get().length + Long.BYTES) {
                    LogTemplate template = TemplateMiner.read(entry.value);
                    if (isOne(template, wanted)) {
                        ids.add(template.id());
                        Arrays.stream(template.history().mergedIds()).forEach(ids::add);
                    }
                }
            }
        }
        return ids;
    }

    private static String hex(long id) {
        return HexFormat.of().toHexDigits(id).toUpperCase(Locale.ROOT);
    }
}
