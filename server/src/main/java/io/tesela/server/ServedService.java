package io.tesela.server;

import io.tesela.core.retrieval.ServicePlan;
import io.tesela.server.wire.AnswerWriter;

/** A feature service, ready to be asked. */
record ServedService(ServicePlan plan, AnswerWriter answers) {
    static ServedService of(ServicePlan plan) {
        return new ServedService(plan, new AnswerWriter(plan));
    }
}
