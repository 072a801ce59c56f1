package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.Validation;
import io.github.chthosting.testkit.internal.store.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes each document to all its copies that answer, and counts. */
final class QuorumWrite {
  private final ShardSelection selection;
  private final Quorum quorum;

  QuorumWrite(ShardSelection selection, Quorum quorum) {
    this.selection = selection;
    this.quorum = quorum;
  }

  List<WriteResult> write(List<DocumentEdit> edits, boolean replicated, Validation validation) {
    Map<OpenShard, List<Integer>> batches = new LinkedHashMap<>();
    List<List<WriteResult>> answers = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      answers.add(new ArrayList<>());
      for (ShardCopy copy : selection.map().copiesOf(edits.get(i).id())) {
        int index = i;
        selection
            .open(copy)
            .ifPresent(
                shard -> batches.computeIfAbsent(shard, key -> new ArrayList<>()).add(index));
      }
    }
    batches.forEach(
        (shard, indexes) -> {
          List<DocumentEdit> batch = indexes.stream().map(edits::get).toList();
          List<WriteResult> results = shard.file().write(batch, replicated, validation);
          for (int i = 0; i < results.size(); i++) {
            answers.get(indexes.get(i)).add(results.get(i));
          }
        });
    List<WriteResult> results = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      results.add(verdict(edits.get(i), answers.get(i)));
    }
    return results;
  }

  /** Written if a copy wrote it, which CouchDB acknowledges with 202 if it was too few. */
  private WriteResult verdict(DocumentEdit edit, List<WriteResult> answers) {
    List<WriteResult> written = answers.stream().filter(result -> result.error() == null).toList();
    if (!written.isEmpty()) {
      return written.size() >= quorum.write(selection.map())
          ? written.get(0)
          : written.get(0).accepted();
    }
    return answers.isEmpty()
        ? new WriteResult(
            edit.id(), edit.rev(), new ApiException(500, "error", "internal_server_error"))
        : answers.get(0);
  }
}
