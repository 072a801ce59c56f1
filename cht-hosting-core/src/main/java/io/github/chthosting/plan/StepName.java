package io.github.chthosting.plan;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a type of step in journals. The name never changes, even if the record is renamed. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StepName {

  /** Returns the name: a word in lower case with hyphens, such as {@code "move-shards"}. */
  String value();
}
