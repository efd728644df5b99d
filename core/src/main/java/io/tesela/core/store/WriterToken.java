package io.tesela.core.store;

import java.io.Serializable;

/**
 * The right to write one batch of one table.
 *
 * @param epoch counts the writers of the table; a higher one fences all lower ones
 * @param batch the job's micro-batch; within an epoch a higher one fences all lower ones
 */
public record WriterToken(long epoch, long batch) implements Serializable {}
