package io.github.chthosting.testkit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A class of cases about one thing. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Subject {
  /** The subject of the cases. */
  String value();

  /** Why pouchdb-server is asked none of the cases; empty where each case says it for itself. */
  String pouch() default "";
}
