package io.github.chthosting.testkit.contract;

import io.github.chthosting.testkit.contract.cluster.ClusterSubjects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * The cluster contract on the nodes that COUCHDB_URL names; cases that need more nodes than that
 * are no part of it.
 */
class ClusterContractIT {
  @TestFactory
  Stream<DynamicContainer> cluster() {
    return new Suite(ClusterSubjects.ALL).tests(Server.fromEnvironment("COUCHDB_URL"));
  }
}
