package io.github.chthosting.testkit.contract;

import io.github.chthosting.testkit.contract.document.DocumentSubjects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The document contract on the real CouchDB that COUCHDB_URL names. */
class DocumentContractIT {
  @TestFactory
  Stream<DynamicContainer> documents() {
    return new Suite(DocumentSubjects.ALL).tests(Server.fromEnvironment("COUCHDB_URL"));
  }
}
