package io.tesela.core.aggregation;

import java.util.Arrays;

/** Sorts centroids by key and weight: a merge sort that takes ordered runs as they are. */
final class CentroidSort {
    private CentroidSort() {}

    static void sort(long[] keys, long[] weights, int size) {
        int[] ends = runs(keys, weights, size);
        long[] fromKeys = keys;
        long[] fromWeights = weights;
        long[] toKeys = new long[size];
        long[] toWeights = new long[size];
        while (ends.length > 1) {
            int[] merged = new int[(ends.length + 1) / 2];
            for (int r = 0; r < ends.length; r += 2) {
                int start = r == 0 ? 0 : ends[r - 1];
                int end = ends[Math.min(r + 1, ends.length - 1)];
                merge(fromKeys, fromWeights, start, ends[r], end, toKeys, toWeights);
                merged[r / 2] = end;
            }
            ends = merged;
            long[] swap = fromKeys;
            fromKeys = toKeys;
            toKeys = swap;
            swap = fromWeights;
            fromWeights = toWeights;
            toWeights = swap;
        }
        if (fromKeys != keys) {
            System.arraycopy(fromKeys, 0, keys, 0, size);
            System.arraycopy(fromWeights, 0, weights, 0, size);
        }
    }

    /** The ends of the ordered runs. */
    private static int[] runs(long[] keys, long[] weights, int size) {
        int[] ends = new int[16];
        int count = 0;
        for (int i = 1; i <= size; i++) {
            if (i == size || isAfter(keys, weights, i - 1, i)) {
                if (count == ends.length) {
                    ends = Arrays.copyOf(ends, 2 * count);
                }
                ends[count++] = i;
            }
        }
        return Arrays.copyOf(ends, count);
    }

    static boolean isAfter(long[] keys, long[] weights, int i, int j) {
        return keys[i] > keys[j] || (keys[i] == keys[j] && weights[i] > weights[j]);
    }

    private static void merge(
            long[] keys, long[] weights, int start, int middle, int end, long[] toKeys, long[] toWeights) {
        int i = start;
        int j = middle;
        for (int k = start; k < end; k++) {
            boolean left = j == end || (i < middle && !isAfter(keys, weights, i, j));
            int next = left ? i++ : j++;
            toKeys[k] = keys[next];
            toWeights[k] = weights[next];
        }
    }
}
