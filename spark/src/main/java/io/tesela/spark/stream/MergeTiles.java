package io.tesela.spark.stream;

import io.tesela.core.aggregation.TileAccumulator;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.expressions.Aggregator;
import org.jspecify.annotations.Nullable;

/** Merges the encoded tiles of one entity over one tile in Spark's state store. */
final class MergeTiles extends Aggregator<byte[], byte[], byte[]> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    private final JobPlan plan;
    private transient @Nullable TileAccumulator accumulator;

    MergeTiles(JobPlan plan) {
        this.plan = plan;
    }

    @Override
    public byte[] zero() {
        return NOTHING;
    }

    @Override
    public byte[] reduce(byte[] buffer, byte[] tile) {
        return merge(buffer, tile);
    }

    @Override
    public byte[] merge(byte[] left, byte[] right) {
        if (left.length == 0) {
            return right;
        }
        if (right.length == 0) {
            return left;
        }
        if (BatchSummary.isSummary(left)) {
            return BatchSummary.later(left, right);
        }
        TileAccumulator sum = accumulator();
        sum.reset();
        sum.merge(left, 0, left.length);
        sum.merge(right, 0, right.length);
        return sum.encode();
    }

    /** One for all merges: each task has its own copy of this object. */
    private TileAccumulator accumulator() {
        TileAccumulator known = accumulator;
        if (known == null) {
            known = plan.layout().accumulator();
            accumulator = known;
        }
        return known;
    }

    @Override
    public byte[] finish(byte[] tile) {
        return tile;
    }

    @Override
    public Encoder<byte[]> bufferEncoder() {
        return Encoders.BINARY();
    }

    @Override
    public Encoder<byte[]> outputEncoder() {
        return Encoders.BINARY();
    }
}
