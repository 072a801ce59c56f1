package io.github.chthosting.couchdb.backup;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backups whose manifests were changed by chance; a subclass names the seeds. */
abstract class MutatedManifestsCase extends ChangedBackupCase {
  /** Any member of a manifest has any value. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anyMember(int seed) throws Exception {
    Random random = new Random(seed);
    ArchiveCopy copy = valid.copy();
    List<String> manifests =
        List.of(ArchiveCopy.TOP, copy.name("medic/manifest.json"), copy.name("logs/manifest.json"));
    String name = manifests.get(random.nextInt(manifests.size()));
    String[] what = {""};
    copy.json(name, json -> what[0] = new JsonMutation(random).change(json));
    copy.write(folder.resolve("b"));

    Throwable verified = verify();
    Throwable restored = restore();

    try {
      if (verified == null && restored == null) {
        Verify.backup(store()).against(embedded.couch()).prefix("r-").start().await().requireSame();
      } else {
        assertRefusedUnwritten(verified, restored);
      }
    } catch (AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ", " + name + ": " + what[0] + ": " + e.getMessage(), e);
    } finally {
      for (String database : embedded.couch().databases()) {
        if (database.startsWith("r-")) {
          embedded.couch().database(database).delete();
        }
      }
    }
  }
}
