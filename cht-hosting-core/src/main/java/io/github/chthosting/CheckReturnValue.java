package io.github.chthosting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose call does nothing if its result is dropped, or a type of which that is true
 * of every method: an immutable value whose methods return a changed copy. Error Prone knows any
 * annotation of this name, and refuses to compile a call that drops the result.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CheckReturnValue {}
