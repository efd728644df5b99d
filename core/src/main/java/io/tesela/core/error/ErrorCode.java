package io.tesela.core.error;

/** What kind of thing went wrong; each code has one HTTP status, one gRPC code and one exit code. */
public enum ErrorCode {
    /** A request or an argument is wrong. */
    INVALID_ARGUMENT(Kind.USER, 400, 3, 2),
    /** A definition is wrong. */
    INVALID_DEFINITION(Kind.USER, 400, 3, 2),
    /** What was named does not exist. */
    NOT_FOUND(Kind.USER, 404, 5, 2),
    /** No valid API key was given. */
    UNAUTHENTICATED(Kind.USER, 401, 16, 3),
    /** Somebody else holds or has changed what was asked for. */
    CONFLICT(Kind.USER, 409, 10, 4),
    /** The state on disk does not fit the program or the definition. */
    INCOMPATIBLE_STATE(Kind.USER, 412, 9, 5),
    /** This process's writes are refused because a newer writer has taken over. */
    FENCED(Kind.RESOURCE, 409, 10, 6),
    /** More is asked for than there is capacity. */
    OVERLOADED(Kind.RESOURCE, 429, 8, 7),
    /** The time limit has passed. */
    DEADLINE_EXCEEDED(Kind.RESOURCE, 504, 4, 7),
    /** Something that this process depends on does not answer. */
    UNAVAILABLE(Kind.DEPENDENCY, 503, 14, 8),
    /** A defect of this program. */
    INTERNAL(Kind.INTERNAL, 500, 13, 1);

    /** Who can do something about an error. */
    public enum Kind {
        USER,
        RESOURCE,
        DEPENDENCY,
        INTERNAL
    }

    private final Kind kind;
    private final int httpStatus;
    private final int grpcCode;
    private final int exitCode;

    ErrorCode(Kind kind, int httpStatus, int grpcCode, int exitCode) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.grpcCode = grpcCode;
        this.exitCode = exitCode;
    }

    public Kind kind() {
        return kind;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public int grpcCode() {
        return grpcCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
