package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks, among the sources of a project's tests, for a JUnit 5 test of each locked version of a network: {@code
 * @CompatibilityTest(Digits.class) class DigitsCompatibility {}} gives {@code DigitsCompatibilityTest}. Each test loads a small file of its
 * version, kept beside the schema file, into the model of today and compares what it predicts with what it did.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CompatibilityTest {
    /** The network. */
    Class<?> value();
}
