package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups the lines of one source into templates, online: a line gets its template when it is seen. Lines are taken apart
 * into signs, words and values ({@link LineTokenizer}); those with the same signs in the same places are compared piece by
 * piece ({@link LineMatch}). A line joins the template that differs from it only where values are to be expected, and such
 * a place becomes variable; otherwise it begins a template. Templates that differ in one and the same word turn out to be
 * one when they are many. Ideas are those of Drain (He et al., ICWS 2017: fixed positions, joined on sight) and Brain (Yu
 * et al., IEEE TSC 2023: the number of different words at a place tells a variable); masks, places and numbers here are
 * general and the same for every source.
 *
 * <p>Memory is bounded: above the number of templates allowed, one goes that was seen once or twice, longest ago, so
 * that a flood of unique lines cannot drive out what recurs. What is found depends on the lines and their order alone.
 * Not thread-safe.
 */
public final class TemplateMiner {

    /** Templates that a source may have unless it is set otherwise. */
    public static final int DEFAULT_MAX_TEMPLATES = 512;

    /** Words at a place where a value is to be expected that make it variable. */
    private static final int MANY_VALUES = 4;
    /** Words at any place that make it variable. */
    private static final int MANY_WORDS = 8;
    /** Words that must be the same before different ones at another place can be taken for values. */
    private static final int SAME_WORDS = 2;
    /** Lines that make a template worth keeping. */
    private static final long RECURRING = 3;

    private final int maxTemplates;
    private final Map<Long, TemplateBucket> buckets = new HashMap<>();
    private final Map<Long, LogTemplate> byId = new HashMap<>();
    private final SignatureCache cache = new SignatureCache();
    private final List<LogTemplate> dirty = new ArrayList<>();
    private final List<Long> removed = new ArrayList<>();
    private final LineTokens tokens;
    private final TemplateCodec codec = new TemplateCodec();
    private final LineMatch match = new LineMatch();
    private final int[] siblings = new int[LineTokens.MAX_TOKENS];
    private int nextOrdinal;
    private long evictions;
    private int bytes;

    /**
     * Makes one that knows no template.
     *
     * @param maxTemplates most templates that are kept, at least 2
     */
    public TemplateMiner(int maxTemplates) {
        this(maxTemplates, new LineTokens());
    }

    /** Makes one that shares its scratch space with others of the same thread. */
    TemplateMiner(int maxTemplates, LineTokens tokens) {
        if (maxTemplates < 2) {
            throw new IllegalArgumentException("at least 2 templates, not " + maxTemplates);
        }
        this.maxTemplates = maxTemplates;
        this.tokens = tokens;
    }

    /**
     * Returns the template of a line, which may be new.
     *
     * @param line UTF-8; not kept
     * @param at stream time: epoch milliseconds
     */
    public LogTemplate observe(byte[] line, int from, int count, long at) {
        LineTokenizer.split(line, from, count, tokens);
        LogTemplate template = cache.get(tokens.signature);
        if (template == null) {
            template = search(from, count, at);
            cache.put(tokens.signature, template);
        }
        TemplateHistory history = template.history;
        history.lines++;
        history.lastSeen = Math.max(history.lastSeen, at);
        touch(template);
        return template;
    }

    /** Returns the template with an id, or the one that it was merged into, or null. */
    public LogTemplate find(long id) {
        LogTemplate template = byId.get(id);
        if (template == null) {
            for (LogTemplate other : byId.values()) {
                if (other.history.hasMerged(id)) {
                    return other;
                }
            }
        }
        return template;
    }

    /** Returns the templates, a view in no order. */
    public Collection<LogTemplate> templates() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** Returns the templates, oldest first. */
    List<LogTemplate> inOrder() {
        List<LogTemplate> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparingInt(template -> template.ordinal));
        return all;
    }

    /**
     * Hands over what changed since the last call: the templates to be written and the ids of those that are gone.
     */
    public void drain(Changes changes) {
        for (Long id : removed) {
            if (!byId.containsKey(id)) {
                changes.removed(id);
            }
        }
        removed.clear();
        for (LogTemplate template : dirty) {
            template.dirty = false;
            if (byId.get(template.id) == template) {
                changes.changed(template.id, codec.encode(template));
            }
        }
        dirty.clear();
    }

    /**
     * Takes back a template that was handed over. All of them are to be given before the first line.
     *
     * @throws io.tocsin.processor.core.codec.CorruptStateException when the bytes are not those of a template
     */
    public void restore(byte[] stored) {
        LogTemplate template = codec.decode(stored);
        byId.put(template.id, template);
        buckets.computeIfAbsent(template.structure, structure -> new TemplateBucket())
                .add(template);
        bytes += template.approximateBytes();
        nextOrdinal = Math.max(nextOrdinal, template.ordinal + 1);
        cache.fit(byId.size());
    }

    /**
     * Reads a template as it was handed over.
     *
     * @throws io.tocsin.processor.core.codec.CorruptStateException when the bytes are not those of a template
     */
    public static LogTemplate read(byte[] stored) {
        return new TemplateCodec().decode(stored);
    }

    /** Writes what is known beside the templates. */
    void writeTo(ByteWriter out) {
        out.writeUnsigned(nextOrdinal);
        out.writeUnsigned(evictions);
    }

    /** Takes back what was written beside the templates. */
    void readFrom(ByteReader in) {
        nextOrdinal = in.readInt(0, Integer.MAX_VALUE);
        evictions = in.readCount();
    }

    /** Takes what changed. */
    public interface Changes {

        /** A template is new or has changed. */
        void changed(long id, byte[] stored);

        /** A template is gone: merged into another one, or one too many. */
        void removed(long id);
    }

    /** Returns how many templates had to go because there were too many. */
    public long evictions() {
        return evictions;
    }

    /** Returns about how many bytes of heap all of it takes. */
    public int approximateBytes() {
        return 300 + bytes + 120 * byId.size() + cache.approximateBytes();
    }

    private LogTemplate search(int from, int count, long at) {
        TemplateBucket bucket = buckets.computeIfAbsent(tokens.structure, structure -> new TemplateBucket());
        LogTemplate best = null;
        int bestVarying = Integer.MAX_VALUE;
        int bestSame = -1;
        LogTemplate beside = null;
        int besideToken = -1;
        for (int i = 0; i < bucket.size; i++) {
            LogTemplate candidate = bucket.members[i];
            match.compare(candidate, tokens);
            if (match.belongs()) {
                if (match.varying < bestVarying || match.varying == bestVarying && match.same > bestSame) {
                    best = candidate;
                    bestVarying = match.varying;
                    bestSame = match.same;
                }
            } else if (best == null && match.differsInOneWord(candidate, tokens)) {
                siblings[match.differentAt]++;
                if (beside == null) {
                    beside = candidate;
                    besideToken = match.differentAt;
                }
            }
        }
        if (best == null) {
            best = mergedSiblings(bucket);
        }
        Arrays.fill(siblings, 0, tokens.count, 0);
        if (best == null) {
            return begin(bucket, beside, besideToken, from, count, at);
        }
        return bestVarying > 0 && bestVarying < Integer.MAX_VALUE ? widen(best) : best;
    }

    private LogTemplate begin(
            TemplateBucket bucket, LogTemplate beside, int besideToken, int from, int count, long at) {
        if (byId.size() >= maxTemplates) {
            evictOne(bucket);
        }
        LogTemplate template = LogTemplate.of(tokens, from, count, nextOrdinal++, at);
        while (byId.containsKey(template.id)) {
            template = template.withId(template.id + 1);
        }
        if (beside != null) {
            template.history.besideId = beside.id;
            template.history.besideToken = besideToken;
        }
        byId.put(template.id, template);
        bucket.add(template);
        bytes += template.approximateBytes();
        cache.fit(byId.size());
        return template;
    }

    /** Makes variable what differs between a template and the line. */
    private LogTemplate widen(LogTemplate template) {
        for (int i = 0; i < tokens.count; i++) {
            byte known = template.kind(i);
            byte seen = tokens.kind[i];
            boolean same = known == seen && template.hash(i) == tokens.hash[i];
            if (!same && known != TokenKind.SIGN) {
                boolean word = known == TokenKind.WORD || seen == TokenKind.WORD;
                open(template, i, word ? LogTemplate.WORDS : LogTemplate.NAMES);
            }
        }
        template.bucket.generation++;
        return unified(template);
    }

    /** Merges a template with one that has come to have the same form. */
    private LogTemplate unified(LogTemplate template) {
        TemplateBucket bucket = template.bucket;
        for (int i = 0; i < bucket.size; i++) {
            LogTemplate other = bucket.members[i];
            if (other != template && other.signature() == template.signature()) {
                boolean otherIsOlder = other.ordinal < template.ordinal;
                LogTemplate older = otherIsOlder ? other : template;
                merge(older, otherIsOlder ? template : other);
                return older;
            }
        }
        return template;
    }

    /** Merges the templates that differ from the line in one and the same word when that makes them many, or returns null. */
    private LogTemplate mergedSiblings(TemplateBucket bucket) {
        int at = -1;
        for (int i = 0; i < tokens.count && at < 0; i++) {
            if (siblings[i] > 0 && siblings[i] + 1 >= (LineMatch.isValuePlace(tokens, i) ? MANY_VALUES : MANY_WORDS)) {
                at = i;
            }
        }
        if (at < 0) {
            return null;
        }
        LogTemplate oldest = null;
        for (int i = 0; i < bucket.size; i++) {
            LogTemplate candidate = bucket.members[i];
            match.compare(candidate, tokens);
            if (!match.differsInOneWord(candidate, tokens) || match.differentAt != at || match.same < SAME_WORDS) {
                continue;
            }
            if (oldest == null) {
                oldest = candidate;
            } else {
                merge(oldest, candidate);
                i--;
            }
        }
        if (oldest != null) {
            open(oldest, at, LogTemplate.WORDS);
            oldest.bucket.generation++;
        }
        return oldest;
    }

    private void open(LogTemplate template, int token, int openness) {
        if (template.kind(token) != TokenKind.VALUE) {
            template.history.widened++;
        }
        template.open(token, openness);
        touch(template);
    }

    private void merge(LogTemplate into, LogTemplate from) {
        bytes -= into.approximateBytes();
        into.history.absorb(from.id, from.history);
        into.pace.absorb(from.pace);
        bytes += into.approximateBytes();
        remove(from);
        touch(into);
    }

    private void evictOne(TemplateBucket needed) {
        LogTemplate victim = null;
        for (LogTemplate candidate : byId.values()) {
            if (victim == null || goesBefore(candidate, victim)) {
                victim = candidate;
            }
        }
        TemplateBucket bucket = victim.bucket;
        remove(victim);
        evictions++;
        if (bucket.size == 0 && bucket != needed) {
            buckets.remove(victim.structure);
        }
    }

    private static boolean goesBefore(LogTemplate a, LogTemplate b) {
        boolean aRecurs = a.history.lines >= RECURRING;
        boolean bRecurs = b.history.lines >= RECURRING;
        if (aRecurs != bRecurs) {
            return bRecurs;
        }
        if (a.history.lastSeen != b.history.lastSeen) {
            return a.history.lastSeen < b.history.lastSeen;
        }
        return a.ordinal < b.ordinal;
    }

    private void remove(LogTemplate template) {
        bytes -= template.approximateBytes();
        template.bucket.remove(template);
        byId.remove(template.id);
        removed.add(template.id);
    }

    /** Notes that a template must be written. */
    void touch(LogTemplate template) {
        if (!template.dirty) {
            template.dirty = true;
            dirty.add(template);
        }
    }
}
