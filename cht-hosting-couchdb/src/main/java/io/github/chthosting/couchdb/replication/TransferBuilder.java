package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Settings of a replication through this process. */
final class TransferBuilder implements ClientReplication.Builder {
  final Database source;
  final Database target;
  final ObjectNode choice = JsonNodeFactory.instance.objectNode();
  boolean continuous;
  boolean checkpoints = true;
  boolean unfinished;
  Optional<String> checkpointId = Optional.empty();
  Duration checkpointInterval = Duration.ofSeconds(15);
  int writers = 8;
  int batchSize = 1000;
  int memory = 16 << 20;

  TransferBuilder(Database source, Database target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public ClientReplication.Builder continuous() {
    continuous = true;
    return this;
  }

  @Override
  public ClientReplication.Builder documents(Collection<String> ids) {
    ArrayNode array = choice.putArray("doc_ids");
    ids.stream().distinct().sorted().forEach(array::add);
    return this;
  }

  @Override
  public ClientReplication.Builder selector(ObjectNode selector) {
    choice.set("selector", selector.deepCopy());
    return this;
  }

  @Override
  public ClientReplication.Builder filter(String name, Map<String, String> parameters) {
    choice.put("filter", name);
    ObjectNode query = choice.putObject("query_params");
    parameters.forEach(query::put);
    return this;
  }

  @Override
  public ClientReplication.Builder withoutCheckpoints() {
    checkpoints = false;
    return this;
  }

  @Override
  public ClientReplication.Builder checkpointOf(String replicationId) {
    int options = replicationId.indexOf('+');
    String base = options < 0 ? replicationId : replicationId.substring(0, options);
    if (!base.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not a replication id: " + replicationId);
    }
    checkpointId = Optional.of(base);
    return this;
  }

  @Override
  public ClientReplication.Builder includingUnfinished() {
    unfinished = true;
    return this;
  }

  @Override
  public ClientReplication.Builder checkpointInterval(Duration interval) {
    checkpointInterval = interval;
    return this;
  }

  @Override
  public ClientReplication.Builder writers(int requests) {
    writers = positive("writers", requests, 1);
    return this;
  }

  @Override
  public ClientReplication.Builder batchSize(int documents) {
    batchSize = positive("the batch size", documents, 2);
    return this;
  }

  @Override
  public ClientReplication.Builder memory(int bytes) {
    memory = positive("memory", bytes, 1 << 20);
    return this;
  }

  private static int positive(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
    return value;
  }

  @Override
  public ClientReplication build() {
    int choices = choice.size() - (choice.has("query_params") ? 1 : 0);
    if (choices > 1) {
      throw new IllegalArgumentException(
          "a replication has one of document ids, selector and filter, not " + choices);
    }
    return new ThroughThisProcess(this);
  }
}
