package io.tesela.core.aggregation;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.time.WindowRule;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Which partial aggregates the tiles of a view hold, and where in a tile's bytes. Immutable. */
public final class TileLayout {
    private final Schema columns;
    private final List<Partial> fixed;
    private final List<Partial> variable;
    private final int[] program;
    private final int[][] columnPrograms;
    private final long[] neutral;
    private final String signature;
    private final int mark;

    private TileLayout(Schema columns, List<Partial> partials) {
        this.columns = columns;
        this.fixed = partials.stream().filter(Partial::isFixed).toList();
        this.variable = partials.stream().filter(partial -> !partial.isFixed()).toList();
        int words = 0;
        this.program = new int[fixed.size()];
        for (int i = 0; i < program.length; i++) {
            program[i] = Words.step(words, fixed.get(i).kind());
            words += fixed.get(i).kind().words();
        }
        this.neutral = new long[words];
        for (Partial partial : fixed) {
            Words.clear(partial.kind(), neutral, word(partial));
        }
        this.columnPrograms = new int[columns.columns().size()][];
        for (int c = 0; c < columnPrograms.length; c++) {
            columnPrograms[c] = steps(c);
        }
        this.signature = signature(columns, partials);
        this.mark = (int) XxHash64.hash(signature.getBytes(StandardCharsets.UTF_8)) & 0xFFFF;
    }

    /**
     * The layout for these features. It does not depend on their order, nor on their windows.
     *
     * @param output the columns of the view's transformation
     * @throws TeselaException if a feature's column is missing or of a type that its function does not take
     */
    public static TileLayout of(Schema output, List<Feature> features) {
        features.forEach(feature -> position(output, feature));
        List<Column> used = output.columns().stream()
                .filter(column -> features.stream().anyMatch(f -> f.column().equals(column.name())))
                .toList();
        Schema columns = new Schema(used);
        Set<Partial> partials = new LinkedHashSet<>();
        for (Feature feature : features) {
            partials.addAll(partials(columns, feature));
        }
        List<Partial> ordered = new ArrayList<>(partials);
        ordered.sort(Comparator.comparingInt(Partial::column)
                .thenComparing(Partial::kind)
                .thenComparingInt(Partial::parameter));
        return new TileLayout(columns, ordered);
    }

    /** The columns that are aggregated, in the order that {@link EventValues} uses. */
    public Schema columns() {
        return columns;
    }

    /** A line for each partial aggregate; equal for equal layouts, in all versions of the program. */
    public String signature() {
        return signature;
    }

    public TileAccumulator accumulator() {
        return new LayoutAccumulator(this);
    }

    /** The tile of the rows of both; associative and commutative. */
    public byte[] merge(byte[] left, byte[] right) {
        TileAccumulator sum = accumulator();
        sum.merge(left, 0, left.length);
        sum.merge(right, 0, right.length);
        return sum.encode();
    }

    /**
     * Prepares the computation of these features from tiles.
     *
     * @throws TeselaException if the tiles do not hold what a feature needs
     */
    public RollUp rollUp(List<Feature> features, Duration interval, LeadingTile leadingTile) {
        return new TileRollUp(this, RollUpPlan.of(this, features, WindowRule.of(interval, leadingTile)));
    }

    /** The partials that the feature is computed from. */
    List<Partial> partials(Feature feature) {
        return partials(columns, feature);
    }

    private static List<Partial> partials(Schema columns, Feature feature) {
        return FeaturePartials.of(feature, position(columns, feature), type(columns, feature));
    }

    static int position(Schema columns, Feature feature) {
        int position = columns.indexOf(feature.column());
        if (position < 0) {
            throw new TeselaException(
                    ErrorCode.INVALID_DEFINITION,
                    "Feature '" + feature.name() + "' aggregates the column '" + feature.column()
                            + "', which is not among " + columns.names());
        }
        return position;
    }

    static DataType type(Schema columns, Feature feature) {
        DataType type = columns.columns().get(position(columns, feature)).type();
        if (FeatureTypes.output(feature.function(), type).isEmpty()) {
            throw new TeselaException(
                    ErrorCode.INVALID_DEFINITION,
                    "Feature '" + feature.name() + "': " + feature.function().label() + " does not take the column '"
                            + feature.column() + "' of type " + type.label());
        }
        return type;
    }

    /** The first word of a fixed partial in a tile's fixed part. */
    int word(Partial partial) {
        int word = 0;
        for (Partial each : fixed) {
            if (each.equals(partial)) {
                return word;
            }
            word += each.kind().words();
        }
        throw missing(partial);
    }

    /** The position of a partial of variable size in a tile's tail. */
    int slot(Partial partial) {
        int slot = variable.indexOf(partial);
        if (slot < 0) {
            throw missing(partial);
        }
        return slot;
    }

    /** The steps for all fixed partials, in order. */
    int[] program() {
        return program;
    }

    /** The steps for the fixed partials of a column. */
    int[] columnProgram(int column) {
        return columnPrograms[column];
    }

    List<Partial> variable() {
        return variable;
    }

    VariablePartial create(int slot) {
        Partial partial = variable.get(slot);
        return VariablePartials.create(
                partial, columns.columns().get(partial.column()).type());
    }

    /** The words of the aggregate of no rows. Not to be changed. */
    long[] neutral() {
        return neutral;
    }

    /** The length in bytes of the header and the fixed part. */
    int fixedLength() {
        return TileFormat.HEADER + neutral.length * Long.BYTES;
    }

    /** Sixteen bits that tell the tiles of this layout from those of another. */
    int mark() {
        return mark;
    }

    private int[] steps(int column) {
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < program.length; i++) {
            if (fixed.get(i).column() == column) {
                steps.add(program[i]);
            }
        }
        return steps.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String signature(Schema columns, List<Partial> partials) {
        StringBuilder text = new StringBuilder();
        for (Partial partial : partials) {
            Column column = columns.columns().get(partial.column());
            text.append(column.name()).append(' ').append(column.type().label()).append(' ');
            text.append(partial.label()).append('\n');
        }
        return text.toString();
    }

    private TeselaException missing(Partial partial) {
        return new TeselaException(
                ErrorCode.INVALID_ARGUMENT,
                "The tiles do not hold " + partial.label() + " of the column '"
                        + columns.columns().get(partial.column()).name()
                        + "'; ask for features that the view defines");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TileLayout that
                && columns.equals(that.columns)
                && fixed.equals(that.fixed)
                && variable.equals(that.variable);
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns, fixed, variable);
    }
}
