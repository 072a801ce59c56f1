package io.github.chthosting.testkit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One behaviour: the sentence that states it, on a method that takes a {@link Scene} and checks it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Case {
  /** The behaviour of the server, as a sentence. */
  String value();

  /** The difference of pouchdb-server; empty where it does the same. */
  String pouch() default "";

  /** True if pouchdb-server is not asked, for it would end or never answer. */
  boolean spared() default false;

  /** The first minor version that does so: {@code 3.5}; empty for all that the contract knows. */
  String since() default "";

  /** The first minor version that does so no more; empty for none. */
  String until() default "";

  /** Number of nodes that the cluster must have at least. */
  int nodes() default 1;

  /**
   * True if the case takes a node out of service for all who use the server: only for a server that
   * nobody else uses.
   */
  boolean alone() default false;
}
