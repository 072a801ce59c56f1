package io.github.chthosting.testkit.contract;

import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.contract.document.DocumentSubjects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The document contract on the embedded server. */
class DocumentContractTest {
  private static final EmbeddedCouchDb EMBEDDED = Embedded.start();

  @AfterAll
  static void close() {
    EMBEDDED.close();
  }

  @TestFactory
  Stream<DynamicContainer> documents() {
    return new Suite(DocumentSubjects.ALL).tests(Embedded.server(EMBEDDED));
  }
}
