package io.tesela.core.aggregation;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;

/** Bytes that are no tile of a layout. */
final class TileFormatException extends TeselaException {
    private static final long serialVersionUID = 1L;

    TileFormatException(String problem) {
        super(
                ErrorCode.INCOMPATIBLE_STATE,
                "A tile cannot be read: " + problem
                        + ". It is damaged, or a newer program or another version of the view has written it");
    }
}
