package io.tesela.testkit.laws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The random choices of one run of a law.
 *
 * @param size how large the input should be: from 1, growing from trial to trial
 * @param random gives the same choices for the same seed
 */
public record Trial(long seed, int size, Random random) {
    static final int LARGEST = 50;

    /** The seed says the size too, so that it is enough to replay a trial. */
    static Trial of(long seed) {
        return new Trial(seed, 1 + (int) Math.floorMod(seed, (long) LARGEST), new Random(seed));
    }

    /** A number from {@code low}, inclusive, to {@code high}, exclusive. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low);
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** True once in {@code n} times. */
    public boolean onceIn(int n) {
        return random.nextInt(n) == 0;
    }

    public <T> List<T> shuffled(List<T> list) {
        List<T> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
