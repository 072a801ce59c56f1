package io.github.chthosting.testkit.contract;

import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.contract.cluster.ClusterSubjects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The cluster contract on the embedded server. */
class ClusterContractTest {
  private static final EmbeddedCouchDb EMBEDDED = Embedded.start();

  @AfterAll
  static void close() {
    EMBEDDED.close();
  }

  @TestFactory
  Stream<DynamicContainer> cluster() {
    return new Suite(ClusterSubjects.ALL).tests(Embedded.server(EMBEDDED));
  }
}
