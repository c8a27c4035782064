package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/** One metric of a source whose name says that it can tell of trouble. Mutable. */
final class MetricTrack {

    /** Share of failures that a source must report of itself to count as failing. */
    private static final double FAILING = 0.3;
    /** Times the usual from which a duration counts as slow, and a number about a database as trouble. */
    private static final double FAR = 1.8;

    final String name;
    final MetricRole role;
    private final ResourceTrack resource;
    private final UsualTrack usual;
    private double latest;
    private boolean troubled;
    /** The greatest value so far: what never exceeds 1 is no percentage but a share. */
    private double greatest;

    MetricTrack(String name, MetricRole role) {
        this(name, role, isResource(role) ? new ResourceTrack() : null, isResource(role) ? null : new UsualTrack());
    }

    private MetricTrack(String name, MetricRole role, ResourceTrack resource, UsualTrack usual) {
        this.name = name;
        this.role = role;
        this.resource = resource;
        this.usual = usual;
    }

    /** Takes the mean of a bucket; returns whether trouble began or ended. */
    boolean add(double mean, double resourceLimit, long now) {
        latest = mean;
        if (resource != null) {
            greatest = Math.max(greatest, mean);
            double percent = greatest <= 1 ? 100 * mean : mean;
            return resource.add(role == MetricRole.HEADROOM ? 100 - percent : percent, resourceLimit, now);
        }
        double value = role == MetricRole.ERROR_RATE ? 100 * ratio(mean) : mean;
        usual.add(value, now);
        boolean was = troubled;
        troubled = usual.isUp() && (role == MetricRole.ERROR_RATE ? ratio(mean) >= FAILING : usual.ratio() >= FAR);
        return was != troubled;
    }

    boolean settle(long now, long forgetMs) {
        if (resource != null) {
            return resource.settle(now, forgetMs);
        }
        boolean was = troubled;
        troubled &= !usual.settle(now, forgetMs);
        return was != troubled;
    }

    boolean isTroubled() {
        return resource == null ? troubled : resource.isHigh();
    }

    long deadline(long forgetMs) {
        return resource == null ? usual.deadline(forgetMs) : resource.deadline(forgetMs);
    }

    Signal signal() {
        switch (role) {
            case RESOURCE, HEADROOM:
                return resource.signal(name);
            case ERROR_RATE:
                return usual.signal(SignalKind.FAILING, null, ratio(latest), FailureClass.OTHER);
            case DATABASE:
                return usual.signal(SignalKind.DATABASE_METRIC, name, usual.ratio(), FailureClass.OTHER);
            default:
                return usual.signal(SignalKind.SLOW, null, usual.ratio(), FailureClass.OTHER);
        }
    }

    private static boolean isResource(MetricRole role) {
        return role == MetricRole.RESOURCE || role == MetricRole.HEADROOM;
    }

    private static double ratio(double value) {
        return value > 1 ? Math.min(1, value / 100) : Math.max(0, value);
    }

    void writeTo(ByteWriter writer) {
        writer.writeString(name);
        writer.writeByte(role.ordinal());
        writer.writeDouble(latest);
        writer.writeBoolean(troubled);
        writer.writeDouble(greatest);
        if (resource != null) {
            resource.writeTo(writer);
        } else {
            usual.writeTo(writer);
        }
    }

    static MetricTrack readFrom(ByteReader reader) {
        String name = reader.readString();
        MetricRole role = MetricRole.values()[reader.readInt(0, MetricRole.values().length - 1)];
        double latest = reader.readFinite();
        boolean troubled = reader.readBoolean();
        double greatest = reader.readFinite();
        MetricTrack track = isResource(role)
                ? new MetricTrack(name, role, ResourceTrack.readFrom(reader), null)
                : new MetricTrack(name, role, null, UsualTrack.readFrom(reader));
        track.latest = latest;
        track.troubled = troubled;
        track.greatest = greatest;
        return track;
    }
}
