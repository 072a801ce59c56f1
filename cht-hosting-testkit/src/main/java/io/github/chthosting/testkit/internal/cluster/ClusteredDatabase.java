package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.BlobSpool;
import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.Ids;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import io.github.chthosting.testkit.internal.store.PurgeRequest;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Subscription;
import io.github.chthosting.testkit.internal.store.Validation;
import io.github.chthosting.testkit.internal.store.WriteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A database whose documents are spread over shards, as one node coordinates it: by its own map,
 * which may be behind. Thread-safe.
 */
public final class ClusteredDatabase implements DocumentStore {
  private final Node coordinator;
  private final String name;
  private final Quorum quorum;
  private final @Nullable WriteOutcome outcome;
  private final @Nullable Partition partition;
  private final Map<String, ClusteredDatabase> partitions = new ConcurrentHashMap<>();

  ClusteredDatabase(Node coordinator, String name, Quorum quorum, @Nullable WriteOutcome outcome) {
    this(coordinator, name, quorum, outcome, null);
  }

  private ClusteredDatabase(
      Node coordinator,
      String name,
      Quorum quorum,
      @Nullable WriteOutcome outcome,
      @Nullable Partition partition) {
    this.coordinator = coordinator;
    this.name = name;
    this.quorum = quorum;
    this.outcome = outcome;
    this.partition = partition;
  }

  /** One of its partitions, for reading; the same object at each call. */
  public ClusteredDatabase partition(String only) {
    return partitions.computeIfAbsent(
        only, key -> new ClusteredDatabase(coordinator, name, quorum, outcome, new Partition(key)));
  }

  /** The same database, for one request that reads and writes by other quorums. */
  public ClusteredDatabase with(Quorum other, WriteOutcome noted) {
    return new ClusteredDatabase(coordinator, name, other, noted);
  }

  @Override
  public DocumentStore writing(int copies) {
    Quorum other = new Quorum(quorum.read(), copies);
    return new ClusteredDatabase(coordinator, name, other, outcome, partition);
  }

  @Override
  public void checkId(String id) {
    if (map().isPartitioned()) {
      EditRules.checkColon(id);
    }
  }

  ShardSelection selection() {
    return new ShardSelection(coordinator, coordinator.map(name));
  }

  /** One copy a range that together are the database; the caller may read them only. */
  public List<OpenShard> shards() {
    return selection().ring();
  }

  /** The shard map as the coordinator knows it. */
  public ShardMap map() {
    return coordinator.map(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public ObjectNode info() {
    return new ClusterInfo(selection()).toJson();
  }

  @Override
  public long documentCount() {
    if (partition != null) {
      long count = 0;
      for (Iterator<StoredDocument> all = documents(IdRange.ALL); all.hasNext(); all.next()) {
        count++;
      }
      return count;
    }
    return shards().stream().mapToLong(shard -> shard.file().documentCount()).sum();
  }

  @Override
  public JsonNode updateSeq() {
    return StringNode.valueOf(ClusterInfo.sequence(shards()).toString());
  }

  @Override
  public Optional<StoredDocument> document(String id) {
    checkId(id);
    return new QuorumRead(selection(), quorum).document(id);
  }

  @Override
  public Iterator<StoredDocument> documents(IdRange range) {
    IdRange within = partition == null ? range : partition.within(range);
    return merge(file -> file.documents(within), StoredDocument::id, range.descending());
  }

  private <T> Iterator<T> merge(
      Function<LocalDatabase, Iterator<T>> read, Function<T, String> key, boolean descending) {
    List<Iterator<T>> sources = new ArrayList<>();
    shards().forEach(shard -> sources.add(read.apply(shard.file())));
    Comparator<T> order = Comparator.comparing(key, Ids.ORDER);
    return new MergedIterator<>(sources, descending ? order.reversed() : order);
  }

  @Override
  public long offset(IdRange range) {
    if (partition == null) {
      return shards().stream().mapToLong(shard -> shard.file().offset(range)).sum();
    }
    long before = 0;
    String start = range.start();
    Comparator<String> order = range.descending() ? Ids.ORDER.reversed() : Ids.ORDER;
    Iterator<StoredDocument> all = documents(new IdRange(null, null, true, range.descending()));
    while (start != null && all.hasNext() && order.compare(all.next().id(), start) < 0) {
      before++;
    }
    return before;
  }

  @Override
  public ChangesCursor changes(String since, boolean descending) {
    SequenceResolver resolver = new SequenceResolver(selection());
    ChangesCursor all = new MergedChanges(resolver.resolve(descending ? "0" : since), descending);
    return partition == null ? all : partition.of(all);
  }

  @Override
  public Subscription onChange(Runnable listener) {
    return coordinator.cluster().onChange(name, listener);
  }

  @Override
  public List<WriteResult> write(
      List<DocumentEdit> edits, boolean replicated, Validation validation) {
    ShardSelection selection = selection();
    List<DocumentEdit> ruled = new EditRules(selection.map(), coordinator.config()).apply(edits);
    List<WriteResult> results =
        new QuorumWrite(selection, quorum).write(ruled, replicated, validation);
    if (outcome != null) {
      outcome.note(results);
    }
    return results;
  }

  @Override
  public BlobSpool spool() {
    List<OpenShard> shards = selection().all();
    if (shards.isEmpty()) {
      throw selection().unavailable();
    }
    return shards.get(0).file().spool();
  }

  @Override
  public Optional<LocalDocument> local(String id) {
    return copies(id).stream()
        .map(shard -> shard.file().local(id))
        .flatMap(Optional::stream)
        .max(Comparator.comparing(document -> Rev.parse(document.rev())));
  }

  private List<OpenShard> copies(String id) {
    List<OpenShard> copies = selection().ofDocument(id);
    if (copies.isEmpty()) {
      throw new ApiException(500, "error", "read_failure");
    }
    return copies;
  }

  @Override
  public Iterator<LocalDocument> locals(IdRange range) {
    return merge(file -> file.locals(range), LocalDocument::id, range.descending());
  }

  @Override
  public String writeLocal(String id, @Nullable String rev, @Nullable JsonBody body) {
    List<String> written = new ArrayList<>();
    for (OpenShard shard : copies(id)) {
      written.add(shard.file().writeLocal(id, rev, body));
    }
    return written.get(0);
  }

  @Override
  public List<List<Rev>> purge(List<PurgeRequest> requests) {
    requests.forEach(request -> checkId(request.id()));
    QuorumPurge purge = new QuorumPurge(selection(), quorum);
    List<List<Rev>> purged = purge.purge(requests);
    if (outcome != null && purge.isShort()) {
      outcome.accepted();
    }
    return purged;
  }

  @Override
  public List<PurgeRequest> purges() {
    return shards().stream()
        .flatMap(shard -> shard.file().purges().stream())
        .distinct()
        .sorted(Comparator.comparing(PurgeRequest::id, Ids.ORDER))
        .toList();
  }

  @Override
  public long purgedInfosLimit() {
    return any().purgedInfosLimit();
  }

  private LocalDatabase any() {
    return selection().all().stream()
        .map(OpenShard::file)
        .findFirst()
        .orElseThrow(
            () -> new ApiException(500, "internal_server_error", "No DB shards could be opened."));
  }

  @Override
  public void purgedInfosLimit(long limit) {
    selection().all().forEach(shard -> shard.file().purgedInfosLimit(limit));
  }

  @Override
  public long revsLimit() {
    return any().revsLimit();
  }

  @Override
  public void revsLimit(long limit) {
    selection().all().forEach(shard -> shard.file().revsLimit(limit));
  }

  @Override
  public ObjectNode security() {
    return any().security();
  }

  @Override
  public void security(ObjectNode security) {
    ShardSelection selection = selection();
    boolean connected =
        selection.map().copies().stream()
            .map(ShardCopy::node)
            .allMatch(node -> coordinator.reach(node).isPresent());
    if (!connected && selection.map().ring(selection::isUsable).isEmpty()) {
      throw new ApiException(500, "error", "no_ring");
    }
    for (ShardCopy copy : selection.map().copies()) {
      coordinator
          .reach(copy.node())
          .flatMap(node -> node.files().find(copy.file()))
          .ifPresent(file -> file.security(security));
    }
  }

  @Override
  public void compact() {
    selection().all().forEach(shard -> shard.file().compact());
  }
}
