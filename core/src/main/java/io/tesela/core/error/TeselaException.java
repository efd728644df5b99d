package io.tesela.core.error;

import org.jspecify.annotations.Nullable;

/** A failure that a person can act on: the message says what failed, which value, and what to do. */
public class TeselaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public TeselaException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public TeselaException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
