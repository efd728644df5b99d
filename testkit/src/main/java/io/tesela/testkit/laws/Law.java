package io.tesela.testkit.laws;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test method that takes a {@link Trial} and is run for several, from small to large. A failure tells the trial's
 * seed; {@code -Dtesela.laws.seed=SEED} runs the law with this one alone.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeededTrials.class)
public @interface Law {
    int trials() default 100;
}
