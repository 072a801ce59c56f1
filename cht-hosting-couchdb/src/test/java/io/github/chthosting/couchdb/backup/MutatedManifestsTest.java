package io.github.chthosting.couchdb.backup;

import java.util.stream.IntStream;

/** Manifests that were changed by chance, the first half of the seeds. */
class MutatedManifestsTest extends MutatedManifestsCase {
  static IntStream seeds() {
    return IntStream.rangeClosed(1, 75);
  }
}
