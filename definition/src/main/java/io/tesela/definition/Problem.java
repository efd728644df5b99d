package io.tesela.definition;

/**
 * One thing that is wrong with a definition.
 *
 * @param where the object and field, such as {@code stream feature view 'user_spending', aggregation 'sum(amount)'}
 * @param message one sentence: what is wrong, which value, and what to do
 */
public record Problem(String where, String message) {
    @Override
    public String toString() {
        return where + ": " + message;
    }
}
