package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.couchdb.internal.transfer.Choice;
import io.github.chthosting.couchdb.internal.transfer.Tally;
import io.github.chthosting.couchdb.internal.transfer.Transfer;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.operation.WorkContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A replication that this process does itself. */
final class ThroughThisProcess implements ClientReplication {
  private final Database source;
  private final Database target;
  private final Choice choice;
  private final boolean remembers;
  private final Optional<String> givenId;
  private final TransferBuilder settings;

  ThroughThisProcess(TransferBuilder builder) {
    settings = new TransferBuilder(builder.source, builder.target);
    settings.continuous = builder.continuous;
    settings.unfinished = builder.unfinished;
    settings.checkpointInterval = builder.checkpointInterval;
    settings.writers = builder.writers;
    settings.batchSize = builder.batchSize;
    settings.memory = builder.memory;
    source = builder.source;
    target = builder.target;
    choice = new Choice(builder.choice);
    remembers = builder.checkpoints;
    givenId = builder.checkpointId;
  }

  @Override
  public Operation<ReplicationResult> start() {
    return Operations.start("replication of " + source.name() + " to " + target.name(), this::run);
  }

  private ReplicationResult run(WorkContext context) throws InterruptedException {
    long started = System.nanoTime();
    if (!settings.unfinished) {
      List.of(source, target).forEach(ThroughThisProcess::requireWhole);
    }
    Optional<String> id = remembers ? Optional.of(checkpointId()) : Optional.empty();
    Transfer transfer =
        new Transfer(
            new Transfer.Settings(
                source,
                target,
                choice,
                id,
                settings.continuous,
                settings.writers,
                settings.batchSize,
                settings.memory,
                settings.checkpointInterval.toNanos()));
    // Before and after: the feed is of one copy of each range, and a short one looks like the end.
    CopiesProof whole = CopiesProof.of(source, "replication of " + source.name(), context);
    whole.requireReadable();
    String sequence = transfer.run(context);
    whole.requireReadable();
    return result(transfer.tally(), sequence, System.nanoTime() - started);
  }

  private static void requireWhole(Database side) {
    WorkMark.requireNone(Wire.of(side), side.name(), "replication of " + side.name());
  }

  private static ReplicationResult result(Tally tally, String sequence, long nanos) {
    List<ReplicationResult.Refused> refused =
        tally.refusals().stream()
            .map(
                one ->
                    new ReplicationResult.Refused(one.id(), one.rev(), one.error(), one.reason()))
            .toList();
    return new ReplicationResult(
        tally.rows.sum(),
        tally.read.sum(),
        tally.written.sum(),
        tally.refused.sum(),
        refused,
        tally.bytes.sum(),
        sequence,
        Duration.ofNanos(nanos));
  }

  /**
   * CouchDB's own is a hash of Erlang terms with the uuid of the server that runs the job. Ours is
   * of the two sides, as each names itself, and of the choice: the same from whichever machine.
   */
  @Override
  public String checkpointId() {
    return givenId.orElseGet(
        () -> hash("cht-hosting 1\n" + side(source) + side(target) + choice.json()));
  }

  private static String side(Database database) {
    JsonNode server = Wire.of(database).json(Call.of("GET"));
    return server.path("uuid").asString("") + "/" + database.name() + "\n";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
