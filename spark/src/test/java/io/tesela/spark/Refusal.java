package io.tesela.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused, with which code and in which words. */
public final class Refusal {
    private Refusal() {}

    public static void assertRefused(ThrowingCallable action, ErrorCode code, String... words) {
        TeselaException refusal = catchThrowableOfType(TeselaException.class, action);
        assertThat(refusal).as("refusal with %s", String.join(", ", words)).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(Objects.requireNonNull(refusal.getMessage())).contains(words);
    }
}
