package io.github.chthosting.couchdb.backup;

import java.util.stream.IntStream;

/** Manifests that were changed by chance, the second half of the seeds. */
class FurtherMutatedManifestsTest extends MutatedManifestsCase {
  static IntStream seeds() {
    return IntStream.rangeClosed(76, 150);
  }
}
