package io.tesela.store.embedded;

/** Says that the files behind an open environment belong to a table that was dropped; its folder may hold a new one. */
final class TableDroppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableDroppedException() {
        super("The table was dropped", null, false, false);
    }
}
