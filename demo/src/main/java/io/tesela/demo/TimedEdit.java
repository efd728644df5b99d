package io.tesela.demo;

import java.time.Instant;

/** An edit and the event time under which it is replayed. */
record TimedEdit(Edit edit, Instant time) {
    String json() {
        return edit.jsonAt(time);
    }
}
