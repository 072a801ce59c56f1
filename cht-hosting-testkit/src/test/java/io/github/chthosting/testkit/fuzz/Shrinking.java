package io.github.chthosting.testkit.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Finds the fewest requests that still show a difference at their last one. */
record Shrinking(Test test) {

  /** Sends requests, and tells whether the last one, and only that, is answered differently. */
  interface Test {
    boolean differs(List<Call> calls) throws Exception;
  }

  List<Call> fewest(List<Call> calls) throws Exception {
    List<Call> rest = new ArrayList<>(calls);
    for (int i = rest.size() - 2; i >= 0; i--) {
      Call left = rest.remove(i);
      if (!test.differs(rest)) {
        rest.add(i, left);
      }
    }
    return rest;
  }
}
