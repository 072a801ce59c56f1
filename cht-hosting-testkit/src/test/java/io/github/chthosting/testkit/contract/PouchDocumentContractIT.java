package io.github.chthosting.testkit.contract;

import io.github.chthosting.testkit.contract.document.DocumentSubjects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * The document contract on the pouchdb-server that POUCHDB_URL names: what it does alike, and what
 * is said to differ.
 */
class PouchDocumentContractIT {
  private final Server pouch = Server.fromEnvironment("POUCHDB_URL");
  private final Suite suite = new Suite(DocumentSubjects.ALL);

  @TestFactory
  Stream<DynamicContainer> alike() {
    return suite.alike(pouch);
  }

  @TestFactory
  Stream<DynamicContainer> otherwise() {
    return suite.otherwise(pouch);
  }
}
